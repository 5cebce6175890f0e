/** Runs the scan: counts names as they arrive, and reads the chosen keys during the next SCAN. */
import type { LivePartition } from '../keyspace/live-source.js';
import type { KeyBatch } from '../keyspace/source.js';
import type { Pick, Tally } from '../keyspace/tally.js';

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
  /** Number of keys that are being read. */
  inFlight: number;
}

/** A failing partition does not stop the others. What was counted until then stays in the tally. */
export async function collect(options: CollectOptions): Promise<Collected> {
  const state: State = { stopped: null, unread: 0, failures: [], inFlight: 0 };
  const results = await Promise.allSettled(options.partitions.map((partition) => collectPartition(partition, options, state)));
  for (const result of results) if (result.status === 'rejected') state.failures.push(result.reason);
  return state;
}

async function collectPartition(partition: LivePartition, options: CollectOptions, state: State): Promise<void> {
  const { tally, limit } = options;
  let reading: Promise<void> = Promise.resolve();
  for await (const batch of partition.batches(() => reading)) {
    const room = limit - tally.keys;
    const names = batch.names.first(room);
    const picks = tally.count(batch.db, names);
    await reading;
    // Keys that other partitions are reading may still need their lengths, which are not charged yet.
    const affordable = Math.max(0, options.mayRead(scansLeft(options.partitions)) - state.inFlight);
    const chosen = picks.length > affordable ? picks.slice(0, affordable) : picks;
    state.unread += picks.length - chosen.length;
    state.inFlight += chosen.length;
    reading = read(tally, batch, chosen).finally(() => (state.inFlight -= chosen.length));
    // The await above, or the one after the loop, throws a failure.
    reading.catch(() => {});
    options.onProgress(tally.keys);
    if (names.length < batch.names.length || tally.keys >= limit) {
      state.stopped = 'limit';
      break;
    }
  }
  await reading;
}

const scansLeft = (partitions: readonly LivePartition[]): number =>
  partitions.reduce((sum, partition) => sum + partition.scansLeft(), 0);

async function read(tally: Tally, batch: KeyBatch, picks: readonly Pick[]): Promise<void> {
  const found = await batch.read(picks.map(({ position }) => position));
  for (const [index, pick] of picks.entries()) tally.add(pick, found[index]);
}
