/** One table of a document as comma- or tab-separated values: every row and column, every figure a plain number. */
import { usageError } from '../../format/errors.js';
import { guardCell } from '../../format/csv-cell.js';
import { safeText } from '../../format/terminal.js';
import { cellOf, type Cell, type Document, type Table } from '../document.js';

/** `section`: the table's id, else the document's main table. Throws a usage error for a section that is no table. */
export async function renderCsv(
  document: Document,
  { section, delimiter }: { section: string | null; delimiter: string },
): Promise<string> {
  const { stringify } = await import('csv-stringify/sync');
  const { columns, rows } = tableOf(document, section);
  const written = columns.filter(({ only }) => only !== 'people');
  return stringify([written.map(({ id }) => id), ...rows.map((row) => written.map(({ id }) => csvCell(cellOf(row[id]).value)))], {
    delimiter,
  });
}

function tableOf(document: Document, section: string | null): Table {
  const tables = document.blocks.filter((block) => block.kind === 'table');
  const wanted = section ?? document.csv;
  const table = wanted === undefined ? tables[0] : tables.find(({ id }) => id === wanted);
  if (table !== undefined) return table;
  const names = tables.map(({ id }) => id).join(', ');
  throw usageError(
    section === null ? 'This result has no table.' : `Section ${safeText(section)} is no table.`,
    names === '' ? 'Use --format json.' : `Tables: ${names}.`,
  );
}

const csvCell = (value: Cell['value']): string | number => guardCell(typeof value === 'string' ? safeText(value) : value);
