import { formatCount } from '../../format/number.js';
import type { AuditData } from '../../audit/model.js';
import type { Table } from '../document.js';

export const largestTable = ({ largest, source }: AuditData): Table => ({
  kind: 'table',
  id: 'largest',
  title: 'Largest keys',
  ...(!source.exact && { remark: 'among those that were sampled' }),
  detail: true,
  columns: [
    { id: 'key', title: 'key', type: 'id' },
    { id: 'bytes', title: 'bytes', type: 'bytes' },
    { id: 'type', title: 'type', type: 'text' },
    { id: 'length', title: 'length', type: 'count' },
    { id: 'family', title: 'family', type: 'id' },
  ],
  rows: largest.map(({ key, family, type, bytes, length }) => ({
    key,
    bytes,
    type: type ?? '-',
    length: { value: length, text: formatCount(length) },
    family,
  })),
  none: 'no size of a key is known',
});
