/**
 * Reads the outcomes of the last batches of an interrupted run from its notes. A batch without an outcome becomes void, and does
 * nothing later.
 */
import { ReplyError } from '../../redis/resp.js';
import type { KeyedSender } from '../engine/keyed-sender.js';
import { notesOf } from '../engine/notes.js';
import { isBatchOutcome, VOID } from '../engine/outcome.js';
import { resolveBatches } from '../engine/resolve.js';
import { writeRefused } from '../engine/write-refusals.js';
import type { SurveyedArchive } from './survey.js';

/** Number of batches per request. */
const AT_ONCE = 500;

/** The batches without an outcome in the archive, each with its note. */
function openIn(
  { archive: { head }, contents: { batches } }: SurveyedArchive,
  clustered: boolean,
): { number: number; note: string }[] {
  if (head.run === undefined || batches.open.size === 0) return [];
  const noteOf = notesOf(head.run, clustered);
  return [...batches.open].map(([number, key]) => ({ number, note: noteOf(number, key) }));
}

/**
 * Writes the outcomes into the archive's log of batches. A batch without a note stays open, because the note may have expired or
 * be on another server, unless `isKnown`: the server knows the run, and its notes cannot have expired.
 */
export async function settleOpen(
  surveyed: SurveyedArchive,
  sender: KeyedSender,
  { clustered, isKnown }: { clustered: boolean; isKnown: boolean },
): Promise<void> {
  const { batches } = surveyed.contents;
  const open = openIn(surveyed, clustered);
  for (let at = 0; at < open.length; at += AT_ONCE) {
    const some = open.slice(at, at + AT_ONCE);
    const replies = await sender.send(some.map(({ note }) => ({ key: note, args: ['EXISTS', note] })));
    for (const reply of replies) if (reply instanceof ReplyError) throw writeRefused(reply.message);
    const asked = some.filter((_, index) => isKnown || replies[index] === 1);
    const outcomes = await resolveBatches(
      { send: (commands) => sender.send(commands.map((args) => ({ key: args[1]!, args }))) },
      asked.map((batch) => ({ ...batch, items: null })),
    );
    for (const [index, { number }] of asked.entries()) batches.end(number, outcomes[index]!);
  }
}

/**
 * The same without writing, for use before the user has agreed. If the server knows the run, a batch without a note has changed
 * nothing until now.
 */
export async function readOpen(
  surveyed: SurveyedArchive,
  sender: KeyedSender,
  { clustered, isKnown }: { clustered: boolean; isKnown: boolean },
): Promise<void> {
  const { batches } = surveyed.contents;
  const open = openIn(surveyed, clustered);
  const replies = await sender.send(open.map(({ number, note }) => ({ key: note, args: ['HMGET', note, String(number)] })));
  for (const [index, { number }] of open.entries()) {
    const reply = replies[index]!;
    if (reply instanceof ReplyError) throw writeRefused(reply.message);
    const [told] = Array.isArray(reply) ? reply : [];
    if (isBatchOutcome(told, null)) batches.end(number, told);
    else if (isKnown) batches.end(number, VOID);
  }
}
