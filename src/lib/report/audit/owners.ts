/** The API keys, accounts and models that the keys belong to. */
import { formatCount } from '../../format/number.js';
import type { AuditData, DimensionTop } from '../../audit/model.js';
import type { Row, Table } from '../document.js';
import type { AuditReportMessages } from '../messages/en/audit/report.js';
import { heldText } from './figures.js';

export function ownersTable({ dimensions }: AuditData, { owners: words }: AuditReportMessages): Table {
  const held = dimensions.filter(({ top }) => top.length > 0);
  return {
    kind: 'table',
    id: 'owners',
    title: words.title,
    ...(held.length > 0 && { remark: words.remark(held.map((dimension) => allText(dimension, words))) }),
    detail: true,
    columns: [
      { id: 'kind', title: words.heads.kind, type: 'text' },
      { id: 'owner', title: words.heads.owner, type: 'id' },
      { id: 'keys', title: words.heads.keys, type: 'count' },
      { id: 'bytes', title: words.heads.bytes, type: 'bytes' },
    ],
    rows: held.flatMap((dimension) => rowsOf(dimension, words)),
    none: words.none,
  };
}

const least = ({ approximate }: DimensionTop): string => (approximate ? '≥ ' : '');

type Words = AuditReportMessages['owners'];

const allText = (dimension: DimensionTop, words: Words): string =>
  words.counted(`${least(dimension)}${formatCount(dimension.distinct)}`, words.dimension(dimension.dimension));

const rowsOf = (dimension: DimensionTop, words: Words): Row[] =>
  dimension.top.map((row, index) => ({
    kind: { value: dimension.dimension, text: index === 0 ? words.dimension(dimension.dimension) : '', tone: 'quiet' },
    owner: row.value,
    keys: { value: row.keys, text: `${least(dimension)}${formatCount(row.keys)}` },
    bytes: { value: row.bytes, text: heldText(row) },
  }));
