/** A few connections to each node for undoing single records. Records of one key use the same connection, one after the other. */
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Session, SessionNode } from '../../redis/topology.js';
import { probeKey } from '../engine/abilities.js';
import { settleAll } from '../engine/settle-all.js';
import type { Entry, Fate } from './entry.js';
import { keyTransactions, type Decide, type KeyTransactions, type Means } from './key-transaction.js';

/** Number of connections to each node. */
const LANES = 4;

export interface Lanes {
  /** Calls `take` with each fate as it arrives. Entries of one key are undone in the given order. */
  undo(entries: readonly Entry[], decide: (entry: Entry) => Decide, take: (entry: Entry, fate: Fate) => void): Promise<void>;
  close(): void;
  /** How often a connection was lost. */
  readonly losses: number;
}

export interface LaneOptions extends Omit<Means, 'probe'> {
  session: Session;
  guard: CommandGuard;
  ledger: Ledger;
  db: number;
}

export function openLanes({ session, guard, ledger, db, ...means }: LaneOptions): Lanes {
  const lanes = new Map<SessionNode, KeyTransactions[]>();

  const lanesOf = (node: SessionNode): KeyTransactions[] => {
    const options = { target: session.target, address: node.address, guard, ledger, readonly: false, noTouch: false, db };
    const known =
      lanes.get(node) ?? Array.from({ length: LANES }, () => keyTransactions(options, { ...means, probe: probeKey(node) }));
    lanes.set(node, known);
    return known;
  };

  return {
    async undo(entries, decide, take) {
      const queues = new Map<KeyTransactions, Entry[]>();
      for (const entry of entries) {
        const { record } = entry;
        const lane = lanesOf(session.nodeForKey(record.name))[laneNumber(record.name)]!;
        const queue = queues.get(lane) ?? [];
        queues.set(lane, queue);
        queue.push(entry);
      }
      await settleAll(
        [...queues].map(async ([lane, own]) => {
          for (const entry of own) take(entry, await lane.undo(entry, decide(entry)));
        }),
      );
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
