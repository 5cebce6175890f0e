import { displayWidth } from '../../format/width.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';
import { largest } from '../../format/largest.js';
import { createStyle } from './style.js';

/** Text, or text with a colour that is applied after the text is cut to its column. */
export type Cell = string | { text: string; paint: (text: string) => string };

interface TableOptions {
  color: boolean;
  /** Columns of the terminal. */
  width: number;
  /** Per column; `left` where absent. */
  align?: readonly ('left' | 'right')[];
  /** The column that becomes narrower on a narrow terminal; absent: the first. */
  flexible?: number;
  indent?: number;
}

export const GAP = 2;
const SMALLEST_FLEXIBLE = 12;

const cellText = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

/**
 * A table without a box: a header, one rule, rows. No cell wraps: text that is too long loses its middle. Ends without a newline.
 */
export async function renderTable(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  options: TableOptions,
): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const style = createStyle(options.color);
  const indent = options.indent ?? 0;
  const widths = fitWidths(naturalWidths(head, rows), options.width - indent, options.flexible ?? 0);
  const table = new Table({
    head: head.map((title, column) => style.bold(truncateMiddle(safeText(title), widths[column] ?? 0))),
    colWidths: widths,
    colAligns: head.map((_, column) => options.align?.[column] ?? 'left'),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    chars: {
      ...Object.fromEntries(NO_BOX.map((name) => [name, ''])),
      mid: '─',
      'mid-mid': '─'.repeat(GAP),
      middle: ' '.repeat(GAP),
    },
  });
  for (const row of rows) table.push(row.map((cell, column) => drawCell(cell, widths[column] ?? 0)));
  const lines = table.toString().split('\n');
  return lines.map((line, index) => `${' '.repeat(indent)}${index === 1 ? style.dim(line) : line.trimEnd()}`).join('\n');
}

const NO_BOX = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'right',
  'right-mid',
] as const;

function drawCell(cell: Cell, width: number): string {
  const text = truncateMiddle(safeText(cellText(cell)), width);
  return typeof cell === 'string' ? text : cell.paint(text);
}

/** The width of the widest text of each column. */
export const naturalWidths = (head: readonly string[], rows: readonly (readonly Cell[])[]): number[] =>
  head.map((title, column) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(cellText(row[column] ?? ''))), widthOf(title)),
  );

/** First the flexible column becomes narrower, then the widest of the others, one at a time. */
function fitWidths(natural: readonly number[], width: number, flexible: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, each) => sum + each, 0) + GAP * (widths.length - 1) - width;
  const spare = Math.max(0, Math.min(excess, (widths[flexible] ?? 0) - SMALLEST_FLEXIBLE));
  widths[flexible] = (widths[flexible] ?? 0) - spare;
  for (excess -= spare; excess > 0; excess -= 1) {
    const widest = widths.indexOf(largest(widths));
    if ((widths[widest] ?? 0) <= 1) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

const widthOf = (text: string): number => displayWidth(safeText(text));
