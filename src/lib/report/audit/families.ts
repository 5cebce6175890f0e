import { formatCount, formatCounted } from '../../format/number.js';
import { amountText, bySize, bytesText } from './figures.js';
import { isGuess, sumFigures } from '../../audit/bytes-figure.js';
import type { AuditData, FamilyRow, SizeSource } from '../../audit/model.js';
import { GAP, naturalWidths, renderTable, type Cell } from '../render/table.js';
import { heading, INDENT, paragraph, type TextContext } from '../render/lines.js';
import { familyColumns, type FamilyColumn } from './family-columns.js';

const SHOWN_FAMILIES = 25;
const SMALLEST_PATTERN = 34;

/** The families that the table shows: all, or the largest. */
export function visibleFamilies(context: TextContext, families: readonly FamilyRow[]): FamilyRow[] {
  const sorted = bySize(families);
  return context.all ? sorted : sorted.slice(0, SHOWN_FAMILIES);
}

/** One row a family, the largest first; the rest in one line. */
export async function familiesText(context: TextContext, data: AuditData): Promise<string> {
  const shown = visibleFamilies(context, data.families);
  if (shown.length === 0) return `${heading(context, 'Families')}\n${paragraph(context, 'no keys')}`;
  const columns = fitColumns(context, familyColumns(data), shown);
  const table = await renderTable(titles(columns), cells(context, columns, shown), {
    color: context.color,
    width: context.width,
    align: columns.map((column) => column.align),
    indent: INDENT,
  });
  const order = data.families.some((family) => family.bytes !== null) ? 'by bytes' : 'by keys';
  return [
    heading(context, 'Families', `${formatCount(data.families.length)}, ${order}`),
    table,
    ...footnotes(context, data, shown, columns),
  ].join('\n');
}

const titles = (columns: readonly FamilyColumn[]): string[] => columns.map((column) => column.title);

const cells = (context: TextContext, columns: readonly FamilyColumn[], families: readonly FamilyRow[]): Cell[][] =>
  families.map((family) => columns.map((column) => column.cell(family, context.style)));

/** Leaves out the least telling columns until a readable part of each pattern fits. */
function fitColumns(context: TextContext, columns: readonly FamilyColumn[], families: readonly FamilyRow[]): FamilyColumn[] {
  const [pattern = 0, ...others] = naturalWidths(titles(columns), cells(context, columns, families));
  const needed = Math.min(pattern, Math.max(SMALLEST_PATTERN, Math.floor(context.width / 3)));
  const kept = columns.map((column, index) => ({ column, width: index === 0 ? needed : (others[index - 1] ?? 0) + GAP }));
  while (kept.reduce((sum, { width }) => sum + width, INDENT) > context.width) {
    const next = kept
      .filter(({ column }) => column.drop !== undefined)
      .toSorted((one, other) => (one.column.drop ?? 0) - (other.column.drop ?? 0))[0];
    if (next === undefined) break;
    kept.splice(kept.indexOf(next), 1);
  }
  return kept.map(({ column }) => column);
}

function footnotes(
  context: TextContext,
  data: AuditData,
  shown: readonly FamilyRow[],
  columns: readonly FamilyColumn[],
): string[] {
  const { dim } = context.style;
  const hidden = bySize(data.families).slice(shown.length);
  const rest = sumFigures(hidden);
  const left = titles(familyColumns(data)).filter((title) => !titles(columns).includes(title));
  return [
    hidden.length === 0
      ? []
      : paragraph(
          context,
          `… and ${formatCounted(hidden.length, 'more family', 'more families')}: ${amountText(rest, formatCounted(rest.keys, 'key', 'keys'))} (--all shows them)`,
        ),
    paragraph(context, legend(shown, titles(columns), data.source.sizes), INDENT, dim),
    left.length === 0
      ? []
      : paragraph(context, `left out at this width: ${left.join(', ')} (--format csv has them)`, INDENT, dim),
  ].flat();
}

/** Only the signs that this table uses. */
function legend(shown: readonly FamilyRow[], columns: readonly string[], sizes: SizeSource): string {
  return [
    columns.includes('TTL') ? 'TTL: median now, to about 1 % / full life' : [],
    shown.some((family) => family.bytesLow !== null) ? 'bytes: MEMORY USAGE, which looks at 5 elements of a collection' : [],
    shown.some(isGuess)
      ? sizes === 'snapshot'
        ? '~ computed as the server accounts its memory'
        : '~ guessed from types and lengths'
      : shown.some((family) => bytesText(family).startsWith('~'))
        ? '~ estimated from a sample'
        : [],
    columns.includes('±') ? '± half of the 95 % interval' : [],
    shown.some((family) => family.inferred) ? '? of no profile, inferred from the names' : [],
  ]
    .flat()
    .join(' · ');
}
