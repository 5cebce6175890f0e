/** A table. Figures carry their exact value for sorting. */
import { cellOf, type CellValue, type Column, type Row, type Table } from '../../document.js';
import { cellText, isFigure } from '../cell-text.js';
import { filterHtml, headHtml, moreHtml, shareOf, toneClass, type PageContext } from './context.js';
import { element, escapeHtml, tag } from './escape.js';

/** Tables with more rows can be filtered. */
const FEW = 8;
/** With more rows than these, the script folds the others. */
const FOLDED = 25;

export function* tableHtml(context: PageContext, table: Table): Generator<string> {
  const columns = table.columns.filter(({ only }) => only !== 'machines');
  yield `<section>${headHtml(context, table)}`;
  if (table.rows.length === 0) {
    yield `${element('p', table.none ?? '')}</section>`;
    return;
  }
  if (table.rows.length > FEW) yield filterHtml(context, table.title);
  yield `${tag('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': table.title })}${tag('table', { class: 'data', ...(table.rows.length > FOLDED && { 'data-shown': FOLDED }) })}`;
  yield `${element('caption', table.title)}<thead><tr>${columns.map(headCell).join('')}</tr></thead><tbody>`;
  const written = yield* bodyRows(context, columns, table.rows);
  yield '</tbody>';
  const left = table.rows.slice(written);
  const foot = [...(left.length === 0 ? [] : [othersRow(context, columns, left)]), ...(table.foot ?? [])];
  if (foot.length > 0) yield `<tfoot>${foot.map((row) => rowHtml(columns, row)).join('')}</tfoot>`;
  yield `</table></div>${moreHtml(context)}`;
  const notes = [
    ...(left.length === 0 ? [] : [context.words.folded(left.length, table.id)]),
    ...(table.notes ?? []),
    ...(table.details ?? []),
  ];
  yield `${notes.map((note) => element('p', note, { class: 'quiet' })).join('')}</section>`;
}

/** Returns the number of rows for which there was room. */
function* bodyRows(context: PageContext, columns: readonly Column[], rows: readonly Row[]): Generator<string, number> {
  let share = shareOf(context.room);
  let written = 0;
  for (const row of rows) {
    const text = rowHtml(columns, row);
    share -= Buffer.byteLength(text);
    if (share < 0) break;
    yield text;
    written += 1;
  }
  return written;
}

const headCell = (column: Column): string =>
  element('th', column.title, { scope: 'col', ...(isFigure(column) && { class: 'figure' }) });

const rowHtml = (columns: readonly Column[], row: Row): string =>
  `<tr>${columns.map((column, at) => cellHtml(column, row[column.id], at === 0)).join('')}</tr>`;

function cellHtml(column: Column, value: CellValue | undefined, isFirst: boolean): string {
  const cell = cellOf(value);
  const text = shownText(cellText(value, column.type), cell.value);
  const exact = isFigure(column) ? exactOf(cell.value) : undefined;
  const classes = [
    isFigure(column) ? 'figure' : '',
    column.type === 'id' ? 'id' : '',
    lengthClass(column, text),
    toneClass(cell.tone).class ?? '',
  ];
  const className = classes.filter((name) => name !== '').join(' ');
  const attributes = {
    ...(isFirst && { scope: 'row' }),
    ...(className !== '' && { class: className }),
    ...(exact !== undefined && exact !== text && { 'data-v': exact }),
  };
  const name = isFirst ? 'th' : 'td';
  return `${tag(name, attributes)}${escapeHtml(text)}</${name}>`;
}

/** Texts that stay on one line, such as dates, have no more characters. */
const SHORT = 20;
/** Texts with more characters are not squeezed into a high and narrow cell. */
const WORDY = 40;

/** Whether a text stays on one line, and whether a name has a minimum width. Most words need neither. */
function lengthClass(column: Column, text: string): string {
  if (isFigure(column)) return '';
  if (column.type === 'id') return text.length <= SHORT ? 'short' : 'long';
  if (text.length > WORDY) return 'wordy';
  return text.length <= SHORT && /[\s-]/.test(text) ? 'short' : '';
}

/** A cell that repeats the one above is empty in a terminal. Sorted rows need it. */
const shownText = (text: string, value: CellValue): string => (text === '' && typeof value === 'string' ? value : text);

function exactOf(value: CellValue): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? value : undefined;
}

/** The rows for which there is no room, as one. Adds up figures only where that has a meaning. */
function othersRow({ words }: PageContext, columns: readonly Column[], rows: readonly Row[]): Row {
  const sums = columns.flatMap(({ id, adds }): [string, number][] => {
    if (adds !== true) return [];
    const values = rows.map((row) => Number(cellOf(row[id]).value ?? 0));
    return [[id, values.reduce((sum, value) => sum + value, 0)]];
  });
  return { ...Object.fromEntries(sums), [columns[0]?.id ?? '']: { value: words.others(rows.length), tone: 'quiet' } };
}
