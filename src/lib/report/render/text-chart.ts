/** Bars of block characters, exact to an eighth of a character. */
import { safeText, truncateMiddle } from '../../format/terminal.js';
import { displayWidth } from '../../format/width.js';
import { largest } from '../../format/largest.js';
import type { Chart } from '../document.js';
import { cellText } from './cell-text.js';
import { INDENT, sectionHead, type TextContext } from './lines.js';
import { uprightChart } from './text-columns.js';

const WIDEST = 40;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

export function chartText(context: TextContext, chart: Chart): string {
  const upright = chart.upright === true ? uprightChart(context, chart) : null;
  if (upright !== null) return upright;
  const bars = chart.bars.map(({ label, value, text, group }, at) => ({
    label: truncateMiddle(safeText(groupedLabel(label, group, chart.bars[at - 1]?.group)), Math.floor(context.width / 3)),
    value,
    figure: text ?? cellText(value, chart.type),
  }));
  const labels = largest([0, ...bars.map(({ label }) => displayWidth(label))]);
  const figures = largest([0, ...bars.map(({ figure }) => displayWidth(figure))]);
  const room = Math.max(8, Math.min(WIDEST, context.width - INDENT - labels - figures - 4));
  const most = largest([0, ...bars.map(({ value }) => value)]);
  const lines = bars.map(({ label, value, figure }) => {
    const padding = ' '.repeat(labels - displayWidth(label));
    const before = ' '.repeat(figures - displayWidth(figure));
    return `${' '.repeat(INDENT)}${label}${padding}  ${before}${figure}  ${context.style.blue(bar(most === 0 ? 0 : value / most, room))}`;
  });
  return [...sectionHead(context, chart), ...lines].join('\n');
}

/** The label of a bar. The group is only before its first bar. */
function groupedLabel(label: string, group: string | undefined, before: string | undefined): string {
  if (group === undefined) return label;
  const lead = group === before ? ' '.repeat(displayWidth(safeText(group))) : group;
  return `${lead} ${label}`;
}

/** `part`: share of `room`, 0 to 1. */
export function bar(part: number, room: number): string {
  const eighths = Math.round(Math.max(0, Math.min(1, part)) * room * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}
