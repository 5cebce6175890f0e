/** The document of `restore --list`: the contents of archives. */
import type { ListedArchive, RestoreListData } from '../../change/restore/model.js';
import { formatCount } from '../../format/number.js';
import type { Document, Fact } from '../document.js';
import type { Envelope } from '../envelope.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';

/** Number of families on one screen. */
const SHOWN = 20;

export function restoreListDocument(
  { data: { archives } }: Envelope<RestoreListData>,
  { change: { report } }: Messages = en,
): Document {
  const { list } = report;
  const rows = archives.flatMap((archive) =>
    archive.families.map(({ id, action, records, expired }) => ({
      archive: archive.path,
      command: archive.command,
      created_at: archive.createdAt,
      target: archive.target,
      complete: archive.complete,
      family: id,
      action: { value: action, text: report.recorded(action) },
      records,
      expired: { value: expired, ...(expired === 0 && { text: '' }) },
    })),
  );
  const [only, ...others] = archives;
  const expired = archives.flatMap(({ families }) => families).reduce((sum, row) => sum + row.expired, 0);
  const records = archives.reduce((sum, archive) => sum + archive.records, 0);
  return {
    title:
      others.length === 0
        ? { text: list.title(only?.path ?? '', 1), name: only?.path ?? '' }
        : { text: list.title(null, archives.length) },
    blocks: [
      ...archives.map((archive) => ({
        kind: 'facts' as const,
        id: 'archives',
        ...(others.length > 0 && { title: archive.path }),
        facts: archiveFacts(archive, list),
      })),
      {
        kind: 'table',
        id: 'families',
        title: report.families.title,
        remark: formatCount(rows.length),
        columns: [
          {
            id: 'archive',
            title: list.heads.archive,
            type: 'id',
            drop: 1,
            ...(others.length === 0 && { only: 'machines' as const }),
          },
          { id: 'command', title: 'command', type: 'text', only: 'machines' },
          { id: 'created_at', title: 'at', type: 'text', only: 'machines' },
          { id: 'target', title: 'target', type: 'id', only: 'machines' },
          { id: 'complete', title: 'complete', type: 'text', only: 'machines' },
          { id: 'family', title: list.heads.family, type: 'id' },
          { id: 'action', title: list.heads.action, type: 'text' },
          { id: 'records', title: list.heads.records, type: 'count' },
          { id: 'expired', title: list.heads.expired, type: 'count' },
        ],
        rows,
        shown: SHOWN,
        rest: list.rest(rows.length - SHOWN),
      },
    ],
    summary: { text: list.summary(records, archives.length, expired) },
    csv: 'families',
  };
}

const archiveFacts = (archive: ListedArchive, { labels, target, records }: Messages['change']['report']['list']): Fact[] => [
  { label: labels.by, text: `meter ${archive.command}` },
  { label: labels.at, text: `${archive.createdAt.slice(0, 19).replace('T', ' ')} UTC` },
  { label: labels.target, text: target(archive.target, archive.server) },
  { label: labels.records, text: records(archive.records, archive.complete) },
];
