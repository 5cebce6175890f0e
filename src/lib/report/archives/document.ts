/** The archives of a folder, and which of them are removed. */
import type { ArchiveRow, ArchivesData } from '../../change/retention/model.js';
import { formatBytes } from '../../format/bytes.js';
import { formatDuration } from '../../format/duration.js';
import { formatCounted } from '../../format/number.js';
import type { Document } from '../document.js';
import type { Envelope } from '../envelope.js';

const SHOWN = 30;

const STAYS: Readonly<Record<NonNullable<ArchiveRow['stays']>, string>> = {
  young: 'kept',
  newest: 'kept: the newest',
  'cut-off': 'kept: a run was cut off',
  damaged: 'kept: damaged',
  changed: 'kept: changed meanwhile',
};

export function archivesDocument({ data: { folder, keepSeconds, archives } }: Envelope<ArchivesData>): Document {
  const old = archives.filter(({ stays }) => stays === null);
  const removed = old.filter((row) => row.removed);
  const bytes = (removed.length > 0 ? removed : old).reduce((sum, row) => sum + row.bytes, 0);
  const count = formatCounted(archives.length, 'archive', 'archives');
  return {
    title: {
      text: 'Archives in',
      name: folder,
      ...(keepSeconds !== null && { remark: `kept for ${formatDuration(keepSeconds)}` }),
    },
    blocks: [
      {
        kind: 'table',
        id: 'archives',
        title: 'Archives',
        columns: [
          { id: 'file', title: 'archive', type: 'id' },
          { id: 'created_at', title: 'made', type: 'text', whole: true },
          { id: 'command', title: 'by', type: 'id' },
          { id: 'target', title: 'Redis', type: 'text', drop: 1 },
          { id: 'db', title: 'db', type: 'count', only: 'machines' },
          { id: 'records', title: 'records', type: 'count' },
          { id: 'bytes', title: 'size', type: 'bytes' },
          { id: 'state', title: 'state', type: 'id' },
          ...(keepSeconds === null ? [] : [{ id: 'fate', title: 'now', type: 'text' as const }]),
        ],
        rows: archives.map((row) => ({
          file: row.file,
          created_at: { value: row.createdAt, text: (row.createdAt ?? '').slice(0, 16).replace('T', ' ') },
          command: row.command,
          target: row.target,
          db: row.db,
          records: row.records,
          bytes: row.bytes,
          state: { value: row.state, ...(row.state !== 'complete' && { tone: 'warn' }) },
          fate: row.stays === null ? { value: row.removed ? 'removed' : 'to be removed', tone: 'strong' } : STAYS[row.stays],
        })),
        shown: SHOWN,
        none: 'none',
        notes: archives.flatMap(({ file, problem }) => (problem === null ? [] : [`${file}: ${problem}`])),
      },
    ],
    summary: {
      text:
        keepSeconds === null
          ? `${count}, ${formatBytes(archives.reduce((sum, row) => sum + row.bytes, 0))}.`
          : old.length === 0
            ? `${count}: nothing to remove.`
            : `${count}: ${removed.length > 0 ? 'removed' : 'to remove'} ${formatCounted(old.length, 'archive', 'archives')}, ${formatBytes(bytes)}.`,
    },
    csv: 'archives',
  };
}
