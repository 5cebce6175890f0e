/** Asks the notes of a run that was cut off what became of its last batches. What has left nothing there becomes void, and will not act any more. */
import { ReplyError } from '../../redis/resp.js';
import type { KeyedSender } from '../engine/keyed-sender.js';
import { notesOf } from '../engine/notes.js';
import { isBatchOutcome, VOID } from '../engine/outcome.js';
import { resolveBatches } from '../engine/resolve.js';
import { writeRefused } from '../engine/write-refusals.js';
import type { SurveyedArchive } from './survey.js';

/** Batches asked about at once. */
const AT_ONCE = 500;

/** The batches whose outcome the archive does not know, each with the note that tells it. */
function openIn(
  { archive: { head }, contents: { batches } }: SurveyedArchive,
  clustered: boolean,
): { number: number; note: string }[] {
  if (head.run === undefined || batches.open.size === 0) return [];
  const noteOf = notesOf(head.run, clustered);
  return [...batches.open].map(([number, key]) => ({ number, note: noteOf(number, key) }));
}

/**
 * Tells the archive's log of batches. One whose note is not there stays open: it may have come to its end, or lie on another server, unless
 * `isKnown`: the server knows of the run, whose notes have not had the time to expire.
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
 * The same without a write: for a question that is asked before anybody has agreed to anything. A batch of a run that the server knows, and of
 * which no note tells, has changed nothing until now.
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
