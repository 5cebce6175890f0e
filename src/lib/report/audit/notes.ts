/** What the server does not report, and other notes. */
import type { AuditData } from '../../audit/model.js';
import type { List } from '../document.js';
import { notesList } from '../notes.js';
import { capabilityNotes, expiredNotes, notCheckableNotes, otherWarnings } from './figures.js';

/** Notes on the figures, then notes that one screen has no room for. */
export function noteLists(data: AuditData, warnings: readonly string[]): List[] {
  const details = [...expiredNotes(data), ...notCheckableNotes(data)];
  return [
    ...notesList([...capabilityNotes(data.capabilities), ...otherWarnings(data, warnings)]),
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
