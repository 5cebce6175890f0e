import type { ChalkInstance } from 'chalk';
import { safeText } from '../../format/terminal.js';
import { displayWidth } from '../../format/width.js';
import { wrapText } from '../../format/wrap.js';

export interface TextContext {
  style: ChalkInstance;
  color: boolean;
  /** Columns of the terminal. */
  width: number;
  /** Show every row, where otherwise the largest are shown. */
  all: boolean;
}

export const INDENT = 2;

/** A section's first line: what it is, then a remark in a quiet tone. */
export const heading = (context: TextContext, title: string, remark = ''): string =>
  [context.style.bold(title), ...(remark === '' ? [] : [context.style.dim(safeText(remark))])].join('  ');

/** A paragraph whose later lines are set under its first. Everything that came from the server passes through here or a table. */
export function paragraph(context: TextContext, text: string, indent = INDENT, paint = (line: string) => line): string {
  return wrapText(safeText(text), Math.max(20, Math.min(context.width, WIDEST_PROSE) - indent))
    .map((line) => ' '.repeat(indent) + paint(line))
    .join('\n');
}

/** `Label   text`, the text wrapped beside its label. */
export function labelled(context: TextContext, label: string, text: string, paint = (line: string) => line): string {
  const column = INDENT + LABEL;
  const block = paragraph(context, text, column, paint);
  return `${' '.repeat(INDENT)}${context.style.dim(label)}${' '.repeat(LABEL - displayWidth(label))}${block.slice(column)}`;
}

/** The same for a command, which stays on one line however long it is, so that it can be copied whole. */
export const labelledCommand = ({ style }: TextContext, label: string, command: string): string =>
  `${' '.repeat(INDENT)}${style.dim(label)}${' '.repeat(LABEL - displayWidth(label))}${style.cyan(safeText(command))}`;

const LABEL = 10;
/** Longer lines of prose are hard to read, however wide the terminal. */
const WIDEST_PROSE = 112;
