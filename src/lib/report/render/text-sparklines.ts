/** A line of eight heights for each of several lines over time. */
import { largest } from '../../format/largest.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';
import { displayWidth } from '../../format/width.js';
import type { Lines } from '../document.js';
import { cellText } from './cell-text.js';
import { columnsOf } from './columns-of.js';
import { INDENT, paragraph, type TextContext } from './lines.js';

const HEIGHTS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const WIDEST = 40;
/** Maximum width on a terminal that has no room. */
const LEAST = 8;

/** Each line is relative to its own highest value, which is beside it. */
export function sparklines(context: TextContext, block: Lines): string[] {
  const rows = block.lines.map((line) => ({ line, ...highest(line.values) }));
  const names = rows.map(({ line }) => truncateMiddle(safeText(line.label), Math.floor(context.width / 3)));
  const figures = rows.map(({ most }) => (most === null ? '?' : safeText(cellText(most, block.type))));
  const [name, figure] = [names, figures].map((texts) => largest([0, ...texts.map(displayWidth)]));
  const room = context.width - INDENT - name! - figure! - 'up to '.length - 4;
  const width = Math.min(WIDEST, block.points.length, Math.max(LEAST, room));
  const { points } = block;
  const [first, last] = [points[0]?.label ?? '', points.at(-1)?.label ?? ''];
  return [
    ...rows.map(({ line, most }, at) => {
      const drawn = sparkline(columnsOf(block, line, width).values, most ?? 0);
      const padding = ' '.repeat(name! - displayWidth(names[at]!));
      const before = ' '.repeat(figure! - displayWidth(figures[at]!));
      return `${' '.repeat(INDENT)}${names[at]!}${padding}  ${context.style.blue(drawn)}  ${context.style.dim('up to')} ${before}${figures[at]!}`;
    }),
    ...(points.length > 1 ? [paragraph(context, `from ${first} to ${last}`, INDENT, context.style.dim)] : []),
  ];
}

function highest(values: readonly (number | null)[]): { most: number | null } {
  const known = values.flatMap((value) => (value === null ? [] : [value]));
  return { most: known.length === 0 ? null : largest(known) };
}

/** An unknown value is a space. */
export const sparkline = (values: readonly (number | null)[], most: number): string =>
  values
    .map((value) => {
      if (value === null) return ' ';
      const part = most <= 0 ? 0 : Math.max(0, value / most);
      return HEIGHTS[Math.min(HEIGHTS.length - 1, Math.round(part * (HEIGHTS.length - 1)))]!;
    })
    .join('');
