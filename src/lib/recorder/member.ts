/** Requests that are written in one step. */
import type { RecordedEvent } from './commands.js';
import { bySlot } from './slots.js';
import { Sums } from './sums.js';

type Words = readonly string[];

/** What one request writes in one step. */
export interface Member {
  id: string;
  /** Commands in their order. `isSum`: they may be summed with those of other requests. */
  commands: readonly { words: Words; isSum: boolean }[];
}

/** A script needs no MULTI and EXEC. */
export const memberOf = (id: string, events: readonly RecordedEvent[]): Member => ({
  id,
  commands: events.flatMap(({ commands, isSum }) =>
    commands.flatMap(({ words, family }) => (family === null ? [] : [{ words, isSum: isSum || words[0] === 'EXPIRE' }])),
  ),
});

/** The commands of one request as they are, and those of several summed. */
export function commandsOf(members: readonly Member[]): readonly Words[] {
  const [first, ...others] = members;
  if (first && others.length === 0) return first.commands.map(({ words }) => words);
  const sums = new Sums();
  const rest: Words[] = [];
  for (const { commands } of members)
    for (const { words, isSum } of commands) {
      if (isSum) sums.add(words);
      else rest.push(words);
    }
  return sums.commands(rest);
}

/** The parts of each in each slot; without a cluster there is one slot. */
export function membersBySlot(members: readonly Member[], isCluster: boolean): Map<number, readonly Member[]> {
  if (!isCluster) return new Map([[0, members]]);
  const slots = new Map<number, Member[]>();
  for (const { id, commands } of members)
    for (const [slot, own] of bySlot(commands, ({ words }) => words[1]!, isCluster)) {
      const part = { id, commands: own };
      const others = slots.get(slot);
      if (others) others.push(part);
      else slots.set(slot, [part]);
    }
  return slots;
}
