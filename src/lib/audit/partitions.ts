/** One partition for each database of each node. */
import { livePartition, type LivePartition } from '../keyspace/live-source.js';
import type { CommandGuard } from '../redis/guard.js';
import { infoDatabases } from '../redis/info.js';
import type { Ledger } from '../redis/ledger.js';
import type { Session } from '../redis/topology.js';
import type { AuditOptions } from './options.js';
import type { ReadingRules } from './reading-rules.js';

export interface OpenPartition {
  db: number;
  partition: LivePartition;
}

export function openPartitions(
  session: Session,
  { guard, ledger }: { guard: CommandGuard; ledger: Ledger },
  options: AuditOptions & { reported: readonly number[] | null },
  reading: ReadingRules,
): OpenPartition[] {
  return session.nodes.flatMap((node, index) => {
    const known = infoDatabases(node.info);
    const dbs = options.databases === 'all' ? known.map(({ db }) => db) : [options.databases];
    return dbs.map((db) => {
      const keys =
        (options.databases === 'all' ? known.find((candidate) => candidate.db === db)?.keys : options.reported?.[index]) ?? 0;
      const partition = livePartition(node, db, keys, {
        target: session.target,
        guard,
        ledger,
        questions: reading.questions,
        sizesFromLength: reading.sizesFromLength,
        noTouch: reading.noTouch,
        filter: { match: options.pattern, type: options.type },
        maxLatencyMs: options.maxLatencyMs,
        signal: options.signal,
      });
      return { db, partition };
    });
  });
}
