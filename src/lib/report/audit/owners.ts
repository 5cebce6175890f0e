/** The API keys, accounts and models that the keys belong to. */
import { formatCount } from '../../format/number.js';
import type { AuditData, DimensionTop } from '../../audit/model.js';
import type { Row, Table } from '../document.js';
import { dimensionText, heldText } from './figures.js';

export function ownersTable({ dimensions }: AuditData): Table {
  const held = dimensions.filter(({ top }) => top.length > 0);
  return {
    kind: 'table',
    id: 'owners',
    title: 'Keys by owner',
    ...(held.length > 0 && { remark: `the largest of ${held.map(allText).join(', ')}` }),
    detail: true,
    columns: [
      { id: 'kind', title: 'kind', type: 'text' },
      { id: 'owner', title: 'owner', type: 'id' },
      { id: 'keys', title: 'keys', type: 'count' },
      { id: 'bytes', title: 'bytes', type: 'bytes' },
    ],
    rows: held.flatMap(rowsOf),
    none: 'no key names an owner',
  };
}

const least = ({ approximate }: DimensionTop): string => (approximate ? '≥ ' : '');

const allText = (dimension: DimensionTop): string =>
  `${least(dimension)}${formatCount(dimension.distinct)} ${dimensionText(dimension.dimension)}`;

const rowsOf = (dimension: DimensionTop): Row[] =>
  dimension.top.map((row, index) => ({
    kind: { value: dimension.dimension, text: index === 0 ? dimensionText(dimension.dimension) : '', tone: 'quiet' },
    owner: row.value,
    keys: { value: row.keys, text: `${least(dimension)}${formatCount(row.keys)}` },
    bytes: { value: row.bytes, text: heldText(row) },
  }));
