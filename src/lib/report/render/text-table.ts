/** A table that fits the terminal: the least important columns are left out, and no cell wraps. */
import { safeText } from '../../format/terminal.js';
import { displayWidth } from '../../format/width.js';
import { largest } from '../../format/largest.js';
import { cellOf, type Column, type Row, type Table } from '../document.js';
import { cellText, isFigure } from './cell-text.js';
import { INDENT, paragraph, sectionHead, tonePaint, type TextContext } from './lines.js';
import { GAP, renderTable, type Cell } from './table.js';

/** Minimum width at which a pattern is readable. */
const SMALLEST_NAME = 34;

export async function tableText(context: TextContext, table: Table): Promise<string> {
  if (table.rows.length === 0) return [...sectionHead(context, table), paragraph(context, table.none ?? '')].join('\n');
  const listed = context.all || table.shown === undefined ? table.rows : table.rows.slice(0, table.shown);
  const rows = [...listed, ...(table.foot ?? [])];
  const present = table.columns.filter(({ only, detail }) => only !== 'machines' && (context.all || detail !== true));
  const columns = fitting(context, present, rows);
  const text = await renderTable(
    columns.map(({ title }) => title),
    rows.map((row) => columns.map((column) => drawnCell(context, row, column))),
    {
      color: context.color,
      width: context.width,
      align: columns.map((column) => (isFigure(column) ? 'right' : 'left')),
      flexible: widestName(context, columns, rows),
      indent: INDENT,
    },
  );
  const hidden = listed.length < table.rows.length;
  const left = present.filter((column) => !columns.includes(column)).map(({ title }) => title);
  const notes = [
    ...(table.notes ?? []),
    ...(context.all ? (table.details ?? []) : []),
    ...(left.length === 0 ? [] : [context.words.leftOut(left, table.id)]),
  ];
  return [
    ...sectionHead(context, table),
    text,
    ...(hidden
      ? [
          paragraph(
            context,
            context.words.more(table.rest ?? context.words.count(table.rows.length - listed.length), table.showing ?? '--all'),
          ),
        ]
      : []),
    ...notes.map((note) => paragraph(context, note, INDENT, context.style.dim)),
  ].join('\n');
}

function drawnCell(context: TextContext, row: Row, { id, type }: Column): Cell {
  const text = cellText(row[id], type);
  const { tone } = cellOf(row[id]);
  return tone === undefined ? text : { text, paint: tonePaint(context, tone) };
}

const widthsOf = (columns: readonly Column[], rows: readonly Row[]): number[] =>
  columns.map(({ id, title, type }) =>
    rows.reduce((widest, row) => Math.max(widest, displayWidth(safeText(cellText(row[id], type)))), displayWidth(title)),
  );

/** Minimum width of a column that is cut. */
const SMALLEST_CUT = 12;

/** The widest text column becomes narrower: preferably one that may be cut, if that makes enough room. */
function widestName({ width }: TextContext, columns: readonly Column[], rows: readonly Row[]): number {
  const widths = widthsOf(columns, rows);
  const widest = (may: (column: Column) => boolean): number => {
    const text = widths.map((each, index) => (!isFigure(columns[index]!) && may(columns[index]!) ? each : 0));
    return Math.max(0, text.indexOf(largest(text)));
  };
  const excess = widths.reduce((sum, each) => sum + each + GAP, INDENT - GAP) - width;
  const first = widest(({ whole }) => whole !== true);
  const room = columns[first]?.whole === true ? 0 : (widths[first] ?? 0) - SMALLEST_CUT;
  return room >= excess ? first : widest(() => true);
}

/** Columns that fit into one line, if the widest name may be cut. */
function fitting(context: TextContext, all: readonly Column[], rows: readonly Row[]): Column[] {
  const { width } = context;
  const widths = new Map(widthsOf(all, rows).map((each, index) => [all[index]!, each]));
  const flexible = all[widestName(context, all, rows)];
  const needed = (columns: readonly Column[]): number =>
    columns.reduce((sum, column) => {
      const natural = widths.get(column) ?? 0;
      const least = Math.max(SMALLEST_NAME, Math.floor(width / 3));
      return sum + (column === flexible && column.whole !== true ? Math.min(natural, least) : natural) + GAP;
    }, INDENT - GAP);
  let columns = [...all];
  while (needed(columns) > width) {
    const [first] = columns
      .filter(({ drop }) => drop !== undefined)
      .toSorted((one, other) => (one.drop ?? 0) - (other.drop ?? 0));
    if (first === undefined) break;
    columns = columns.filter((column) => column !== first);
  }
  return columns;
}
