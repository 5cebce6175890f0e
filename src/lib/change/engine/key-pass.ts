/** One pass over the keys of a database, on every node. */
import { says } from '../../errors/changes.js';
import { EXIT, failure } from '../../format/errors.js';
import type { KeyBatch } from '../../keyspace/source.js';
import { livePartition } from '../../keyspace/live-source.js';
import type { CommandGuard } from '../../redis/guard.js';
import { infoDatabases } from '../../redis/info.js';
import { budgetSpent, type Ledger } from '../../redis/ledger.js';
import type { Session } from '../../redis/topology.js';

export interface PassOptions {
  session: Session;
  guard: CommandGuard;
  ledger: Ledger;
  db: number;
  maxLatencyMs: number;
  signal: AbortSignal;
}

/**
 * Calls `work` for each batch of names with the number of its node. Requests the next batch of a node during the work on the
 * previous one. Resolves with true when every node was read completely, with false after an interruption. Rejects with the first
 * failure, and if the command ceiling ends it.
 */
export async function passOverKeys(
  options: PassOptions,
  work: (batch: KeyBatch, node: number) => Promise<void>,
): Promise<boolean> {
  const { session, db } = options;
  const results = await Promise.allSettled(
    session.nodes.map(async (node, number) => {
      const keys = infoDatabases(node.info).find((row) => row.db === db)?.keys ?? 0;
      const partition = livePartition(node, db, keys, {
        target: session.target,
        guard: options.guard,
        ledger: options.ledger,
        questions: { type: false, ttl: true, memoryUsage: false, length: false, element: false },
        sizesFromLength: false,
        noTouch: false,
        filter: { match: null, type: null },
        maxLatencyMs: options.maxLatencyMs,
        signal: options.signal,
      });
      let pending: Promise<void> = Promise.resolve();
      for await (const batch of partition.batches(() => pending)) {
        await pending;
        pending = work(batch, number);
        // The await above, or the one after the loop, throws a failure.
        pending.catch(() => {});
      }
      await pending;
      return partition.done;
    }),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  const whole = results.every((result) => result.status === 'fulfilled' && result.value);
  if (!whole && !options.signal.aborted) throw budgetSpent(options.ledger.ceiling);
  return whole;
}

/** The same for work that is useless unless every key was seen. */
export async function passOverAllKeys(...[options, work]: Parameters<typeof passOverKeys>): Promise<void> {
  if (await passOverKeys(options, work)) return;
  throw failure(says('interrupted-before-change'), EXIT.interrupted, 'interrupted');
}
