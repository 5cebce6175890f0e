/** Raises without scripts: WATCH, compare, then MULTI and EXEC, which the server refuses when the key has changed since. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, MeterError } from '../../format/errors.js';
import { BulkConnection, ConnectionLost, type BulkOptions } from '../../redis/bulk-connection.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import { writeRefused } from '../write-refusals.js';
import { raiseCommands, type RaiseOutcome, type ToRaise } from './raise-script.js';

export interface RaiseTransactions {
  raise(raises: readonly ToRaise[]): Promise<RaiseOutcome[]>;
  close(): void;
}

/** Waits before a lost connection is made anew, in ms. A raise whose answer was lost is compared anew, and then found to be done. */
const WAITS_MS = [100, 300, 700, 1_500, 3_000, 0];

/** Over one connection, one key after the other. */
export function raiseTransactions(options: BulkOptions): RaiseTransactions {
  let opening: Promise<BulkConnection> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const surely = async (raise: ToRaise): Promise<RaiseOutcome> => {
    for (const [attempt, wait] of WAITS_MS.entries()) {
      try {
        opening ??= BulkConnection.open(options);
        if (await raiseOne(await opening, raise)) return 'raised';
        return attempt === 0 ? 'altered' : 'unsure';
      } catch (error) {
        const isLost = error instanceof ConnectionLost || (error instanceof MeterError && error.exitCode === EXIT.connection);
        if (!isLost || options.signal?.aborted) throw error;
        opening = null;
        await sleep(wait);
      }
    }
    throw new MeterError('connection-lost', EXIT.partial, 'The connection to Redis was lost and could not be made again.', [
      'Check that the server is up, then run the command again: it goes on where it stopped.',
    ]);
  };
  const inTurn = async (raises: readonly ToRaise[]): Promise<RaiseOutcome[]> => {
    const raised: RaiseOutcome[] = [];
    for (const raise of raises) raised.push(await surely(raise));
    return raised;
  };
  return {
    // What a connection watches is for one transaction at a time.
    raise(raises) {
      const turn = last.then(() => inTurn(raises));
      last = turn.catch(() => {});
      return turn;
    },
    close: () =>
      void opening?.then(
        (connection) => connection.close(),
        () => {},
      ),
  };
}

async function raiseOne(connection: BulkConnection, raise: ToRaise): Promise<boolean> {
  const { name, type, raises } = raise;
  const [watched, exists, held] = await connection.send([
    ['WATCH', name],
    ['EXISTS', name],
    type === 'string' ? ['GET', name] : ['HMGET', name, ...raises.map(({ field }) => field)],
  ]);
  if (watched instanceof ReplyError) throw writeRefused(watched.message);
  const texts = Array.isArray(held) ? held : [held];
  if ((exists === 1) !== raise.exists || raises.some(({ before }, index) => texts[index] !== before)) {
    await connection.send([['UNWATCH']]);
    return false;
  }
  return committed(await connection.send([['MULTI'], ...raiseCommands(raise), ['EXEC']]));
}

/** EXEC answers null when the key has changed. */
function committed(replies: readonly Reply[]): boolean {
  const last = replies[replies.length - 1]!;
  const answers = Array.isArray(last) ? last : [];
  const refusal = [...replies, ...answers].find((reply) => reply instanceof ReplyError);
  if (refusal instanceof ReplyError) throw writeRefused(refusal.message);
  return Array.isArray(last);
}
