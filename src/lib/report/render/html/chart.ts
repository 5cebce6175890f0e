/** Bars: a table whose drawing is beside each figure, so that it is complete without it. */
import { largest } from '../../../format/largest.js';
import type { Bar, Chart } from '../../document.js';
import { cellText } from '../cell-text.js';
import { headHtml, type PageContext } from './context.js';
import { element, tag } from './escape.js';

const MOST_BARS = 200;
const THICKNESS = 12;
const SHORT = 12;
const LONG = 40;

export function chartHtml(context: PageContext, chart: Chart): string {
  const bars = chart.bars.slice(0, MOST_BARS);
  const most = largest([0, ...bars.map(({ value }) => value)]);
  const rows = bars.map((bar, at) => {
    const group = groupHtml(bars, at);
    const figure = element('td', bar.text ?? cellText(bar.value, chart.type), { class: 'figure' });
    const drawing = `<td class="drawing">${barHtml(most === 0 ? 0 : bar.value / most)}</td>`;
    return `<tr>${group}${element('th', bar.label, { scope: 'row', ...lengthClass(bar.label) })}${figure}${drawing}</tr>`;
  });
  const left = chart.bars.length - bars.length;
  return [
    `<section>${headHtml(context, chart)}<div class="scroll"><table class="chart">${element('caption', chart.title)}<tbody>`,
    ...rows,
    '</tbody></table></div>',
    left === 0 ? '' : element('p', context.words.others(left), { class: 'quiet' }),
    '</section>',
  ].join('');
}

/** A short label stays on one line. Only a long one is broken within a word. */
const lengthClass = ({ length }: string): { class?: string } =>
  length <= SHORT ? { class: 'short' } : length > LONG ? { class: 'long' } : {};

/** The heading of a group is beside all of its bars. */
function groupHtml(bars: readonly Bar[], at: number): string {
  const { group } = bars[at]!;
  if (group === undefined) return bars.some((bar) => bar.group !== undefined) ? '<td></td>' : '';
  if (bars[at - 1]?.group === group) return '';
  const end = bars.findIndex((bar, index) => index > at && bar.group !== group);
  return element('th', group, { scope: 'rowgroup', ...lengthClass(group), rowspan: (end < 0 ? bars.length : end) - at });
}

/** `part`: its length, 0 to 1. */
function barHtml(part: number): string {
  const length = `${Math.round(Math.max(0, Math.min(1, part)) * 1000) / 10}%`;
  return `${tag('svg', { width: 300, height: THICKNESS, 'aria-hidden': 'true' })}${tag('rect', { width: length, height: THICKNESS, fill: '#2f6cb3' })}</rect></svg>`;
}
