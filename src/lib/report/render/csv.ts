/** One table of a document as comma- or tab-separated values: every row and column, with plain numbers. */
import { says } from '../../errors/command-line.js';
import { usageError } from '../../format/errors.js';
import { guardCell } from '../../format/csv-cell.js';
import { safeText } from '../../format/terminal.js';
import { cellOf, type Cell, type Document, type Records, type Table } from '../document.js';

interface CsvOptions {
  /** The table's id; `null`: the document's main table. */
  section: string | null;
  delimiter: string;
}

/** Number of rows that are written at once. */
const AT_ONCE = 500;

/** Throws a usage error if the section is not a table. */
export async function renderCsv(document: Document, options: CsvOptions): Promise<string> {
  let text = '';
  for await (const piece of csvPieces(document, options)) text += piece;
  return text;
}

/** The same piece by piece, for documents that are too long for memory. */
export async function* csvPieces(document: Document, { section, delimiter }: CsvOptions): AsyncGenerator<string> {
  const { stringify } = await import('csv-stringify/sync');
  const { columns, rows } = tableOf(document, section);
  const written = columns.filter(({ only }) => only !== 'people');
  let held: (string | number)[][] = [written.map(({ id }) => id)];
  for (const row of rows) {
    held.push(written.map(({ id }) => csvCell(cellOf(row[id]).value)));
    if (held.length < AT_ONCE) continue;
    yield stringify(held, { delimiter });
    held = [];
  }
  yield stringify(held, { delimiter });
}

function tableOf(document: Document, section: string | null): Table | Records {
  const tables = document.blocks.filter((block) => block.kind === 'table' || block.kind === 'records');
  const wanted = section ?? document.csv;
  const table = wanted === undefined ? tables[0] : tables.find(({ id }) => id === wanted);
  if (table !== undefined) return table;
  const known = tables.map(({ id }) => id);
  if (section === null) throw usageError(known.length === 0 ? says('no-table') : says('which-table', { known }));
  const named = { section: safeText(section) };
  throw usageError(known.length === 0 ? says('section-without-tables', named) : says('section-no-table', { ...named, known }));
}

const csvCell = (value: Cell['value']): string | number => guardCell(typeof value === 'string' ? safeText(value) : value);
