/** Lines of text in a terminal. Whatever came from a server passes through here or a table. */
import type { ChalkInstance } from 'chalk';
import { safeText } from '../../format/terminal.js';
import { displayWidth } from '../../format/width.js';
import { wrapText } from '../../format/wrap.js';
import type { Fact, Section, Tone } from '../document.js';

export interface TextContext {
  style: ChalkInstance;
  color: boolean;
  /** Columns of the terminal. */
  width: number;
  /** Show every row, where otherwise the largest are shown. */
  all: boolean;
}

export const INDENT = 2;

type Paint = (text: string) => string;

const plain: Paint = (text) => text;

export function tonePaint({ style }: Pick<TextContext, 'style'>, tone: Tone | undefined): Paint {
  switch (tone) {
    case 'strong':
      return style.bold;
    case 'quiet':
      return style.dim;
    case 'good':
      return style.green;
    case 'warn':
      return style.yellow;
    case 'bad':
      return style.red;
    case 'name':
      return style.cyan;
    case undefined:
      return plain;
  }
}

/** A section's first line: what it is, then a remark in a quiet tone. */
export const heading = (context: TextContext, title: string, remark = ''): string =>
  [context.style.bold(safeText(title)), ...(remark === '' ? [] : [context.style.dim(safeText(remark))])].join('  ');

/** The remark beside the title where there is room, else below. */
export function sectionHead(context: TextContext, { title = '', remark = '' }: Partial<Section>): string[] {
  if (displayWidth(safeText(`${title}${remark}`)) + INDENT <= context.width) return [heading(context, title, remark)];
  return [paragraph(context, title, 0, context.style.bold), paragraph(context, remark, INDENT, context.style.dim)];
}

/** A paragraph whose later lines are set under its first. */
export function paragraph(context: TextContext, text: string, indent = INDENT, paint: Paint = plain): string {
  return wrapText(safeText(text), Math.max(20, Math.min(context.width, WIDEST_PROSE) - indent))
    .map((line) => ' '.repeat(indent) + paint(line))
    .join('\n');
}

/** `Label   text`, the text wrapped beside its label. */
export function labelled(context: TextContext, label: string, text: string, paint: Paint = plain): string {
  const column = INDENT + LABEL;
  const block = paragraph(context, text, column, paint);
  return `${' '.repeat(INDENT)}${context.style.dim(label)}${' '.repeat(Math.max(1, LABEL - displayWidth(label)))}${block.slice(column)}`;
}

/** The same for a command, which stays on one line however long it is, so that it can be copied whole. */
export const labelledCommand = ({ style }: TextContext, label: string, command: string): string =>
  `${' '.repeat(INDENT)}${style.dim(label)}${' '.repeat(Math.max(1, LABEL - displayWidth(label)))}${style.cyan(safeText(command))}`;

export const fact = (context: TextContext, { label, text, tone, command }: Fact): string =>
  command === true ? labelledCommand(context, label, text) : labelled(context, label, text, tonePaint(context, tone));

const LABEL = 10;
/** Longer lines of prose are hard to read, however wide the terminal. */
const WIDEST_PROSE = 112;
