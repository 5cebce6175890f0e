/** A few connections to each node over which single records are undone; those of one key take turns on the same one. */
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Session, SessionNode } from '../../redis/topology.js';
import { allEnded } from '../engine/all-ended.js';
import type { Entry, Fate } from './entry.js';
import { keyTransactions, type Decide, type KeyTransactions } from './key-transaction.js';

/** Connections to each node. */
const LANES = 4;

export interface Lanes {
  /** One fate for each entry; those of one key are undone in the order given. */
  undo(entries: readonly Entry[], decide: (entry: Entry) => Decide): Promise<Fate[]>;
  close(): void;
  /** How often a connection was lost. */
  readonly losses: number;
}

export interface LaneOptions {
  session: Session;
  guard: CommandGuard;
  ledger: Ledger;
  db: number;
  /** EVAL is allowed. */
  scripts: boolean;
}

export function openLanes({ session, guard, ledger, db, scripts }: LaneOptions): Lanes {
  const lanes = new Map<SessionNode, KeyTransactions[]>();

  const lanesOf = (node: SessionNode): KeyTransactions[] => {
    const options = { target: session.target, address: node.address, guard, ledger, readonly: false, noTouch: false, db };
    const known = lanes.get(node) ?? Array.from({ length: LANES }, () => keyTransactions(options, scripts));
    lanes.set(node, known);
    return known;
  };

  return {
    async undo(entries, decide) {
      const fates = entries.map((): Fate => 'altered');
      const queues = new Map<KeyTransactions, number[]>();
      for (const [index, { record }] of entries.entries()) {
        const lane = lanesOf(session.nodeForKey(record.name))[laneNumber(record.name)]!;
        const queue = queues.get(lane) ?? [];
        queues.set(lane, queue);
        queue.push(index);
      }
      await allEnded(
        [...queues].map(async ([lane, indexes]) => {
          for (const index of indexes) fates[index] = await lane.undo(entries[index]!, decide(entries[index]!));
        }),
      );
      return fates;
    },
    close() {
      for (const lane of [...lanes.values()].flat()) lane.close();
    },
    get losses() {
      return [...lanes.values()].flat().reduce((sum, lane) => sum + lane.losses, 0);
    },
  };
}

function laneNumber(name: string): number {
  let hash = 0;
  for (let at = 0; at < name.length; at++) hash = (Math.imul(hash, 31) + name.charCodeAt(at)) >>> 0;
  return hash % LANES;
}
