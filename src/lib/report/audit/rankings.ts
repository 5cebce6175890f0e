import { formatBytes } from '../../format/bytes.js';
import { formatCount, formatCounted } from '../../format/number.js';
import { amountText, bytesText, dimensionText, heldText } from './figures.js';
import type { AuditData, DimensionTop, FamilyRow } from '../../audit/model.js';
import { renderTable } from '../render/table.js';
import { heading, INDENT, paragraph, type TextContext } from '../render/lines.js';
import { visibleFamilies } from './families.js';

const SHOWN_VALUES = 5;
const SHOWN_KEYS = 10;

/** Which API keys, accounts and models the keys belong to. */
export async function topText(context: TextContext, dimensions: readonly DimensionTop[]): Promise<string> {
  const rows = dimensions.flatMap((dimension) =>
    (context.all ? dimension.top : dimension.top.slice(0, SHOWN_VALUES)).map((row, index) => [
      { text: topLabel(dimension, index), paint: context.style.dim },
      row.value,
      `${dimension.approximate ? '≥ ' : ''}${formatCount(row.keys)}`,
      heldText(row),
    ]),
  );
  const table = await renderTable(['', '', 'keys', 'bytes'], rows, {
    color: context.color,
    width: context.width,
    align: ['left', 'left', 'right', 'right'],
    flexible: 1,
    indent: INDENT,
  });
  return `${heading(context, 'Whose keys they are', 'the largest of each kind')}\n${table}`;
}

/** The kind beside its first value, and how many values there are beside the second. */
function topLabel({ dimension, distinct, approximate }: DimensionTop, index: number): string {
  if (index === 0) return dimensionText(dimension);
  return index === 1 ? `${approximate ? '≥ ' : ''}${formatCount(distinct)} in all` : '';
}

export async function largestText(context: TextContext, data: AuditData): Promise<string> {
  const shown = context.all ? data.largest : data.largest.slice(0, SHOWN_KEYS);
  const rows = shown.map(({ key, family, type, bytes, length }) => [
    key,
    formatBytes(bytes),
    type ?? '-',
    formatCount(length),
    family,
  ]);
  const table = await renderTable(['key', 'bytes', 'type', 'length', 'family'], rows, {
    color: context.color,
    width: context.width,
    align: ['left', 'right', 'left', 'right', 'left'],
    indent: INDENT,
  });
  return `${heading(context, 'Largest keys', data.source.exact ? '' : 'among those that were sampled')}\n${table}`;
}

/** Keys of no profile: how much they are, and those of their inferred families that the table of families had no room for. */
export async function unrecognisedText(context: TextContext, data: AuditData): Promise<string> {
  const { unrecognised } = data;
  const groups = formatCounted(unrecognised.families, 'inferred family', 'inferred families');
  const remark = amountText(unrecognised, `${formatCounted(unrecognised.keys, 'key', 'keys')} in ${groups}`);
  const visible = new Set(visibleFamilies(context, data.families));
  const hidden = data.families
    .filter((family) => family.inferred && !visible.has(family))
    .toSorted((one, other) => other.keys - one.keys);
  return [
    heading(context, 'Unrecognised', remark),
    hidden.length === 0 ? [] : await inferredTable(context, hidden.slice(0, SHOWN_KEYS)),
    paragraph(context, 'marked ? above; meter never removes what it does not recognise', INDENT, context.style.dim),
  ]
    .flat()
    .join('\n');
}

const inferredTable = (context: TextContext, families: readonly FamilyRow[]): Promise<string> =>
  renderTable(
    ['inferred family', 'keys', 'bytes', 'type'],
    families.map((family) => [`? ${family.pattern}`, formatCount(family.keys), bytesText(family), family.type ?? '-']),
    { color: context.color, width: context.width, align: ['left', 'right', 'right', 'left'], indent: INDENT },
  );
