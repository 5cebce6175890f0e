/** The document of an export. */
import type { ExportData } from '../../change/export/model.js';
import { formatBytes } from '../../format/bytes.js';
import { formatDuration } from '../../format/duration.js';
import { formatCount, formatCounted } from '../../format/number.js';
import type { Document } from '../document.js';
import type { Envelope } from '../envelope.js';
import { notesList } from '../notes.js';
import { spentFact } from '../spent.js';

/** Number of families on one screen. */
const SHOWN = 15;

export function exportDocument({ data, target, warnings, spent }: Envelope<ExportData>): Document {
  const { archive, restore, bytes, keys, seen, unrecognised, complete, families } = data;
  const copied = `${formatCount(keys)} of ${formatCount(seen)}`;
  return {
    title: complete
      ? { text: 'Exported from', tone: 'good', name: target?.name ?? '' }
      : { text: 'Not finished: export of', tone: 'warn', name: target?.name ?? '' },
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: 'Keys', text: `${copied}, in ${formatDuration(spent?.seconds ?? 0)}` },
          { label: 'Unknown', text: `${formatCounted(unrecognised, 'key that no profile knows', 'keys that no profile knows')}` },
          { label: 'Archive', text: `${archive}, ${formatBytes(bytes)}` },
          { label: 'Restore', text: restore, command: true },
          { label: 'Move', text: 'the same command on another Redis: its --url, --env-file or --target instead of these' },
        ],
      },
      {
        kind: 'table',
        id: 'families',
        title: 'Families',
        remark: formatCount(families.length),
        columns: [
          { id: 'family', title: 'id', type: 'id', only: 'machines' },
          { id: 'pattern', title: 'family', type: 'id' },
          { id: 'keys', title: 'keys', type: 'count' },
        ],
        rows: families.map((row) => ({
          family: row.id,
          pattern: { value: row.pattern, text: row.pattern ?? row.id },
          keys: row.keys,
        })),
        shown: SHOWN,
        rest: formatCounted(families.length - SHOWN, 'more family', 'more families'),
        // Here --all selects what is copied.
        showing: '--section families',
      },
      ...notesList(warnings),
      { kind: 'facts', facts: [spentFact(spent)] },
    ],
    summary: {
      text: `${complete ? 'Copied' : 'Not finished: copied'} ${copied} ${seen === 1 ? 'key' : 'keys'}, ${formatBytes(bytes)}. Archive: ${archive}`,
    },
    csv: 'families',
  };
}
