/** Lines over time: a small chart of one line, or a sparkline for each of several. */
import { largest } from '../../format/largest.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';
import { displayWidth } from '../../format/width.js';
import type { Line, Lines } from '../document.js';
import { cellText } from './cell-text.js';
import { columnsOf, evenWidth, type Columns } from './columns-of.js';
import { INDENT, paragraph, sectionHead, type TextContext } from './lines.js';
import { scaleOf, type Scale } from './scale.js';
import { sparklines } from './text-sparklines.js';

const HEIGHT = 6;
const WIDEST = 72;
/** Minimum width at which a line has a shape. */
const LEAST = 16;

export function linesText(context: TextContext, block: Lines): string {
  const [line, second] = block.lines;
  const lead = sectionHead(context, block);
  if (line === undefined || block.points.length === 0) return [...lead, paragraph(context, block.none ?? 'none')].join('\n');
  const chart = second === undefined && block.points.length > 1 ? lineChart(context, block, line) : null;
  return [...lead, ...(chart ?? sparklines(context, block))].join('\n');
}

/** `null`: not enough room. */
function lineChart(context: TextContext, block: Lines, line: Line): string[] | null {
  const scale = scaleOf(block);
  const figures = [scale.top, scale.bottom].map((value) => safeText(cellText(value, block.type)));
  const axis = largest(figures.map(displayWidth));
  const room = context.width - INDENT - axis - 2;
  if (room < LEAST) return null;
  const width = evenWidth(block.points.length, Math.min(WIDEST, room));
  const grid = drawn(columnsOf(block, line, width), scale, block.levels ?? []);
  const lines = grid.map((row, at) => {
    const figure = at === 0 ? figures[0]! : at === HEIGHT - 1 ? figures[1]! : '';
    return `${' '.repeat(INDENT + axis - displayWidth(figure))}${figure}  ${painted(context, row)}`.trimEnd();
  });
  return [
    ...lines,
    `${' '.repeat(INDENT + axis + 2)}${ends(block, width, room)}`.trimEnd(),
    ...levelLines(context, block, scale),
  ];
}

/** Rows from the top, each a character for each column. */
function drawn({ values, low, high, forecastFrom }: Columns, scale: Scale, levels: NonNullable<Lines['levels']>): string[][] {
  const grid = Array.from({ length: HEIGHT }, () => values.map(() => ' '));
  const rowOf = (value: number): number => Math.round((1 - scale.part(value)) * (HEIGHT - 1));
  for (const { value } of levels) if (scale.holds(value)) grid[rowOf(value)]!.fill('╌');
  values.forEach((value, column) => {
    const [least, most] = [low[column] ?? null, high[column] ?? null];
    if (least !== null && most !== null) for (let row = rowOf(most); row <= rowOf(least); row += 1) grid[row]![column] = '░';
    if (value === null) return;
    const dashed = column >= forecastFrom;
    const before = values[column - 1] ?? null;
    const [from, to] = [rowOf(before ?? value), rowOf(value)];
    for (let row = Math.min(from, to) + 1; row < Math.max(from, to); row += 1) grid[row]![column] = dashed ? '┊' : '│';
    if (from === to) {
      grid[to]![column] = dashed ? '┄' : '─';
    } else {
      grid[from]![column] = from > to ? '╯' : '╮';
      grid[to]![column] = from > to ? '╭' : '╰';
    }
  });
  return grid;
}

const painted = ({ style }: TextContext, row: readonly string[]): string =>
  row
    .join('')
    .replace(/[░╌]+|[^░╌ ]+/g, (run) => (run.startsWith('░') || run.startsWith('╌') ? style.dim(run) : style.blue(run)));

/** The labels of the first and the last point below their columns. `room`: columns up to the end of the terminal. */
function ends({ points }: Lines, width: number, room: number): string {
  const [first, last] = [points.at(0), points.at(-1)].map((point) =>
    truncateMiddle(safeText(point?.label ?? ''), Math.floor((room - ' to '.length) / 2)),
  );
  const gap = width - displayWidth(`${first}${last}`);
  return gap < 1 ? `${first} to ${last}` : `${first}${' '.repeat(gap)}${last}`;
}

const levelLines = (context: TextContext, { levels = [], type }: Lines, scale: Scale): string[] =>
  levels.map(({ label, value, text }) =>
    paragraph(
      context,
      `╌ ${label} ${text ?? cellText(value, type)}${scale.holds(value) ? '' : value > scale.top ? ', above the chart' : ', below the chart'}`,
      INDENT,
      context.style.dim,
    ),
  );
