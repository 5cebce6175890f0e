/** Areas in proportion to their values, in groups: once for wide pages and once for narrow ones, because text must not shrink. */
import { truncateMiddle } from '../../../format/terminal.js';
import { displayWidth } from '../../../format/width.js';
import type { Treemap } from '../../document.js';
import { cellText } from '../cell-text.js';
import { headHtml, type PageContext } from './context.js';
import { element, escapeHtml, tag } from './escape.js';

const SIZES = [
  { name: 'wide', width: 900, height: 360 },
  { name: 'narrow', width: 360, height: 440 },
] as const;
/** Smaller leaves of a group are one tile. */
const MOST_TILES = 60;
const COLOURS = ['#c4daf6', '#cbe8c9', '#f8dcae', '#dcd6f2', '#f7c8c8', '#dde1e6'];
/** Width of a character of 12 px in a monospaced font. */
const CHARACTER = 7.25;
const LINE = 15;
/** Minimum number of characters of a name that can be recognised. */
const LEAST = 8;

interface Tile {
  label: string;
  value: number;
  text: string;
  group: string;
}

export async function treemapHtml(context: PageContext, block: Treemap): Promise<string> {
  const tiles = tilesOf(context, block);
  const groups = [...new Set(tiles.map(({ group }) => group))];
  const drawings = await Promise.all(SIZES.map((size) => drawingHtml(block.title, tiles, groups, size)));
  const legend = groups.map(
    (group, at) =>
      `<li><svg width="14" height="14" aria-hidden="true">${tileRect(at, { width: 14, height: 14 })}</svg> ${escapeHtml(group)}</li>`,
  );
  return `<section>${headHtml(context, block)}<figure>${drawings.join('')}<ul class="legend">${legend.join('')}</ul></figure></section>`;
}

/** The largest, then those that are left of each group as one. Nothing is left out. */
function tilesOf({ words }: PageContext, { leaves, type }: Treemap): Tile[] {
  const present = leaves.filter(({ value }) => value > 0).toSorted((one, other) => other.value - one.value);
  const others = new Map<string, { value: number; count: number }>();
  for (const { group, value } of present.slice(MOST_TILES)) {
    const before = others.get(group) ?? { value: 0, count: 0 };
    others.set(group, { value: before.value + value, count: before.count + 1 });
  }
  return [
    ...present.slice(0, MOST_TILES).map((leaf) => ({ ...leaf, text: leaf.text ?? cellText(leaf.value, type) })),
    ...[...others].map(([group, { value, count }]) => ({
      label: words.others(count),
      value,
      text: cellText(value, type),
      group,
    })),
  ];
}

async function drawingHtml(
  title: string,
  tiles: readonly Tile[],
  groups: readonly string[],
  { name, width, height }: (typeof SIZES)[number],
): Promise<string> {
  const { hierarchy, treemap } = await import('d3-hierarchy');
  const children = groups.map((group) => ({ children: tiles.filter((tile) => tile.group === group) }));
  const root = hierarchy<{ children?: readonly object[]; value?: number }>({ children }, (node) => node.children)
    .sum(({ value = 0 }) => value)
    .sort((one, other) => (other.value ?? 0) - (one.value ?? 0));
  const drawn = treemap<object>().size([width, height]).paddingInner(2).round(true)(root);
  const shapes = drawn.leaves().map(({ data, x0, x1, y0, y1 }) => {
    const tile = data as Tile;
    return tileHtml(tile, groups.indexOf(tile.group), { x: x0, y: y0, width: x1 - x0, height: y1 - y0 });
  });
  const open = tag('svg', {
    class: name,
    // Without the style, only one is shown.
    ...(name === 'narrow' && { display: 'none' }),
    width: '100%',
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-label': title,
  });
  return `${open}${shapes.join('')}</svg>`;
}

interface Place {
  x?: number;
  y?: number;
  width: number;
  height: number;
}

const tileRect = (group: number, place: Place): string => {
  const colour = Math.min(group, COLOURS.length - 1);
  return `${tag('rect', { ...place, fill: COLOURS[colour]!, class: `tile-${colour}` })}</rect>`;
};

/** The texts that fit; the whole text when a pointer rests on it. */
function tileHtml({ label, text }: Tile, group: number, place: Required<Place>): string {
  const columns = Math.floor((place.width - 8) / CHARACTER);
  const lines = Math.floor((place.height - 4) / LINE);
  const shown = columns < LEAST || lines < 1 ? [] : [truncateMiddle(label, columns)];
  // A figure that is cut would be another figure.
  if (shown.length > 0 && lines > 1 && displayWidth(text) <= columns) shown.push(text);
  const texts = shown.map((line, at) => element('text', line, { x: place.x + 4, y: place.y + LINE * (at + 1) - 2, ...FONT }));
  return `<g class="tile">${element('title', `${label}: ${text}`)}${tileRect(group, place)}${texts.join('')}</g>`;
}

const FONT = { fill: '#1b1f24', 'font-size': 12, 'font-family': 'monospace' };
