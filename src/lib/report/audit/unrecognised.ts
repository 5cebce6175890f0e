/** Keys that no profile recognises, by inferred family. */
import { formatCounted } from '../../format/number.js';
import type { AuditData } from '../../audit/model.js';
import type { Table } from '../document.js';
import { amountText, bySize, bytesText } from './figures.js';

export function unrecognisedTable({ families, unrecognised }: AuditData): Table {
  const inferred = bySize(families.filter((family) => family.inferred));
  const groups = formatCounted(unrecognised.families, 'inferred family', 'inferred families');
  return {
    kind: 'table',
    id: 'unrecognised',
    title: 'Unrecognised',
    ...(unrecognised.keys > 0 && {
      remark: amountText(unrecognised, `${formatCounted(unrecognised.keys, 'key', 'keys')} in ${groups}`),
    }),
    detail: true,
    columns: [
      { id: 'pattern', title: 'inferred family', type: 'id' },
      { id: 'keys', title: 'keys', type: 'count' },
      { id: 'bytes', title: 'bytes', type: 'bytes' },
      { id: 'type', title: 'type', type: 'text' },
    ],
    rows: inferred.map((family) => ({
      pattern: family.pattern,
      keys: family.keys,
      bytes: { value: family.bytes, text: bytesText(family) },
      type: family.type ?? '-',
    })),
    none: 'None: every key belongs to a family of a profile.',
    notes: ['marked ? among the families; meter never removes what it does not recognise'],
  };
}
