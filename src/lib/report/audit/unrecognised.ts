/** Keys that no profile recognises, by inferred family. */
import type { AuditData } from '../../audit/model.js';
import type { Table } from '../document.js';
import type { AuditReportMessages } from '../messages/en/audit/report.js';
import { bySize, bytesText, sizeText } from './figures.js';

export function unrecognisedTable({ families, unrecognised }: AuditData, { unrecognised: words }: AuditReportMessages): Table {
  const inferred = bySize(families.filter((family) => family.inferred));
  return {
    kind: 'table',
    id: 'unrecognised',
    title: words.title,
    ...(unrecognised.keys > 0 && {
      remark: words.remark(unrecognised.keys, unrecognised.families, sizeText(unrecognised)),
    }),
    detail: true,
    columns: [
      { id: 'pattern', title: words.heads.pattern, type: 'id' },
      { id: 'keys', title: words.heads.keys, type: 'count' },
      { id: 'bytes', title: words.heads.bytes, type: 'bytes' },
      { id: 'type', title: words.heads.type, type: 'text' },
    ],
    rows: inferred.map((family) => ({
      pattern: family.pattern,
      keys: family.keys,
      bytes: { value: family.bytes, text: bytesText(family) },
      type: family.type ?? '-',
    })),
    none: words.none,
    notes: [words.note],
  };
}
