/** Bars side by side: a fortnight in a few lines. */
import { largest } from '../../format/largest.js';
import { safeText } from '../../format/terminal.js';
import { displayWidth } from '../../format/width.js';
import type { Chart } from '../document.js';
import { cellText } from './cell-text.js';
import { INDENT, sectionHead, type TextContext } from './lines.js';

const LINES = 3;
const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const GAP = 1;
/** Minimum width of a bar: the last two characters of its label, such as the day of a date. */
const LABEL = 2;
const WIDEST_BAR = 3;

/** `null`: not enough room. */
export function uprightChart(context: TextContext, chart: Chart): string | null {
  const bars = chart.bars.map(({ label, value, text }) => ({ label, value, figure: text ?? cellText(value, chart.type) }));
  const most = largest([0, ...bars.map(({ value }) => value)]);
  const top = safeText(bars.find(({ value }) => value === most)?.figure ?? '');
  const axis = displayWidth(top);
  const room = Math.floor((context.width - INDENT - axis - 2) / Math.max(1, bars.length)) - GAP;
  if (bars.length === 0 || room < LABEL) return null;
  const width = Math.min(WIDEST_BAR, room);
  const line = (before: string, cells: readonly string[]): string =>
    `${' '.repeat(INDENT)}${before.padStart(axis)}  ${cells.map((cell) => cell.padEnd(width)).join(' '.repeat(GAP))}`.trimEnd();
  const lines = Array.from({ length: LINES }, (_, at) => {
    const cells = bars.map(({ value }) => EIGHTHS[partOf(value, most, LINES - at)]!.repeat(width));
    return line(at === 0 ? top : '', cells).replace(/[▁-█]+/g, (drawn) => context.style.blue(drawn));
  });
  const labels = bars.map(({ label }) => Array.from(safeText(label)).slice(-LABEL).join(''));
  return [...sectionHead(context, chart), ...lines, line('', labels)].join('\n');
}

/** Eighths of the `floor`-th line from below, 0 to 8. A value above zero never has 0. */
function partOf(value: number, most: number, floor: number): number {
  if (most === 0 || value <= 0) return 0;
  const eighths = Math.max(1, Math.round((value / most) * LINES * 8));
  return Math.max(0, Math.min(8, eighths - (floor - 1) * 8));
}
