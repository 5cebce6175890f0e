/** Drives the scan: names are counted as they come, chosen keys are read while the next names are on their way. */
import type { LivePartition } from '../keyspace/live-source.js';
import type { KeyBatch } from '../keyspace/source.js';
import type { Pick, Tally } from '../keyspace/tally.js';

export interface CollectOptions {
  tally: Tally;
  partitions: readonly LivePartition[];
  /** Keys to look at in all. */
  limit: number;
  signal: AbortSignal;
  /** Keys of which metadata may still be read under the command ceiling, given the SCANs to come. */
  mayRead(scansLeft: number): number;
  onProgress(keys: number): void;
}

export interface Collected {
  /** `null`: everything was looked at. */
  stopped: 'limit' | null;
  /** Keys that were to be read but were not, for the sake of the command ceiling. */
  unread: number;
  /** Why partitions could not be read to their end. */
  failures: unknown[];
}

interface State extends Collected {
  /** Keys being read at this moment. */
  inFlight: number;
}

/** A partition that fails does not stop the others; everything counted until then stays in the tally. */
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
    const names = batch.names.length > room ? batch.names.slice(0, room) : batch.names;
    const picks = tally.count(batch.db, names);
    await reading;
    // Keys being read elsewhere may still ask for their lengths, which are not charged yet.
    const affordable = Math.max(0, options.mayRead(scansLeft(options.partitions)) - state.inFlight);
    const chosen = picks.length > affordable ? picks.slice(0, affordable) : picks;
    state.unread += picks.length - chosen.length;
    state.inFlight += chosen.length;
    reading = read(tally, batch, chosen).finally(() => (state.inFlight -= chosen.length));
    // A failure is met by the await above, or by the one behind the loop.
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
