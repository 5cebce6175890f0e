/** The archives of a folder, and which of them are removed. */
import type { ArchiveRow, ArchivesData } from '../../change/retention/model.js';
import { formatBytes } from '../../format/bytes.js';
import { formatDuration } from '../../format/duration.js';
import type { Document, Row } from '../document.js';
import type { Envelope } from '../envelope.js';
import { en } from '../messages/en.js';
import type { ArchivesMessages } from '../messages/en/archives.js';
import type { Messages } from '../messages/messages.js';

const SHOWN = 30;

export function archivesDocument({ data }: Envelope<ArchivesData>, { archived: words }: Messages = en): Document {
  const { folder, keepSeconds, archives } = data;
  const { heads } = words;
  return {
    title: {
      text: words.title,
      name: folder,
      ...(keepSeconds !== null && { remark: words.keptFor(formatDuration(keepSeconds)) }),
    },
    blocks: [
      {
        kind: 'table',
        id: 'archives',
        title: words.table,
        columns: [
          { id: 'file', title: heads.file, type: 'id' },
          { id: 'created_at', title: heads.made, type: 'text', whole: true },
          { id: 'command', title: heads.by, type: 'id' },
          { id: 'target', title: heads.target, type: 'text', drop: 1 },
          { id: 'db', title: 'db', type: 'count', only: 'machines' },
          { id: 'records', title: heads.records, type: 'count' },
          { id: 'bytes', title: heads.bytes, type: 'bytes' },
          { id: 'state', title: heads.state, type: 'id' },
          ...(keepSeconds === null ? [] : [{ id: 'fate', title: heads.fate, type: 'text' as const }]),
        ],
        rows: archives.map((row) => rowOf(row, words)),
        shown: SHOWN,
        none: words.none,
        notes: archives.flatMap(({ file, problem }) => (problem === null ? [] : [words.problem(file, problem)])),
      },
    ],
    summary: { text: summaryOf(data, words) },
    csv: 'archives',
  };
}

const rowOf = (row: ArchiveRow, { fate, state }: ArchivesMessages): Row => ({
  file: row.file,
  created_at: { value: row.createdAt, text: (row.createdAt ?? '').slice(0, 16).replace('T', ' ') },
  command: row.command,
  target: row.target,
  db: row.db,
  records: row.records,
  bytes: row.bytes,
  state: { value: row.state, text: state(row.state), ...(row.state !== 'complete' && { tone: 'warn' }) },
  fate: { value: fate(row), ...(row.stays === null && { tone: 'strong' }) },
});

function summaryOf({ keepSeconds, archives }: ArchivesData, { sum, nothingOld, old: oldText }: ArchivesMessages): string {
  const old = archives.filter(({ stays }) => stays === null);
  const removed = old.filter((row) => row.removed);
  const sizeOf = (rows: readonly ArchiveRow[]): string => formatBytes(rows.reduce((bytes, row) => bytes + row.bytes, 0));
  if (keepSeconds === null) return sum(archives.length, sizeOf(archives));
  if (old.length === 0) return nothingOld(archives.length);
  const isRemoved = removed.length > 0;
  return oldText(archives.length, { old: old.length, removed: isRemoved, size: sizeOf(isRemoved ? removed : old) });
}
