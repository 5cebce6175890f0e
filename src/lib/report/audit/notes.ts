/** What the server does not report, and other notes. */
import type { AuditData } from '../../audit/model.js';
import type { List } from '../document.js';
import { warningsWithout, type Noticed } from '../noticed.js';
import { notesList } from '../notes.js';
import { capabilityNotes, expiredNotes, notCheckableNotes } from './figures.js';

/** Notes on the figures, then notes that one screen has no room for. */
export function noteLists(data: AuditData, noticed: Noticed): List[] {
  const details = [...expiredNotes(data), ...notCheckableNotes(data)];
  return [
    ...notesList([...capabilityNotes(data.capabilities), ...warningsWithout(noticed, 'partial', 'ceiling-reached')]),
    {
      kind: 'list',
      id: 'notes',
      title: 'Not in this report',
      detail: true,
      items: details.map((text) => ({ texts: [text] })),
      none: 'nothing is left out',
    },
  ];
}
