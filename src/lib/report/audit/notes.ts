/** What the server does not report, and other notes. */
import type { AuditData } from '../../audit/model.js';
import type { List } from '../document.js';
import type { Messages } from '../messages/messages.js';
import { warningsWithout, type Noticed } from '../noticed.js';
import { notesList } from '../notes.js';
import { capabilityNotes, expiredNotes, notCheckableNotes } from './figures.js';

/** Notes on the figures, then notes that one screen has no room for. */
export function noteLists(data: AuditData, noticed: Noticed, { audit: { report }, common }: Messages): List[] {
  const details = [...expiredNotes(data, report), ...notCheckableNotes(data, report)];
  return [
    ...notesList(
      [...capabilityNotes(data.capabilities, report), ...warningsWithout(noticed, 'partial', 'ceiling-reached')],
      common,
    ),
    {
      kind: 'list',
      id: 'notes',
      title: report.notes.title,
      detail: true,
      items: details.map((text) => ({ texts: [text] })),
      none: report.notes.none,
    },
  ];
}
