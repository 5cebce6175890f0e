/** Undoes one record: WATCH, read, then MULTI and EXEC, which the server refuses when the key has changed meanwhile. */
import { BulkConnection, type BulkOptions } from '../../redis/bulk-connection.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { Sender } from '../engine/read-values.js';
import { retryLost } from '../engine/retry-lost.js';
import { writeRefused } from '../engine/write-refusals.js';
import type { Entry, Fate } from './entry.js';
import { areIncrements, incrementOnce } from './increment-script.js';
import { MARKER_LIFE_MS } from './marker.js';
import { isPayloadRefusal } from './payload-refusal.js';

/** What is to be done with a key as it was read. Without commands it stays as it is. */
export interface Decision {
  fate: Fate;
  commands: readonly (readonly string[])[];
  /** Awaited before the commands are sent. */
  before?: () => Promise<void>;
}

export interface Look {
  connection: Sender;
  /** The record has been brought back before. */
  noted: boolean;
  /** The server does not read the payload. */
  typed: boolean;
}

export type Decide = (entry: Entry, look: Look) => Promise<Decision>;

export interface KeyTransactions {
  undo(entry: Entry, decide: Decide): Promise<Fate>;
  close(): void;
}

/** Others may write the key at the same time: so often it is tried. */
const ATTEMPTS = 20;

/** Over one connection, which serves one caller at a time. `scripts`: counters are added to by a script. */
export function keyTransactions(options: BulkOptions, scripts: boolean): KeyTransactions {
  let connection: BulkConnection | null = null;

  const attempts = async (entry: Entry, decide: Decide): Promise<Fate> => {
    connection ??= await BulkConnection.open(options);
    let { typed } = entry;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const fate = await tryOnce(entry, decide, { connection, typed, scripts });
      if (fate === 'unreadable') typed = true;
      else if (fate !== 'altered') return fate;
    }
    return 'altered';
  };

  const close = (): void => {
    connection?.close();
    connection = null;
  };

  return {
    // A lost connection has forgotten what it watched. Begun anew, the note tells whether the lost answer was a yes.
    undo: (entry, decide) => retryLost(options, () => attempts(entry, decide), close),
    close,
  };
}

interface Attempt {
  connection: BulkConnection;
  typed: boolean;
  scripts: boolean;
}

async function tryOnce(entry: Entry, decide: Decide, { connection, typed, scripts }: Attempt): Promise<Fate | 'unreadable'> {
  const { record, number, marker } = entry;
  const [watched, held] = await connection.send([
    ['WATCH', record.name],
    ['SISMEMBER', marker, String(number)],
  ]);
  for (const reply of [watched, held]) if (reply instanceof ReplyError) throw writeRefused(reply.message);
  const { fate, commands, before } = await decide(entry, { connection, noted: held === 1, typed });
  if (commands.length === 0) {
    await connection.send([['UNWATCH']]);
    return fate;
  }
  if (scripts && !before && areIncrements(commands)) {
    await connection.send([['UNWATCH']]);
    return incrementOnce(connection, entry, commands);
  }
  await before?.();
  const replies = await connection.send([
    ['MULTI'],
    ...commands,
    ['SADD', marker, String(number)],
    ['PEXPIRE', marker, String(MARKER_LIFE_MS)],
    ['EXEC'],
  ]);
  const outcome = outcomeOf(replies);
  if (outcome === 'done') return fate;
  if (outcome === 'watched') return 'altered';
  // The other commands of the transaction were carried out, the note among them.
  if (outcome.within) await connection.send([['SREM', marker, String(number)]]);
  if (!typed && isPayloadRefusal(outcome.message)) return 'unreadable';
  throw writeRefused(outcome.message);
}

/** `watched`: the key has changed. `within`: a command failed while the others did not; otherwise none was carried out. */
function outcomeOf(replies: readonly Reply[]): 'done' | 'watched' | { message: string; within: boolean } {
  const queued = replies.find((reply) => reply instanceof ReplyError);
  if (queued instanceof ReplyError) return { message: queued.message, within: false };
  const last = replies[replies.length - 1];
  if (!Array.isArray(last)) return 'watched';
  const failed = last.find((reply) => reply instanceof ReplyError);
  return failed instanceof ReplyError ? { message: failed.message, within: true } : 'done';
}
