import { otherWarnings, targetHint } from './figures.js';
import type { AuditData } from '../../audit/model.js';
import type { Envelope } from '../envelope.js';
import { createStyle } from '../render/style.js';
import { notesText, spentText } from './closing.js';
import { labelled, type TextContext } from '../render/lines.js';
import { familiesText } from './families.js';
import { findingsText } from './findings.js';
import { groupsText } from './groups.js';
import { headerText } from './header.js';
import { memoryText } from './memory.js';
import { largestText, topText, unrecognisedText } from './rankings.js';

interface TextOptions {
  color: boolean;
  /** Columns of the terminal. */
  width: number;
  /** Every row, where otherwise the largest are shown. */
  all: boolean;
}

/** The report as a person reads it in a terminal: what is wrong first, then what takes the memory, last what the audit cost. */
export async function renderAuditText(envelope: Envelope<AuditData>, options: TextOptions): Promise<string> {
  const { data } = envelope;
  const context: TextContext = { ...options, style: createStyle(options.color) };
  const sections = [
    headerText(context, envelope.target, data),
    findingsText(context, data.findings, targetHint(envelope.target, data.findings)),
    await familiesText(context, data),
    ...(data.families.length === 0 ? [] : [await groupsText(context, data)]),
    ...(data.dimensions.every(({ top }) => top.length === 0) ? [] : [await topText(context, data.dimensions)]),
    ...(data.largest.length === 0 ? [] : [await largestText(context, data)]),
    ...(data.unrecognised.keys === 0 ? [] : [await unrecognisedText(context, data)]),
    await memoryText(context, data),
    ...notesText(context, data, otherWarnings(data, envelope.warnings)),
    [...nextText(context, envelope), spentText(context, envelope.spent)].join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** The verb that goes on where the findings end; a snapshot has nobody to ask. */
const nextText = (context: TextContext, { target, data }: Envelope<AuditData>): string[] =>
  target === null || data.profiles.length === 0
    ? []
    : [labelled(context, 'Next', 'meter advise, with the same target, ranks what can be done by what it saves')];
