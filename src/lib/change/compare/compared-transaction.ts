/** Compared changes without scripts: WATCH, look, then MULTI and EXEC, which the server refuses when the key has changed since. */
import { BulkConnection, type BulkOptions } from '../../redis/bulk-connection.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import { retryLost } from '../engine/retry-lost.js';
import { writeRefused } from '../engine/write-refusals.js';
import type { ComparedChange, ComparedOutcome } from './compared-change.js';

export interface ComparedTransactions {
  change(changes: readonly ComparedChange[]): Promise<ComparedOutcome[]>;
  close(): void;
}

/** Over one connection, one key after the other. */
export function comparedTransactions(options: BulkOptions): ComparedTransactions {
  let opening: Promise<BulkConnection> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const close = (): void => {
    void opening?.then(
      (connection) => connection.close(),
      () => {},
    );
    opening = null;
  };
  // A change whose answer was lost is compared anew, and then found to be done.
  const surely = (change: ComparedChange): Promise<ComparedOutcome> =>
    retryLost(
      options,
      async (attempt) => {
        opening ??= BulkConnection.open(options);
        if (await changeOne(await opening, change)) return 'done';
        return attempt === 0 ? 'altered' : 'unsure';
      },
      close,
    );
  const inTurn = async (changes: readonly ComparedChange[]): Promise<ComparedOutcome[]> => {
    const outcomes: ComparedOutcome[] = [];
    for (const change of changes) outcomes.push(await surely(change));
    return outcomes;
  };
  return {
    // What a connection watches is for one transaction at a time.
    change(changes) {
      const turn = last.then(() => inTurn(changes));
      last = turn.catch(() => {});
      return turn;
    },
    close,
  };
}

async function changeOne(
  connection: BulkConnection,
  { record: { name }, look, holds, commands }: ComparedChange,
): Promise<boolean> {
  const [watched, ...held] = await connection.send([['WATCH', name], ...look]);
  if (watched instanceof ReplyError) throw writeRefused(watched.message);
  if (!holds(held)) {
    await connection.send([['UNWATCH']]);
    return false;
  }
  return committed(await connection.send([['MULTI'], ...commands(held), ['EXEC']]));
}

/** EXEC answers null when the key has changed. */
function committed(replies: readonly Reply[]): boolean {
  const last = replies[replies.length - 1]!;
  const answers = Array.isArray(last) ? last : [];
  const refusal = [...replies, ...answers].find((reply) => reply instanceof ReplyError);
  if (refusal instanceof ReplyError) throw writeRefused(refusal.message);
  return Array.isArray(last);
}
