/** Asks a server for the state note: one command. */
import type { Session } from '../redis/topology.js';
import { NO_STATE, STATE_KEY, STATE_QUESTION, type StateNote } from './state-note.js';
import type { OffsetGiven } from './utc-offset.js';

/** By the values of `STATE_QUESTION`. What checks them is loaded where there is anything. */
export async function stateIn(values: readonly unknown[]): Promise<StateNote> {
  if (!values.some((value) => typeof value === 'string')) return NO_STATE;
  const { parseStateNote } = await import('./parse-state.js');
  return parseStateNote(values);
}

/** What was done in any of several databases, the oldest run first. */
export const joinedStates = (notes: readonly StateNote[]): StateNote => ({
  runs: notes.flatMap(({ runs }) => runs).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
  older: notes.flatMap(({ older }) => older),
});

/** Nothing where the server does not tell. */
export async function askState(session: Session): Promise<StateNote> {
  const reply = await session.nodeForKey(STATE_KEY).control.ask(...STATE_QUESTION);
  return stateIn(Array.isArray(reply) ? reply : []);
}

/** With what the newest run was certain of, unless that is known already; the user's own word needs no other. */
export async function withNotedOffset(session: Session, offset: OffsetGiven): Promise<OffsetGiven> {
  return offset.flag !== null || offset.noted !== null ? offset : offsetNotedIn(await askState(session), offset);
}

/** The same, where the note is at hand. */
export function offsetNotedIn({ runs }: StateNote, offset: OffsetGiven): OffsetGiven {
  if (offset.flag !== null || offset.noted !== null) return offset;
  const utcOffset = runs.findLast((run) => run.utcOffset !== null)?.utcOffset;
  return { ...offset, noted: typeof utcOffset === 'number' ? { utcOffset } : null };
}
