import { formatDuration } from '../format/duration.js';
import type { Fact } from './document.js';
import type { Spent } from './envelope.js';
import { common } from './messages/en/common.js';
import type { CommonMessages } from './messages/en/common.js';

/** The cost of the command itself. */
export function spentFact(spent: Spent | null, { spent: words }: Pick<CommonMessages, 'spent'> = common): Fact {
  const time = spent === null ? '' : formatDuration(spent.seconds);
  const text =
    spent === null || spent.commands === 0 ? words.nothing(time) : words.commands(spent.commands, spent.roundTrips, time);
  return { label: words.label, text, place: 'about' };
}
