/** Makes compared changes of one node's keys: archived first, then decided on the server, many in one pipeline. */
import { ConnectionLost } from '../../redis/bulk-connection.js';
import type { SteadyConnection } from '../../redis/steady-connection.js';
import { keptRecord } from '../archive/record.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { runScripts } from '../engine/script-changer.js';
import { DONE, type ComparedChange, type ComparedOutcome } from './compared-change.js';
import type { ComparedTransactions } from './compared-transaction.js';

export interface CompareOptions {
  connection: SteadyConnection;
  archive: ArchiveWriter | null;
  /** Used instead of scripts. */
  transactions: ComparedTransactions | null;
}

/** One outcome for each, in order; no two of one key. Rejects with a MeterError when the run cannot go on. */
export async function changeCompared(changes: readonly ComparedChange[], options: CompareOptions): Promise<ComparedOutcome[]> {
  const { connection, archive, transactions } = options;
  await archive?.append(changes.map(({ record }) => record));
  const outcomes = transactions ? await transactions.change(changes) : await byScripts(changes, connection);
  const kept = changes.filter((_, index) => outcomes[index] === 'altered');
  await archive?.append(kept.map(({ record }) => keptRecord(record)));
  return outcomes;
}

async function byScripts(changes: readonly ComparedChange[], connection: SteadyConnection): Promise<ComparedOutcome[]> {
  const answers = await runScripts(
    connection,
    changes.map(({ call }) => call),
  ).catch((error: unknown) => {
    if (error instanceof ConnectionLost) return null;
    throw error;
  });
  return answers ? answers.map((answer) => (answer === DONE ? 'done' : 'altered')) : lookAgain(changes, connection);
}

/** The answers were lost: what still is as it was judged was not changed. */
async function lookAgain(changes: readonly ComparedChange[], connection: SteadyConnection): Promise<ComparedOutcome[]> {
  const replies = await connection.send(changes.flatMap(({ look }) => look));
  let at = 0;
  return changes.map(({ look, holds }) => {
    const own = replies.slice(at, at + look.length);
    at += look.length;
    return holds(own) ? 'altered' : 'unsure';
  });
}
