/** Runs the scan: counts names as they arrive, and reads the chosen keys during the next SCAN. */
import type { LivePartition } from '../keyspace/live-source.js';
import type { KeyAnswers, KeyBatch } from '../keyspace/source.js';
import type { Pick, Tally } from '../keyspace/tally.js';
import type { Names } from '../redis/names.js';

export interface CollectOptions {
  tally: Tally;
  partitions: readonly LivePartition[];
  /** Maximum number of keys to count. */
  limit: number;
  signal: AbortSignal;
  /** Number of keys whose metadata may still be read under the command ceiling, given the remaining SCANs. */
  mayRead(scansLeft: number): number;
  onProgress(keys: number): void;
}

export interface Collected {
  /** `null`: the scan was complete. */
  stopped: 'limit' | null;
  /** Keys of the sample that were not read because of the command ceiling. */
  unread: number;
  /** Why partitions could not be read completely. */
  failures: unknown[];
}

interface State extends Collected {
  /** Number of keys whose names have arrived. */
  looked: number;
  /** Number of keys that are being read. */
  inFlight: number;
}

/** Number of batches of one partition that are read at once, so that the server has work while replies are counted. */
const AT_ONCE = 2;

/** A failing partition does not stop the others. What was counted until then stays in the tally. */
export async function collect(options: CollectOptions): Promise<Collected> {
  const state: State = { stopped: null, unread: 0, failures: [], looked: 0, inFlight: 0 };
  const results = await Promise.allSettled(options.partitions.map((partition) => collectPartition(partition, options, state)));
  for (const result of results) if (result.status === 'rejected') state.failures.push(result.reason);
  return state;
}

async function collectPartition(partition: LivePartition, options: CollectOptions, state: State): Promise<void> {
  const reading: Promise<void>[] = [];
  // A failed reading stays the first, so it fails every wait.
  const settle = async (most: number): Promise<void> => {
    for (; reading.length > most; reading.shift()) await reading[0];
  };
  try {
    await readPartition(partition, reading, settle, options, state);
    await settle(0);
  } finally {
    // After a failure, the other batches are still to be counted.
    await Promise.allSettled(reading);
  }
}

async function readPartition(
  partition: LivePartition,
  reading: Promise<void>[],
  settle: (most: number) => Promise<void>,
  options: CollectOptions,
  state: State,
): Promise<void> {
  const { tally, limit } = options;
  for await (const batch of partition.batches(() => settle(0))) {
    const names = batch.names.first(limit - state.looked);
    state.looked += names.length;
    // When every key is read, it is counted together with its metadata.
    const picks = tally.everything ? null : tally.count(batch.db, names);
    try {
      // Under a ceiling, what may be read is known only after everything before was read.
      await settle(options.mayRead(0) === Infinity ? AT_ONCE - 1 : 0);
    } catch (error) {
      if (!picks) tally.count(batch.db, names);
      throw error;
    }
    const next = read({ batch, names, picks }, options, state);
    // An await in `settle` throws a failure.
    next.catch(() => {});
    reading.push(next);
    options.onProgress(state.looked);
    if (names.length < batch.names.length || state.looked >= limit) {
      state.stopped = 'limit';
      return;
    }
  }
}

interface Reading {
  batch: KeyBatch;
  names: Names;
  /** `null`: every key is read; none is counted yet. */
  picks: readonly Pick[] | null;
}

async function read({ batch, names, picks }: Reading, options: CollectOptions, state: State): Promise<void> {
  const { tally, partitions } = options;
  // Keys that are being read may still need their lengths, which are not charged yet.
  const affordable = Math.max(0, options.mayRead(scansLeft(partitions)) - state.inFlight);
  const keys = picks?.length ?? names.length;
  const chosen = Math.min(keys, affordable);
  state.unread += keys - chosen;
  state.inFlight += chosen;
  try {
    if (!picks && chosen === keys) await readAll(tally, batch, names);
    else await readSome(tally, batch, (picks ?? tally.count(batch.db, names)).slice(0, chosen));
  } finally {
    state.inFlight -= chosen;
  }
}

const scansLeft = (partitions: readonly LivePartition[]): number =>
  partitions.reduce((sum, partition) => sum + partition.scansLeft(), 0);

async function readSome(tally: Tally, batch: KeyBatch, picks: readonly Pick[]): Promise<void> {
  const found = await batch.read(picks.map(({ key }) => key.name));
  for (const [place, pick] of picks.entries()) tally.add(pick, found.at(place));
}

async function readAll(tally: Tally, batch: KeyBatch, names: Names): Promise<void> {
  let found: KeyAnswers;
  try {
    found = await batch.read([...names]);
  } catch (error) {
    tally.count(batch.db, names);
    throw error;
  }
  tally.countRead(batch.db, names, found);
}
