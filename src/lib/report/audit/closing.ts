import { formatDuration } from '../../format/duration.js';
import { formatCounted } from '../../format/number.js';
import type { Spent } from '../envelope.js';
import { heading, labelled, paragraph, type TextContext } from '../render/lines.js';

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
