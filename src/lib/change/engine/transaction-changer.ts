/**
 * Changes without scripts: WATCH, read, archive, then MULTI and EXEC, which the server refuses when any of the watched keys has changed since.
 * It costs the server about half as much again as scripts do. In a cluster a transaction is of one slot, so of one key.
 */
import { BulkConnection, type BulkOptions } from '../../redis/bulk-connection.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import { chunks } from '../../format/chunks.js';
import { keptRecord } from '../archive/record.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { ATTEMPTS, fateOf, recordOf, type KeyChange, type KeyChanger, type Outcome, type ReadKey } from './key-changer.js';
import { wasMade } from './lost-answer.js';
import { readDumps, readTypedValues } from './read-values.js';
import { retryLost } from './retry-lost.js';
import { writeRefused } from './write-refusals.js';

export interface TransactionOptions {
  connection: BulkOptions;
  archive: ArchiveWriter | null;
  /** Values are read with DUMP, or else by their types. */
  dump: boolean;
  /** Each key by itself. */
  single: boolean;
}

/** Keys of one transaction. WATCH compares each key with all that are watched already, so that its cost grows with the square. */
const GROUP = 32;
/** Connections of one node: their groups wait for the disk together. */
const LANES = 8;

export function transactionChanger(options: TransactionOptions): KeyChanger {
  const size = options.single ? 1 : GROUP;
  const lanes: Lane[] = [];
  const idle: Lane[] = [];
  const waiting: ((lane: Lane) => void)[] = [];

  const take = (): Promise<Lane> | Lane => {
    const lane = idle.pop();
    if (lane) return lane;
    if (lanes.length === LANES) return new Promise((resolve) => waiting.push(resolve));
    const fresh = new Lane(options);
    lanes.push(fresh);
    return fresh;
  };

  const onLane = async (changes: readonly KeyChange[]): Promise<Outcome[]> => {
    const lane = await take();
    try {
      return await lane.change(changes);
    } finally {
      const next = waiting.shift();
      if (next) next(lane);
      else idle.push(lane);
    }
  };

  return {
    async apply(changes) {
      const outcomes = await Promise.all(chunks(changes, size).map(onLane));
      return outcomes.flat();
    },
    close() {
      for (const lane of lanes) lane.close();
    },
  };
}

/** A connection of its own, since what it watches is for one transaction at a time. */
class Lane {
  #connection: BulkConnection | null = null;

  constructor(private readonly options: TransactionOptions) {}

  close(): void {
    this.#connection?.close();
    this.#connection = null;
  }

  /** One key that somebody writes must not hold up its neighbours: a group that was refused is tried again in halves. */
  async change(changes: readonly KeyChange[], attempt = 1): Promise<Outcome[]> {
    const outcomes = await this.#surely(changes);
    if (!outcomes.includes('altered')) return outcomes;
    if (changes.length === 1) return attempt < ATTEMPTS ? this.change(changes, attempt + 1) : outcomes;
    const half = changes.length >> 1;
    return [...(await this.change(changes.slice(0, half))), ...(await this.change(changes.slice(half)))];
  }

  /** A lost connection has forgotten what it watched: the group begins anew, and looks what was done. */
  #surely(changes: readonly KeyChange[]): Promise<Outcome[]> {
    const unsettled = new Map<KeyChange, ReadKey>();
    return retryLost(
      this.options.connection,
      () => this.#attempt(changes, unsettled),
      () => this.close(),
    );
  }

  /** `unsettled`: what was archived when an answer was lost. */
  async #attempt(changes: readonly KeyChange[], unsettled: Map<KeyChange, ReadKey>): Promise<Outcome[]> {
    const { archive, dump, connection: where } = this.options;
    const connection = (this.#connection ??= await BulkConnection.open(where));
    const names = changes.map(({ name }) => name);
    const watched = connection.send([['WATCH', ...names]]);
    const [[watching], read] = await Promise.all([
      watched,
      dump ? readDumps(connection, names) : watched.then(() => readTypedValues(connection, names)),
    ]);
    if (watching instanceof ReplyError) throw writeRefused(watching.message);
    const outcomes = changes.map((change, index): Outcome | null => {
      const [before, { key, type }] = [unsettled.get(change), read[index]!];
      return before && wasMade(change, before, key) ? 'done' : fateOf(change, key, type);
    });
    const notMade = changes.filter((change, index) => unsettled.has(change) && outcomes[index] !== 'done');
    await archive?.append(notMade.map((change) => keptRecord({ ...change, db: where.db })));
    unsettled.clear();
    const ready = changes.flatMap((change, index) =>
      outcomes[index] === null ? [{ change, key: read[index]!.key as ReadKey }] : [],
    );
    if (ready.length === 0) await connection.send([['UNWATCH']]);
    else {
      await archive?.append(ready.map(({ change, key }) => recordOf(change, key, where.db)));
      for (const { change, key } of ready) unsettled.set(change, key);
      const replies = await connection.send([['MULTI'], ...commandsOf(ready.map(({ change }) => change)), ['EXEC']]);
      const outcome: Outcome = committed(replies) ? 'done' : 'altered';
      if (outcome === 'altered') await archive?.append(ready.map(({ change }) => keptRecord({ ...change, db: where.db })));
      for (const [index, decided] of outcomes.entries()) outcomes[index] = decided ?? outcome;
    }
    return outcomes.map((outcome) => outcome ?? 'altered');
  }
}

/** All removals are one command. */
function commandsOf(changes: readonly KeyChange[]): string[][] {
  const removed = changes.flatMap(({ name, action }) => (action.kind === 'delete' ? [name] : []));
  const shortened = changes.flatMap(({ name, action }) =>
    action.kind === 'expire' ? [['PEXPIREAT', name, String(Math.round(action.atMs))]] : [],
  );
  return [...(removed.length > 0 ? [['UNLINK', ...removed]] : []), ...shortened];
}

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
