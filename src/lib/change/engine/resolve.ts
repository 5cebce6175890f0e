/**
 * Finds the outcome of batches whose replies were lost. A batch without an outcome becomes void, and does nothing if it still
 * arrives.
 */
import { says } from '../../errors/changes.js';
import { EXIT, failure } from '../../format/errors.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { Sender } from './read-values.js';
import { RESOLVE } from './batch-script.js';
import { isBatchOutcome, VOID } from './outcome.js';
import { NOTES_TTL_MS } from './notes.js';
import { writeRefused } from './write-refusals.js';

export interface OpenBatch {
  number: number;
  note: string;
  /** Number of its items; `null`: any. */
  items: number | null;
}

/** Number of batches per request. */
const AT_ONCE = 100;

/** One outcome for each. The commands may be sent twice. Rejects with a MeterError if the server refuses to reply. */
export async function resolveBatches(connection: Sender, batches: readonly OpenBatch[]): Promise<string[]> {
  const outcomes: string[] = [];
  for (let at = 0; at < batches.length; at += AT_ONCE)
    for (const outcome of await resolveSome(connection, batches.slice(at, at + AT_ONCE))) outcomes.push(outcome);
  return outcomes;
}

async function resolveSome(connection: Sender, batches: readonly OpenBatch[]): Promise<string[]> {
  const replies = await connection.send(
    batches.flatMap(({ number, note }) => [
      ['HSETNX', note, String(number), VOID],
      ['PEXPIRE', note, String(NOTES_TTL_MS)],
      ['HGET', note, String(number)],
    ]),
  );
  const outcomes: string[] = [];
  for (const [at, batch] of batches.entries()) {
    const [set, , found] = replies.slice(3 * at, 3 * at + 3) as [Reply, Reply, Reply];
    outcomes.push(
      set instanceof ReplyError && set.message.startsWith('OOM')
        ? checked(await withoutMemory(connection, batch), batch)
        : checked(set instanceof ReplyError ? set : found, batch),
    );
  }
  return outcomes;
}

/** Out of memory, a script that removes before it writes is not refused. */
async function withoutMemory(connection: Sender, { number, note }: OpenBatch): Promise<Reply> {
  const [reply] = await connection.send([['EVAL', RESOLVE.body, '1', note, String(number), String(NOTES_TTL_MS)]]);
  return reply!;
}

function checked(reply: Reply, { items }: OpenBatch): string {
  if (reply instanceof ReplyError) throw writeRefused(reply.message);
  if (isBatchOutcome(reply, items)) return reply;
  throw failure(says('alien-answer'), EXIT.partial);
}
