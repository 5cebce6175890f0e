/** The only way to change keys without a script: WATCH, read, then MULTI and EXEC, which fails if a watched key has changed. */
import { MeterError } from '../../format/errors.js';
import { BulkConnection, ConnectionLost, type BulkOptions } from '../../redis/bulk-connection.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import { retryLost } from './retry-lost.js';
import type { Command } from './work-item.js';
import { isCertainRefusal, writeRefused } from './write-refusals.js';

/**
 * `conflict`: a watched key has changed. `refused`: no command was carried out. `unsent`: none was sent. `done`: single commands may
 * have failed.
 */
export type Committed =
  | { kind: 'done'; replies: readonly Reply[] }
  | { kind: 'conflict' }
  | { kind: 'refused'; message: string }
  | { kind: 'unsent'; failure: MeterError };

/** Serves one caller at a time, because its watched keys belong to one transaction. */
export class WatchingConnection {
  #connection: BulkConnection | null = null;
  #losses = 0;

  constructor(private readonly options: BulkOptions) {}

  /** How often the connection was lost. */
  get losses(): number {
    return this.#losses;
  }

  /**
   * A lost connection has lost its watched keys: `attempt` starts again on another one, and looks up in the note what became of its
   * transaction. Rejects with a MeterError (exit 6) if the server stays unreachable.
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
  /** Sent together with WATCH, without waiting for its reply. */
  read: () => Promise<Read>;
  /** Commands to send if the keys are unchanged, including the note; none: the keys stay unchanged. */
  decide: (read: Read) => Promise<Decided>;
}

/**
 * `committed`: `null`: nothing was to be sent. Rejects with ConnectionLost if it is unknown whether the commands were carried out.
 */
export async function whileWatched<Read, Decided extends { commands: readonly Command[] }>(
  connection: BulkConnection,
  { keys, read, decide }: Looking<Read, Decided>,
): Promise<{ decided: Decided; committed: Committed | null }> {
  const [[watched], found] = await Promise.all([
    connection.send([['WATCH', ...keys]]),
    // The command ceiling may forbid it immediately, but the reply to WATCH must still be awaited.
    (async () => read())(),
  ]);
  if (watched instanceof ReplyError) throw writeRefused(watched.message);
  const decided = await decide(found);
  if (decided.commands.length > 0) return { decided, committed: await transact(connection, decided.commands) };
  await connection.send([['UNWATCH']]);
  return { decided, committed: null };
}

async function transact(connection: BulkConnection, commands: readonly Command[]): Promise<Committed> {
  let sent: Promise<Reply[]>;
  try {
    // The command ceiling refuses it here, before anything is sent.
    sent = connection.send([['MULTI'], ...commands, ['EXEC']]);
  } catch (error) {
    if (error instanceof MeterError) return { kind: 'unsent', failure: error };
    throw error;
  }
  const replies = await sent;
  const last = replies[replies.length - 1];
  if (last === null) return { kind: 'conflict' };
  if (Array.isArray(last) && last.length === commands.length) return { kind: 'done', replies: last };
  const refusal = replies.find((reply) => reply instanceof ReplyError && !reply.message.startsWith('EXECABORT'));
  const isAborted = last instanceof ReplyError && (last.message.startsWith('EXECABORT') || isCertainRefusal(last.message));
  if (isAborted && refusal instanceof ReplyError) return { kind: 'refused', message: refusal.message };
  connection.close();
  throw new ConnectionLost('the answer to EXEC is none that Redis gives');
}
