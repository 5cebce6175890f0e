/** Reads the state note from a server with one command. */
import type { Session } from '../redis/topology.js';
import { NO_STATE, STATE_FIELDS, STATE_KEY, STATE_QUESTION, type StateNote } from './state-note.js';
import type { OffsetGiven } from './utc-offset.js';

/** Parses the values for `STATE_QUESTION`. Loads the parser only when there is a value. */
export async function stateIn(values: readonly unknown[]): Promise<StateNote> {
  if (!values.some((value) => typeof value === 'string')) return NO_STATE;
  const { parseStateNote } = await import('./parse-state.js');
  return parseStateNote(values);
}

/** Combines the notes of several databases, oldest run first. */
export const joinedStates = (notes: readonly StateNote[]): StateNote => ({
  runs: notes.flatMap(({ runs }) => runs).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
  older: notes.flatMap(({ older }) => older),
});

/** The note of a snapshot. `noted`: fields and values of the hash in each database that has it. */
export const stateOf = async (noted: readonly ReadonlyMap<string, string>[]): Promise<StateNote> =>
  joinedStates(await Promise.all(noted.map((fields) => stateIn(STATE_FIELDS.map((field) => fields.get(field))))));

/** Empty when the server refuses. */
export async function askState(session: Session): Promise<StateNote> {
  const reply = await session.nodeForKey(STATE_KEY).control.ask(...STATE_QUESTION);
  return stateIn(Array.isArray(reply) ? reply : []);
}

/** Adds the offset of which the newest run was certain, unless an offset is noted or the user gave one. */
export async function withNotedOffset(session: Session, offset: OffsetGiven): Promise<OffsetGiven> {
  return offset.flag !== null || offset.noted !== null ? offset : offsetNotedIn(await askState(session), offset);
}

/** The same for a note that was already read. */
export function offsetNotedIn({ runs }: StateNote, offset: OffsetGiven): OffsetGiven {
  if (offset.flag !== null || offset.noted !== null) return offset;
  const utcOffset = runs.findLast((run) => run.utcOffset !== null)?.utcOffset;
  return { ...offset, noted: typeof utcOffset === 'number' ? { utcOffset } : null };
}
