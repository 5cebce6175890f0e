import { formatCount } from '../../format/number.js';
import type { AuditData } from '../../audit/model.js';
import type { Table } from '../document.js';
import type { AuditReportMessages } from '../messages/en/audit/report.js';

export const largestTable = ({ largest, source }: AuditData, { largest: words }: AuditReportMessages): Table => ({
  kind: 'table',
  id: 'largest',
  title: words.title,
  ...(!source.exact && { remark: words.sampled }),
  detail: true,
  columns: [
    { id: 'key', title: words.heads.key, type: 'id' },
    { id: 'bytes', title: words.heads.bytes, type: 'bytes' },
    { id: 'type', title: words.heads.type, type: 'text' },
    { id: 'length', title: words.heads.length, type: 'count' },
    { id: 'family', title: words.heads.family, type: 'id' },
  ],
  rows: largest.map(({ key, family, type, bytes, length }) => ({
    key,
    bytes,
    type: type ?? '-',
    length: { value: length, text: formatCount(length) },
    family,
  })),
  none: words.none,
});
