import { formatDuration } from '../format/duration.js';
import { formatCounted } from '../format/number.js';
import type { Fact } from './document.js';
import type { Spent } from './envelope.js';

/** The cost of the command itself. */
export function spentFact(spent: Spent | null): Fact {
  const seconds = spent === null ? '' : `, ${formatDuration(spent.seconds)}`;
  if (spent === null || spent.commands === 0)
    return { label: 'Spent', text: `no command to any server${seconds}`, place: 'about' };
  const commands = formatCounted(spent.commands, 'command', 'commands');
  const trips = formatCounted(spent.roundTrips, 'round trip', 'round trips');
  return { label: 'Spent', text: `${commands} in ${trips}${seconds}`, place: 'about' };
}
