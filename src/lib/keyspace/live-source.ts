/** Keys of a live server: SCAN on every node, and metadata in pipelines from the node that returned the name. */
import type { CommandGuard } from '../redis/guard.js';
import { readKeyMeta, type MetaQuestions, type RawMeta } from '../redis/key-meta.js';
import type { Ledger } from '../redis/ledger.js';
import type { Names } from '../redis/names.js';
import { Pace } from '../redis/pace.js';
import { scanNames, type ScanFilter } from '../redis/scan.js';
import type { SessionNode } from '../redis/topology.js';
import { SteadyConnection } from '../redis/steady-connection.js';
import type { Target } from '../redis/target.js';
import { SeenNames } from './seen-names.js';
import { estimateSize } from './size-estimate.js';
import type { KeyAnswer, KeyBatch, Partition } from './source.js';

export interface LiveOptions {
  target: Target;
  guard: CommandGuard;
  ledger: Ledger;
  questions: MetaQuestions;
  /** Estimates sizes from lengths. */
  sizesFromLength: boolean;
  noTouch: boolean;
  filter: ScanFilter;
  maxLatencyMs: number;
  signal: AbortSignal;
}

/** One database of one node. */
export interface LivePartition extends Partition {
  /** Number of reconnections. */
  readonly reconnects: number;
  /** True when SCAN has returned cursor 0. */
  readonly done: boolean;
  /** Estimated number of remaining SCANs. */
  scansLeft(): number;
}

/** Number of PINGs. The shortest is the round trip without waiting. */
const PINGS = 3;
/** Share of the remaining command ceiling that SCAN may take before its COUNT is raised. */
const SCAN_SHARE = 0.5;
/** Reserve, because SCAN returns fewer names than COUNT from sparse tables, and a slow moment lowers COUNT. */
const SCAN_MARGIN = 1.5;

export function livePartition(node: SessionNode, db: number, keys: number, options: LiveOptions): LivePartition {
  const { target, guard, ledger, filter, signal } = options;
  let connection: SteadyConnection | null = null;
  let pace: Pace | null = null;
  let seen = 0;
  let done = false;
  const scansLeft = (): number => (done ? 0 : Math.ceil((Math.max(0, keys - seen) / (pace?.count ?? 100)) * SCAN_MARGIN) + 1);
  return {
    get reconnects() {
      return connection?.reconnects ?? 0;
    },
    get done() {
      return done;
    },
    scansLeft,
    async *batches(settle) {
      connection = await SteadyConnection.open({
        target,
        address: node.address,
        guard,
        ledger,
        readonly: node.readonly,
        noTouch: options.noTouch,
        db,
        signal,
      });
      try {
        pace = new Pace(options.maxLatencyMs, await roundTrip(connection));
        const repeated = new SeenNames();
        const mayScan = (): boolean => ledger.remaining > 0;
        const reported = node.info.has('keyspace') ? keys : null;
        for await (const { names, last } of scanNames({ connection, pace, filter, reported, signal, mayScan, settle })) {
          seen += names.length;
          done = last;
          if (ledger.ceiling !== Infinity) pace.atLeast((keys - seen) / Math.max(1, ledger.remaining * SCAN_SHARE));
          yield batch(connection, db, repeated.fresh(names), options);
        }
      } finally {
        // The reader may still process the last batch; it reports its own failures.
        await settle().catch(() => {});
        connection.close();
      }
    },
  };
}

async function roundTrip(connection: SteadyConnection): Promise<number> {
  let shortest = Infinity;
  for (let i = 0; i < PINGS; i++) {
    const startedAt = performance.now();
    await connection.send([['PING']]);
    shortest = Math.min(shortest, performance.now() - startedAt);
  }
  return shortest;
}

function batch(connection: SteadyConnection, db: number, names: Names, options: LiveOptions): KeyBatch {
  return {
    db,
    names,
    async read(wanted) {
      const found = await readKeyMeta(connection, wanted, options.questions);
      return { at: (place) => answerOf(found.at(place), wanted[place]!, options.sizesFromLength) };
    },
  };
}

function answerOf(meta: RawMeta, name: string, sizesFromLength: boolean): KeyAnswer {
  const { type, length, elementBytes } = meta;
  if (meta.refused) return 'refused';
  if (type === 'none' || meta.ttlMs === -2) return undefined;
  if (sizesFromLength && type !== null && length !== null) meta.bytes = estimateSize({ type, length, elementBytes }, name.length);
  return meta;
}
