/** Requests that are written in one step. */
import { isForScript, type RecordedEvent } from './commands.js';
import { bySlot, slotOf } from '../client/slots.js';
import { Sums } from './sums.js';

/** A command of a script. */
export interface Command {
  words: readonly string[];
  /** The key that must exist; `null`: none must. */
  ifExists: string | null;
}

/** What one request writes in one step. */
export interface Member {
  id: string;
  /** Commands in their order. `isSum`: they may be summed with those of other requests. */
  commands: readonly (Command & { isSum: boolean })[];
}

export function memberOf(id: string, events: readonly RecordedEvent[]): Member {
  // Each request has some 270 commands, so no list is made for an event.
  const commands: (Command & { isSum: boolean })[] = [];
  for (const event of events)
    for (const { words, ifExists, family, isRead } of event.commands)
      if (isForScript({ family, isRead })) commands.push({ words, ifExists, isSum: event.isSum || words[0] === 'EXPIRE' });
  return { id, commands };
}

/** The commands of one request as they are, and those of several summed. */
export function commandsOf(members: readonly Member[]): readonly Command[] {
  const [first, ...others] = members;
  if (first && others.length === 0) return first.commands;
  const sums = new Sums();
  const rest: Command[] = [];
  for (const { commands } of members)
    for (const command of commands) {
      if (command.isSum) sums.add(command.words);
      else rest.push(command);
    }
  return sums.commands(rest);
}

/** The parts of each in each slot; without a cluster there is one slot. */
export function membersBySlot(members: readonly Member[], isCluster: boolean): Map<number, readonly Member[]> {
  if (!isCluster) return new Map([[0, members]]);
  const slots = new Map<number, Member[]>();
  for (const { id, commands } of members)
    for (const [slot, own] of bySlot(commands, ({ words }) => words[1]!, isCluster)) {
      // A script sees the keys of its slot only, so it cannot ask for others.
      const part = { id, commands: own.filter(({ ifExists }) => ifExists === null || slotOf(ifExists) === slot) };
      if (part.commands.length === 0) continue;
      const others = slots.get(slot);
      if (others) others.push(part);
      else slots.set(slot, [part]);
    }
  return slots;
}
