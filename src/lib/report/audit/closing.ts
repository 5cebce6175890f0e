import { formatDuration } from '../../format/duration.js';
import { formatCounted } from '../../format/number.js';
import { capabilityNotes, notCheckableNotes } from './figures.js';
import type { AuditData } from '../../audit/model.js';
import type { Spent } from '../envelope.js';
import { heading, labelled, paragraph, type TextContext } from '../render/lines.js';

/** What the server would not tell, and what else the reader should know; empty when there is nothing. */
export function notesText(context: TextContext, data: AuditData, warnings: readonly string[]): string[] {
  const notes = [...capabilityNotes(data.capabilities), ...notCheckableNotes(data), ...warnings];
  if (notes.length === 0) return [];
  return [notesLines(context, 'Notes', notes)];
}

/** A list of remarks under a heading. */
export const notesLines = (context: TextContext, title: string, notes: readonly string[]): string =>
  [heading(context, title), ...notes.map((note) => bullet(context, note))].join('\n');

const bullet = (context: TextContext, note: string): string => `  - ${paragraph(context, note, 4).slice(4)}`;

/** What the audit itself has cost. */
export function spentText(context: TextContext, spent: Spent | null): string {
  if (spent === null) return labelled(context, 'Spent', 'no command to any server');
  const { commands, roundTrips, seconds } = spent;
  if (commands === 0) return labelled(context, 'Spent', `no command to any server, ${formatDuration(seconds)}`);
  return labelled(
    context,
    'Spent',
    `${formatCounted(commands, 'command', 'commands')} in ${formatCounted(roundTrips, 'round trip', 'round trips')}, ${formatDuration(seconds)}`,
  );
}
