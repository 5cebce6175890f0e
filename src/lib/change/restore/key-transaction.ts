/** Undoes one record, while its key is what it was when it was looked at. */
import type { BulkConnection, BulkOptions } from '../../redis/bulk-connection.js';
import { ReplyError } from '../../redis/resp.js';
import type { KeyedCommand } from '../engine/keyed-sender.js';
import type { Sender } from '../engine/read-values.js';
import type { RefusedValues } from '../engine/refused-values.js';
import { whileWatched, WatchingConnection } from '../engine/watched.js';
import { writeRefused } from '../engine/write-refusals.js';
import type { Entry, Fate } from './entry.js';
import { NOTES_LIFE_MS } from './marker.js';
import { isPayloadRefusal } from './payload-refusal.js';
import { undoByScript } from './undo-script.js';

/** What is to be done with a key as it was read. Without commands it stays as it is. */
export interface Decision {
  fate: Fate;
  commands: readonly (readonly string[])[];
  /** Awaited before the commands are sent. */
  before?: () => Promise<void>;
  /** Why it is `untaken`. */
  reason?: string;
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
  /** How often the connection was lost. */
  readonly losses: number;
}

/** Others may write the key at the same time: so often it is tried. */
const ATTEMPTS = 20;

export interface Means {
  /** Counters are added to by a script. */
  scripts: boolean;
  /** Is told what the server does not take. */
  refused: RefusedValues;
}

/** Over one connection, which serves one caller at a time. */
export function keyTransactions(options: BulkOptions, means: Means): KeyTransactions {
  const lane = new WatchingConnection(options);

  const attempts = async (connection: BulkConnection, entry: Entry, decide: Decide): Promise<Fate> => {
    let { typed } = entry;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const fate = await tryOnce(entry, decide, { connection, typed, ...means });
      if (fate === 'unreadable') typed = true;
      else if (fate !== 'altered') return fate;
    }
    return 'altered';
  };

  return {
    // Begun anew, the note tells whether the lost answer was a yes.
    undo: (entry, decide) => lane.surely((connection) => attempts(connection, entry, decide)),
    close: () => lane.close(),
    get losses() {
      return lane.losses;
    },
  };
}

interface Attempt extends Means {
  connection: BulkConnection;
  typed: boolean;
}

async function tryOnce(entry: Entry, decide: Decide, attempt: Attempt): Promise<Fate | 'unreadable'> {
  const { connection, typed, scripts, refused } = attempt;
  const { record, number, marker, whole } = entry;
  const noting = [
    ['SADD', marker, String(number)],
    ['PEXPIRE', marker, String(NOTES_LIFE_MS)],
  ];
  const { decided, committed } = await whileWatched(connection, {
    keys: [record.name, ...(whole === null ? [] : [whole])],
    read: () => connection.send([['SISMEMBER', marker, String(number)], ...(whole === null ? [] : [['EXISTS', whole]])]),
    async decide(held) {
      for (const reply of held) if (reply instanceof ReplyError) throw writeRefused(reply.message);
      const { commands, before, ...rest } = await decide(entry, { connection, noted: held.includes(1), typed });
      const isCounted = scripts && !before && areIncrements(commands);
      if (commands.length === 0 || isCounted) return { ...rest, counting: commands, commands: [] };
      await before?.();
      return { ...rest, counting: [], commands: [...noting, ...commands] };
    },
  });
  const { fate, reason, counting } = decided;
  if (!committed && counting.length > 0) return increment(connection, entry, counting, refused);
  if (!committed) return reason === undefined ? fate : untaken(refused, record.name, reason);
  if (committed.kind === 'conflict') return 'altered';
  if (committed.kind === 'refused') return untaken(refused, record.name, committed.message);
  const failed = committed.replies.find((reply) => reply instanceof ReplyError);
  if (!(failed instanceof ReplyError)) return fate;
  // The other commands of the transaction were carried out, the note among them: it stays where something was brought back.
  const own = committed.replies.slice(noting.length);
  if (own.every((reply) => reply instanceof ReplyError)) await connection.send([['SREM', marker, String(number)]]);
  if (!typed && isPayloadRefusal(failed.message)) return 'unreadable';
  return untaken(refused, record.name, failed.message);
}

function untaken(refused: RefusedValues, name: string, message: string): Fate {
  const failure = refused.take(name, message);
  if (failure) throw failure;
  return 'untaken';
}

type Commands = Decision['commands'];

/** True when the order in which others count does not matter. */
const areIncrements = (commands: Commands): boolean =>
  commands.every(([command]) => command === 'HINCRBY') || (commands.length === 1 && commands[0]![0] === 'INCRBY');

/** By a script: however fast others count meanwhile, nothing has to be tried again. */
async function increment(connection: BulkConnection, entry: Entry, commands: Commands, refused: RefusedValues): Promise<Fate> {
  const { name } = entry.record;
  const is = commands[0]![0] === 'INCRBY' ? 'string' : 'hash';
  const item = { checks: [{ kind: 'reply', ask: ['TYPE', name], is } as const], commands };
  const sender = { send: (calls: readonly KeyedCommand[]) => connection.send(calls.map(({ args }) => args)) };
  const answer = (await undoByScript(sender, [{ entry, item }]))[0]!;
  if (answer.kind === 'stopped') throw answer.failure;
  if (answer.kind === 'refused') return untaken(refused, name, answer.message);
  // Somebody has made of a counter what cannot be counted: it is looked at anew.
  return answer.kind === 'done' ? 'restored' : answer.kind === 'noted' ? 'there' : 'altered';
}
