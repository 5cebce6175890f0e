/** The one way to change keys without a script: WATCH, look, then MULTI and EXEC, which the server refuses when a watched key has changed since. */
import { BulkConnection, ConnectionLost, type BulkOptions } from '../../redis/bulk-connection.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import { retryLost } from './retry-lost.js';
import type { Command } from './work-item.js';
import { isCertainRefusal, writeRefused } from './write-refusals.js';

/** `conflict`: a watched key has changed. `refused`: none was carried out. Of `done`, single commands may have failed all the same. */
export type Committed = { kind: 'done'; replies: readonly Reply[] } | { kind: 'conflict' } | { kind: 'refused'; message: string };

/** Serves one caller at a time, since what it watches is for one transaction. */
export class WatchingConnection {
  #connection: BulkConnection | null = null;
  #losses = 0;

  constructor(private readonly options: BulkOptions) {}

  /** How often it was lost. */
  get losses(): number {
    return this.#losses;
  }

  /**
   * A lost connection has forgotten what it watched: `attempt` begins anew on another one, and asks the note what has become of what it had sent.
   * Rejects with a MeterError (exit 6) when the server stays away.
   */
  surely<T>(attempt: (connection: BulkConnection) => Promise<T>): Promise<T> {
    const begin = async (number: number): Promise<T> => {
      if (number > 0) this.#losses++;
      return attempt((this.#connection ??= await BulkConnection.open(this.options)));
    };
    return retryLost(this.options, begin, () => this.close());
  }

  close(): void {
    this.#connection?.close();
    this.#connection = null;
  }
}

export interface Looking<Read, Decided extends { commands: readonly Command[] }> {
  keys: readonly string[];
  /** Goes out with WATCH, without waiting for its answer. */
  read: () => Promise<Read>;
  /** What is to be sent if the keys are still what they were, the note included; nothing: they stay as they are. */
  decide: (read: Read) => Promise<Decided>;
}

/** `committed`: `null` where nothing was to be sent. Rejects with ConnectionLost where it is not known whether the commands were carried out. */
export async function whileWatched<Read, Decided extends { commands: readonly Command[] }>(
  connection: BulkConnection,
  { keys, read, decide }: Looking<Read, Decided>,
): Promise<{ decided: Decided; committed: Committed | null }> {
  const [[watched], found] = await Promise.all([
    connection.send([['WATCH', ...keys]]),
    // The ceiling may forbid it at once, when somebody has to wait for the answer to WATCH all the same.
    (async () => read())(),
  ]);
  if (watched instanceof ReplyError) throw writeRefused(watched.message);
  const decided = await decide(found);
  if (decided.commands.length > 0) return { decided, committed: await transact(connection, decided.commands) };
  await connection.send([['UNWATCH']]);
  return { decided, committed: null };
}

async function transact(connection: BulkConnection, commands: readonly Command[]): Promise<Committed> {
  const replies = await connection.send([['MULTI'], ...commands, ['EXEC']]);
  const last = replies[replies.length - 1];
  if (last === null) return { kind: 'conflict' };
  if (Array.isArray(last) && last.length === commands.length) return { kind: 'done', replies: last };
  const refusal = replies.find((reply) => reply instanceof ReplyError && !reply.message.startsWith('EXECABORT'));
  const isAborted = last instanceof ReplyError && (last.message.startsWith('EXECABORT') || isCertainRefusal(last.message));
  if (isAborted && refusal instanceof ReplyError) return { kind: 'refused', message: refusal.message };
  connection.close();
  throw new ConnectionLost('the answer to EXEC is none that Redis gives');
}
