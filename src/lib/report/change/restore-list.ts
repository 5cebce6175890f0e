/** What archives hold, for `meter restore --list`. */
import { formatCount, formatCounted } from '../../format/number.js';
import { safeText } from '../../format/terminal.js';
import { RECORDED, type RecordedAction } from '../../change/actions.js';
import { createStyle } from '../render/style.js';
import { renderTable } from '../render/table.js';
import { heading, INDENT, labelled, type TextContext } from '../render/lines.js';

export interface ListedFamily {
  id: string;
  /** As archives have it: `delete`, `trim` … */
  action: RecordedAction;
  records: number;
  /** Records whose keys have come to the end of their lives. */
  expired: number;
}

export interface ListedArchive {
  path: string;
  /** False: the run was cut off while it wrote. */
  complete: boolean;
  /** Of all families, whatever is asked for. */
  records: number;
  command: string;
  createdAt: string;
  target: string;
  db: number;
  server: string;
  profile: string;
  families: ListedFamily[];
}

export interface RestoreListData {
  archives: ListedArchive[];
}

export async function renderRestoreList(
  { archives }: RestoreListData,
  options: { color: boolean; width: number; all: boolean },
): Promise<string> {
  const context: TextContext = { ...options, style: createStyle(options.color) };
  const sections: string[] = [];
  for (const archive of archives) sections.push(await archiveText(context, archive));
  return `${sections.join('\n\n')}\n`;
}

async function archiveText(context: TextContext, archive: ListedArchive): Promise<string> {
  const { families, complete, records } = archive;
  const table = await renderTable(
    ['family', 'what was done', 'records', 'expired'],
    families.map(({ id, action, records: count, expired }) => [
      safeText(id),
      RECORDED[action].done,
      formatCount(count),
      expired > 0 ? formatCount(expired) : '',
    ]),
    { ...context, align: ['left', 'left', 'right', 'right'], indent: INDENT },
  );
  return [
    `${context.style.bold('Archive')} ${safeText(archive.path)}`,
    '',
    labelled(context, 'Made by', `meter ${safeText(archive.command)}`),
    labelled(context, 'At', `${archive.createdAt.slice(0, 19).replace('T', ' ')} UTC`),
    labelled(context, 'Target', `${safeText(archive.target)}, server ${safeText(archive.server)}`),
    labelled(
      context,
      'Records',
      `${formatCounted(records, 'record', 'records')}${complete ? '' : ', cut off while it was written'}`,
    ),
    '',
    `${heading(context, `Families  ${families.length}`)}\n${table}`,
  ].join('\n');
}
