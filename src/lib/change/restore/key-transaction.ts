/** Undoes one record, if its key is still as it was read. */
import type { BulkConnection, BulkOptions } from '../../redis/bulk-connection.js';
import type { Ledger } from '../../redis/ledger.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { KeyedCommand } from '../engine/keyed-sender.js';
import type { Sender } from '../engine/read-values.js';
import type { RefusedValues } from '../engine/refused-values.js';
import { whileWatched, WatchingConnection } from '../engine/watched.js';
import { writeRefused } from '../engine/write-refusals.js';
import type { Entry, Fate } from './entry.js';
import { NOTES_TTL_MS } from '../engine/notes.js';
import { payloadProof, type PayloadProof } from './payload-proof.js';
import { isPayloadRefusal } from './payload-refusal.js';
import { undoByScript } from './undo-script.js';

/** The decision about a key that was read. Without commands it is not changed. */
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
  /** True when the record was restored before. */
  noted: boolean;
  /** True when the server cannot read the payload. */
  typed: boolean;
}

export type Decide = (entry: Entry, look: Look) => Promise<Decision>;

export interface KeyTransactions {
  undo(entry: Entry, decide: Decide): Promise<Fate>;
  close(): void;
  /** How often the connection was lost. */
  readonly losses: number;
}

/** Number of attempts, because others may write the key at the same time. */
const ATTEMPTS = 20;

export interface Means {
  /** True: counters are incremented by a script. */
  scripts: boolean;
  /** Collects values that the server refuses. */
  refused: RefusedValues;
  /** A key of no application, on the same node. */
  probe: string;
}

/** Uses one connection, which serves one caller at a time. */
export function keyTransactions(options: BulkOptions, means: Means): KeyTransactions {
  const lane = new WatchingConnection(options);
  const { scripts, refused } = means;
  const shared = { scripts, refused, proof: payloadProof(means.probe), ledger: options.ledger };

  const attempts = async (connection: BulkConnection, entry: Entry, decide: Decide, owed: Owed): Promise<Fate> => {
    let { typed } = entry;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      await settle(connection, owed);
      const fate = await tryOnce(entry, decide, { connection, typed, owed, ...shared });
      if (fate === 'unreadable') typed = true;
      else if (fate !== 'altered') return fate;
    }
    return 'altered';
  };

  return {
    // After a lost reply, the note shows whether the transaction was carried out.
    undo(entry, decide) {
      const owed: Owed = { command: null, release: () => {} };
      return lane.surely((connection) => attempts(connection, entry, decide, owed));
    },
    close: () => lane.close(),
    get losses() {
      return lane.losses;
    },
  };
}

interface Owed {
  /** Takes back a note, because the server refused all that it stands for. It is sent until it has a reply. */
  command: readonly string[] | null;
  /** Gives back the room below the ceiling that is held for it. */
  release: () => void;
}

async function settle(connection: BulkConnection, owed: Owed): Promise<void> {
  owed.release();
  owed.release = () => {};
  if (owed.command) await connection.send([owed.command]);
  owed.command = null;
}

interface Attempt extends Omit<Means, 'probe'> {
  proof: PayloadProof;
  ledger: Ledger;
  connection: BulkConnection;
  typed: boolean;
  owed: Owed;
}

async function tryOnce(entry: Entry, decide: Decide, attempt: Attempt): Promise<Fate | 'unreadable'> {
  const { connection, typed, owed, scripts, refused, proof, ledger } = attempt;
  const { record, number, marker, whole } = entry;
  const noting = [
    ['SADD', marker, String(number)],
    ['PEXPIRE', marker, String(NOTES_TTL_MS)],
  ];
  const { decided, committed } = await whileWatched(connection, {
    keys: [record.name, ...(whole === null ? [] : [whole])],
    read: () => connection.send([['SISMEMBER', marker, String(number)], ...(whole === null ? [] : [['EXISTS', whole]])]),
    async decide(held) {
      for (const reply of held) if (reply instanceof ReplyError) throw writeRefused(reply.message);
      const { commands, before, ...rest } = await decide(entry, { connection, noted: held.includes(1), typed });
      const isCounted = scripts && !before && areIncrements(commands);
      if (commands.length === 0 || isCounted) return { ...rest, counting: commands, commands: [] };
      const refusal = await refusalOf(commands, connection, proof);
      if (refusal !== null) return { ...rest, reason: refusal, counting: [], commands: [] };
      await before?.();
      owed.release = ledger.hold(1);
      return { ...rest, counting: [], commands: [...noting, ...commands] };
    },
  });
  const failed = committed?.kind === 'done' ? refusedOf(decided.commands, committed.replies, noting.length) : null;
  if (failed?.isNothing) owed.command = ['SREM', marker, String(number)];
  await settle(connection, owed);
  const { fate, reason, counting } = decided;
  if (!committed && counting.length > 0) return increment(connection, entry, counting, refused);
  if (!committed) return reason === undefined ? fate : unwritten(reason);
  if (committed.kind === 'conflict') return 'altered';
  if (committed.kind === 'unsent') throw committed.failure;
  if (committed.kind === 'refused') return untaken(refused, record.name, committed.message);
  return failed ? unwritten(failed.message) : fate;

  function unwritten(message: string): Fate | 'unreadable' {
    return !typed && isPayloadRefusal(message) ? 'unreadable' : untaken(refused, record.name, message);
  }
}

/** These alone restore nothing. */
const BESIDE: readonly string[] = ['PEXPIRE', 'UNLINK'];

/** The first refusal in a transaction that was carried out; `null`: none. `isNothing`: nothing was restored, although it is noted. */
function refusedOf(commands: Commands, replies: readonly Reply[], notes: number): { message: string; isNothing: boolean } | null {
  const failed = replies.find((reply) => reply instanceof ReplyError);
  if (!failed) return null;
  const isRestored = commands.some(
    ([command], at) => at >= notes && !(replies[at] instanceof ReplyError) && !BESIDE.includes(command!),
  );
  return { message: failed.message, isNothing: !isRestored };
}

/** Before a transaction with RESTORE. */
async function refusalOf(commands: Commands, connection: BulkConnection, proof: PayloadProof): Promise<string | null> {
  const payload = commands.find(([command]) => command === 'RESTORE')?.[3];
  return payload === undefined ? null : proof.refusal(connection, payload);
}

function untaken(refused: RefusedValues, name: string, message: string): Fate {
  const failure = refused.take(name, message);
  if (failure) throw failure;
  return 'untaken';
}

type Commands = Decision['commands'];

/** True when increments by others in between do not matter. */
const areIncrements = (commands: Commands): boolean =>
  commands.every(([command]) => command === 'HINCRBY') || (commands.length === 1 && commands[0]![0] === 'INCRBY');

/** Uses a script, so that increments by others do not force another attempt. */
async function increment(connection: BulkConnection, entry: Entry, commands: Commands, refused: RefusedValues): Promise<Fate> {
  const { name } = entry.record;
  const is = commands[0]![0] === 'INCRBY' ? 'string' : 'hash';
  const item = { checks: [{ kind: 'reply', ask: ['TYPE', name], is } as const], commands };
  const sender = { send: (calls: readonly KeyedCommand[]) => connection.send(calls.map(({ args }) => args)) };
  const answer = (await undoByScript(sender, [{ entry, item }]))[0]!;
  if (answer.kind === 'stopped') throw answer.failure;
  if (answer.kind === 'refused') return untaken(refused, name, answer.message);
  // Another client has changed a counter to a value that cannot be incremented: read it again.
  return answer.kind === 'done' ? 'restored' : answer.kind === 'noted' ? 'there' : 'altered';
}
