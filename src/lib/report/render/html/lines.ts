/** Lines over time: a drawing without text, its scale beside it, and a table of its figures. */
import type { Line, Lines } from '../../document.js';
import { cellText } from '../cell-text.js';
import { positionsOf } from '../columns-of.js';
import { scaleOf, type Scale } from '../scale.js';
import { headHtml, shareOf, type PageContext } from './context.js';
import { element, escapeHtml, tag } from './escape.js';

const WIDTH = 1000;
const HEIGHT = 240;
/** Differ also in their dashes, for those who cannot tell the colours apart. */
const STROKES = ['#2f6cb3', '#b3541e', '#2b7a4b', '#8a3ffc', '#a8324a', '#4f6b7a', '#8a6d00', '#00707a'];
const DASHES = ['', '10 4', '2 4', '12 4 2 4', '6 6', '16 4', '4 2', '2 8'];

type Spot = [number, number] | null;

export function linesHtml(context: PageContext, block: Lines): string {
  const { lines, points, levels = [], type } = block;
  const open = `<section>${headHtml(context, block)}`;
  if (points.length === 0 || lines.length === 0) return `${open}${element('p', block.none ?? '')}</section>`;
  const scale = scaleOf(block);
  const at = positionsOf(points);
  const figure = (value: number): string => cellText(value, type);
  const drawing = [
    ...levels.filter(({ value }) => scale.holds(value)).map(({ value }) => levelHtml(scale, value)),
    ...lines.map((line, index) => lineHtml({ line, scale, at, index })),
  ].join('');
  const seen = levels.map(({ label, value, text }) => `${label} ${text ?? figure(value)}`);
  const legend = lines.length === 1 ? [] : lines.map(({ label }, index) => `<li>${keyHtml(index)} ${escapeHtml(label)}</li>`);
  return [
    open,
    `<figure class="lines">${element('p', figure(scale.top), { class: 'scale' })}`,
    `${tag('svg', { width: '100%', height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': block.title })}${frameHtml}${drawing}</svg>`,
    `<p class="scale ends"><span>${escapeHtml(figure(scale.bottom))}</span></p>`,
    `<p class="scale ends">${element('span', points[0]!.label)} ${element('span', points.at(-1)!.label)}</p>`,
    legend.length === 0 ? '' : `<ul class="legend">${legend.join('')}</ul>`,
    seen.map((text) => element('p', text, { class: 'quiet' })).join(''),
    figuresHtml(context, block),
    '</figure></section>',
  ].join('');
}

const stroke = (index: number): Record<string, string | number> => ({
  stroke: STROKES[index % STROKES.length]!,
  'stroke-width': 2,
  ...(DASHES[index % DASHES.length] !== '' && { 'stroke-dasharray': DASHES[index % DASHES.length]! }),
});

const frameHtml = `<path d="M0 0V${HEIGHT}H${WIDTH}" fill="none" stroke="#7d8590" vector-effect="non-scaling-stroke"/>`;

const keyHtml = (index: number): string =>
  `<svg width="28" height="10" aria-hidden="true">${tag('path', { d: 'M0 5H28', fill: 'none', class: `line-${index % STROKES.length}`, ...stroke(index) })}</path></svg>`;

const levelHtml = (scale: Scale, value: number): string =>
  tag('path', {
    d: `M0 ${heightOf(scale, value)}H${WIDTH}`,
    fill: 'none',
    stroke: '#7d8590',
    'stroke-dasharray': '4 4',
    'vector-effect': 'non-scaling-stroke',
  }).replace(/>$/, '/>');

interface Drawn {
  line: Line;
  scale: Scale;
  at: readonly number[];
  index: number;
}

/** Its bounds as an area, what is known as a line, and a forecast as a dotted one. */
function lineHtml({ line, scale, at, index }: Drawn): string {
  const spots = (values: readonly (number | null)[] = []): Spot[] =>
    at.map((position, point) => {
      const value = values[point] ?? null;
      return value === null ? null : [Math.round(position * WIDTH * 10) / 10, heightOf(scale, value)];
    });
  const all = spots(line.values);
  const from = line.forecastFrom ?? all.length;
  const known = all.map((spot, point) => (point < from ? spot : null));
  const forecast = all.map((spot, point) => (point >= from - 1 ? spot : null));
  const area = areaOf(spots(line.low), spots(line.high));
  const shared = {
    fill: 'none',
    class: `line-${index % STROKES.length}`,
    'vector-effect': 'non-scaling-stroke',
    'stroke-linecap': 'round',
  };
  return [
    area === '' ? '' : `<path d="${area}" fill="#7d8590" fill-opacity="0.25"/>`,
    `${tag('path', { d: pathOf(known), ...shared, ...stroke(index) })}<title>${escapeHtml(line.label)}</title></path>`,
    line.forecastFrom === undefined
      ? ''
      : `${tag('path', { d: pathOf(forecast), ...shared, ...stroke(index), 'stroke-dasharray': '1 5' })}</path>`,
  ].join('');
}

/** A spot alone is a line of no length, which a round end makes a dot. */
function pathOf(spots: readonly Spot[]): string {
  return spots
    .map((spot, at) => {
      if (spot === null) return '';
      const before = spots[at - 1] ?? null;
      const after = spots[at + 1] ?? null;
      return `${before === null ? 'M' : 'L'}${spot[0]} ${spot[1]}${before === null && after === null ? 'h0' : ''}`;
    })
    .join('');
}

/** Stretches on which both bounds are known, each as a closed shape. */
function areaOf(low: readonly Spot[], high: readonly Spot[]): string {
  const shapes: string[] = [];
  let [below, above]: [string[], string[]] = [[], []];
  const close = (): void => {
    if (below.length > 0) shapes.push(`M${[...below, ...above.toReversed()].join('L')}Z`);
    [below, above] = [[], []];
  };
  high.forEach((top, at) => {
    const bottom = low[at] ?? null;
    if (top === null || bottom === null) return close();
    above.push(top.join(' '));
    below.push(bottom.join(' '));
  });
  close();
  return shapes.join('');
}

const heightOf = (scale: Scale, value: number): number => Math.round((1 - scale.part(value)) * HEIGHT * 10) / 10;

/** The figures of the drawing, for readers and for those who do not see it. */
function figuresHtml(context: PageContext, { points, lines, type, title }: Lines): string {
  const { words, room } = context;
  const series = lines.flatMap(({ label, values, low, high }) => [
    { label, values },
    ...(low === undefined ? [] : [{ label: `${label}, ${words.least}`, values: low }]),
    ...(high === undefined ? [] : [{ label: `${label}, ${words.most}`, values: high }]),
  ]);
  const rows: string[] = [];
  let share = shareOf(room);
  for (const [at, { label }] of points.entries()) {
    const cells = series.map(({ values }) => element('td', cellText(values[at], type), { class: 'figure' }));
    const row = `<tr>${element('th', label, { scope: 'row' })}${cells.join('')}</tr>`;
    share -= Buffer.byteLength(row);
    if (share < 0) break;
    rows.push(row);
  }
  const heads = series.map(({ label }) => element('th', label, { scope: 'col', class: 'figure' }));
  const left = points.length - rows.length;
  return [
    `<details>${element('summary', words.figures)}<div class="scroll"><table class="data">${element('caption', title)}`,
    `<thead><tr><td></td>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`,
    left === 0 ? '' : element('p', words.folded(left, null), { class: 'quiet' }),
    '</details>',
  ].join('');
}
