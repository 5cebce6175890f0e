/** Lines of text in a terminal. All text from a server passes through here or through a table. */
import type { ChalkInstance } from 'chalk';
import { safeText } from '../../format/terminal.js';
import { displayWidth } from '../../format/width.js';
import { wrapText } from '../../format/wrap.js';
import type { Fact, Section, Tone } from '../document.js';
import type { RenderMessages } from '../messages/render.js';

export interface TextContext {
  style: ChalkInstance;
  color: boolean;
  /** Columns of the terminal. */
  width: number;
  /** Show every row, not only the largest. */
  all: boolean;
  words: RenderMessages;
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

/** The first line of a section: its title, then a remark in a quiet tone. */
export const heading = (context: TextContext, title: string, remark = ''): string =>
  [context.style.bold(safeText(title)), ...(remark === '' ? [] : [context.style.dim(safeText(remark))])].join('  ');

/** The remark is beside the title if there is room, else below. */
export function sectionHead(context: TextContext, { title = '', remark = '' }: Partial<Section>): string[] {
  if (displayWidth(safeText(`${title}${remark}`)) + INDENT <= context.width) return [heading(context, title, remark)];
  return [paragraph(context, title, 0, context.style.bold), paragraph(context, remark, INDENT, context.style.dim)];
}

/** A paragraph whose lines all have the same indentation. */
export function paragraph(context: TextContext, text: string, indent = INDENT, paint: Paint = plain): string {
  return wrapText(safeText(text), Math.max(20, Math.min(context.width, WIDEST_PROSE) - indent))
    .map((line) => ' '.repeat(indent) + paint(line))
    .join('\n');
}

/** `Label   text`; the text wraps beside its label. */
export function labelled(context: TextContext, label: string, text: string, paint: Paint = plain): string {
  const column = INDENT + LABEL;
  const block = paragraph(context, text, column, paint);
  return `${' '.repeat(INDENT)}${context.style.dim(label)}${' '.repeat(Math.max(1, LABEL - displayWidth(label)))}${block.slice(column)}`;
}

/** The same for a command, which stays on one line of any length, so that it can be copied. */
export const labelledCommand = ({ style }: TextContext, label: string, command: string): string =>
  `${' '.repeat(INDENT)}${style.dim(label)}${' '.repeat(Math.max(1, LABEL - displayWidth(label)))}${style.cyan(safeText(command))}`;

export const fact = (context: TextContext, { label, text, tone, command }: Fact): string =>
  command === true ? labelledCommand(context, label, text) : labelled(context, label, text, tonePaint(context, tone));

const LABEL = 10;
/** Maximum width of prose: longer lines are hard to read. */
const WIDEST_PROSE = 112;
