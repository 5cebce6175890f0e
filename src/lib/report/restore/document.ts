/** The document of `restore --list`: the contents of archives. */
import type { ListedArchive, RestoreListData } from '../../change/restore/model.js';
import { formatCount, formatCounted } from '../../format/number.js';
import { RECORDED_WORDS } from '../change/words.js';
import type { Document, Fact } from '../document.js';
import type { Envelope } from '../envelope.js';

/** Number of families on one screen. */
const SHOWN = 20;

export function restoreListDocument({ data: { archives } }: Envelope<RestoreListData>): Document {
  const rows = archives.flatMap((archive) =>
    archive.families.map(({ id, action, records, expired }) => ({
      archive: archive.path,
      command: archive.command,
      created_at: archive.createdAt,
      target: archive.target,
      complete: archive.complete,
      family: id,
      action: { value: action, text: RECORDED_WORDS[action] },
      records,
      expired: { value: expired, ...(expired === 0 && { text: '' }) },
    })),
  );
  const [only, ...others] = archives;
  const expired = archives.flatMap(({ families }) => families).reduce((sum, row) => sum + row.expired, 0);
  const records = archives.reduce((sum, archive) => sum + archive.records, 0);
  const inAll = others.length === 0 ? '' : ` in ${archives.length} archives`;
  return {
    title: others.length === 0 ? { text: 'Archive', name: only?.path ?? '' } : { text: `${archives.length} archives` },
    blocks: [
      ...archives.map((archive) => ({
        kind: 'facts' as const,
        id: 'archives',
        ...(others.length > 0 && { title: archive.path }),
        facts: archiveFacts(archive),
      })),
      {
        kind: 'table',
        id: 'families',
        title: 'Families',
        remark: formatCount(rows.length),
        columns: [
          { id: 'archive', title: 'archive', type: 'id', drop: 1, ...(others.length === 0 && { only: 'machines' as const }) },
          { id: 'command', title: 'command', type: 'text', only: 'machines' },
          { id: 'created_at', title: 'at', type: 'text', only: 'machines' },
          { id: 'target', title: 'target', type: 'id', only: 'machines' },
          { id: 'complete', title: 'complete', type: 'text', only: 'machines' },
          { id: 'family', title: 'family', type: 'id' },
          { id: 'action', title: 'what was done', type: 'text' },
          { id: 'records', title: 'records', type: 'count' },
          { id: 'expired', title: 'expired', type: 'count' },
        ],
        rows,
        shown: SHOWN,
        rest: formatCounted(rows.length - SHOWN, 'more row', 'more rows'),
      },
    ],
    summary: {
      text: `${formatCounted(records, 'record', 'records')}${inAll}${expired > 0 ? `, of which ${formatCounted(expired, 'has', 'have')} expired` : ''}.`,
    },
    csv: 'families',
  };
}

const archiveFacts = (archive: ListedArchive): Fact[] => [
  { label: 'Made by', text: `meter ${archive.command}` },
  { label: 'At', text: `${archive.createdAt.slice(0, 19).replace('T', ' ')} UTC` },
  { label: 'Target', text: `${archive.target}, server ${archive.server}` },
  {
    label: 'Records',
    text: `${formatCounted(archive.records, 'record', 'records')}${archive.complete ? '' : '; the run was cut off while it wrote the archive'}`,
  },
];
