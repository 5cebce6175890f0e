/**
 * Changes without scripts: WATCH, read, archive, then MULTI and EXEC, which the server refuses when a watched key has changed. Slower, since
 * each group takes two round trips that nothing overlaps.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, MeterError } from '../format/errors.js';
import { BulkConnection, ConnectionLost, type BulkOptions } from '../redis/bulk-connection.js';
import { ReplyError, type Reply } from '../redis/resp.js';
import type { ArchiveWriter } from './archive/writer.js';
import { ATTEMPTS, fateOf, recordOf, type KeyChange, type KeyChanger, type Outcome, type ReadKey } from './key-changer.js';
import { readDumps, readTypedValues } from './read-values.js';
import { writeRefused } from './write-refusals.js';

export interface TransactionOptions {
  connection: BulkOptions;
  archive: ArchiveWriter | null;
  /** Values are read with DUMP, or else by their types. */
  dump: boolean;
  /** In a cluster a transaction is of one slot, so of one key. */
  single: boolean;
}

/** Keys of one transaction. */
const GROUP = 64;
/** Waits before a lost connection is made anew, in ms: enough for a restart or a failover. */
const WAITS_MS = [100, 300, 700, 1_500, 3_000, 0];

export function transactionChanger(options: TransactionOptions): KeyChanger {
  const { archive, dump, single } = options;
  const { db } = options.connection;
  let connection: BulkConnection | null = null;
  // A connection watches for one transaction at a time.
  let last: Promise<unknown> = Promise.resolve();

  const attempt = async (changes: readonly KeyChange[]): Promise<Outcome[]> => {
    connection ??= await BulkConnection.open(options.connection);
    await connection.send([['WATCH', ...changes.map(({ name }) => name)]]);
    const names = changes.map(({ name }) => name);
    const read = await (dump ? readDumps(connection, names) : readTypedValues(connection, names));
    const outcomes = changes.map((change, index) => fateOf(change, read[index]!.key, read[index]!.type));
    const ready = changes.flatMap((change, index) => (outcomes[index] === null ? [{ change, key: read[index]!.key }] : []));
    if (ready.length === 0) await connection.send([['UNWATCH']]);
    else {
      await archive?.append(ready.map(({ change, key }) => recordOf(change, key as ReadKey, db)));
      const replies = await connection.send([['MULTI'], ...ready.map(({ change }) => commandOf(change)), ['EXEC']]);
      const outcome: Outcome = committed(replies) ? 'done' : 'altered';
      for (const [index, decided] of outcomes.entries()) outcomes[index] = decided ?? outcome;
    }
    return outcomes.map((outcome) => outcome ?? 'altered');
  };

  /** A lost connection has forgotten what it watched: the group begins anew, and finds what was done already gone. */
  const surely = async (changes: readonly KeyChange[]): Promise<Outcome[]> => {
    for (const wait of WAITS_MS) {
      try {
        return await attempt(changes);
      } catch (error) {
        const isLost = error instanceof ConnectionLost || (error instanceof MeterError && error.exitCode === EXIT.connection);
        if (!isLost || options.connection.signal?.aborted) throw error;
        connection?.close();
        connection = null;
        await sleep(wait);
      }
    }
    throw lost();
  };

  const group = async (changes: readonly KeyChange[]): Promise<Outcome[]> => {
    const outcomes = await surely(changes);
    // One key that somebody writes must not hold up its neighbours.
    for (const [index, change] of changes.entries()) {
      for (let tries = 1; outcomes[index] === 'altered' && tries < ATTEMPTS; tries++)
        outcomes[index] = (await surely([change]))[0]!;
    }
    return outcomes;
  };

  const all = async (changes: readonly KeyChange[]): Promise<Outcome[]> => {
    const outcomes: Outcome[] = [];
    const size = single ? 1 : GROUP;
    for (let at = 0; at < changes.length; at += size) outcomes.push(...(await group(changes.slice(at, at + size))));
    return outcomes;
  };

  return {
    apply(changes) {
      const mine = last.then(() => all(changes));
      last = mine.catch(() => {});
      return mine;
    },
    close: () => connection?.close(),
  };
}

const commandOf = ({ name, action }: KeyChange): string[] =>
  action.kind === 'delete' ? ['UNLINK', name] : ['PEXPIREAT', name, String(Math.round(action.atMs))];

/** EXEC answers null when a watched key has changed. */
function committed(replies: readonly Reply[]): boolean {
  const refusal = replies.find((reply) => reply instanceof ReplyError && !reply.message.startsWith('EXECABORT'));
  if (refusal instanceof ReplyError) throw writeRefused(refusal.message);
  const last = replies[replies.length - 1];
  if (last instanceof ReplyError) throw writeRefused(last.message);
  if (!Array.isArray(last)) return false;
  const inner = last.find((reply) => reply instanceof ReplyError);
  if (inner instanceof ReplyError) throw writeRefused(inner.message);
  return true;
}

function lost(): MeterError {
  return new MeterError('connection-lost', EXIT.partial, 'The connection to Redis was lost and could not be made again.', [
    'Check that the server is up, then run the command again: it goes on where it stopped.',
  ]);
}
