/** Finds and counts the keys of a choice. */
import type { KeyBatch } from '../../keyspace/source.js';
import { keysAtStart } from '../../redis/database-keys.js';
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Session } from '../../redis/topology.js';
import { expiresLater } from '../engine/key-change.js';
import { keyedSender, type KeyedSender } from '../engine/keyed-sender.js';
import { passOverAllKeys } from '../engine/key-pass.js';
import { NameList } from '../engine/name-list.js';
import type { Listing } from '../../profile/listing.js';
import { latestClock } from '../engine/server-clock.js';
import type { Candidate } from '../plan/candidates.js';
import { changesTtls, keyAction, trimRule, type Choice } from '../plan/choice.js';
import { unusedKeys } from './leaks.js';
import { PlanCount } from './plan-count.js';
import { countTrimmed, type ConsumerGroup } from './trim.js';
import type { PlanNotice } from '../notices.js';

export interface CountOptions {
  db: number;
  maxLatencyMs: number;
  signal: AbortSignal;
  /** Keep every key name. */
  listKeys: boolean;
  /** Only these keys and indexes; absent: all. */
  only?: ReadonlySet<string>;
  /** Receives every name. */
  onName?: (name: string) => void;
  onProgress: (keys: number, total: number | null) => void;
}

export interface CountedKeys {
  count: PlanCount;
  /** Keys to change, and indexes to update. Must be closed. */
  names: NameList;
}

interface Counting extends CountedKeys {
  choice: Choice;
  sender: KeyedSender;
  trims: { node: number; candidate: Candidate }[];
  only: ReadonlySet<string> | undefined;
  onName: ((name: string) => void) | undefined;
  /** The time of `latestClock`, if TTLs are changed. */
  present: () => number;
}

/** One pass over all names. Reads TTLs if the choice depends on them. */
export async function countKeys(
  session: Session,
  access: { guard: CommandGuard; ledger: Ledger },
  choice: Choice,
  options: CountOptions,
): Promise<CountedKeys> {
  const { db, only, onName, onProgress } = options;
  const total = keysAtStart(session, db);
  const sender = keyedSender({ session, ...access, db });
  const present = changesTtls(choice) ? await latestClock(session.nodes) : Date.now;
  const counting: Counting = {
    count: new PlanCount(options.listKeys, byOwner(choice)),
    names: new NameList(),
    choice,
    sender,
    trims: [],
    only,
    onName,
    present,
  };
  const { count, names, trims } = counting;
  try {
    await passOverAllKeys({ session, ...access, ...options }, async (batch, node) => {
      await countBatch(counting, batch, node);
      onProgress(count.seen, total);
    });
    for (const { node, candidate } of trims) {
      const connection = await sender.connectionTo(session.nodes[node]!);
      const found = await countTrimmed(connection, candidate.name, candidate.compiled.family, trimRule(choice));
      if ('stays' in found) {
        count.spare(candidate.compiled, found.stays);
        if (found.stays === 'grouped') count.notes.push(groupsNote(candidate.compiled.family.id, found.groups));
        continue;
      }
      if (found.elements === 0) continue;
      count.take(candidate, found);
      names.add(node, candidate.name);
    }
    return { count, names };
  } catch (error) {
    names.close();
    throw error;
  } finally {
    sender.close();
  }
}

/** Indexes that lose only some of their members. */
function byOwner({ families: { chosen }, listings }: Choice): Listing[] {
  const owned = new Set(chosen.flatMap(({ compiled, actions }) => (actions.includes('orphan') ? [compiled] : [])));
  return listings.filter(({ listed }) => owned.has(listed));
}

async function countBatch(
  { count, names, choice, sender, trims, only, onName, present }: Counting,
  batch: KeyBatch,
  node: number,
): Promise<void> {
  const expiring: { position: number; candidate: Candidate }[] = [];
  const take = (candidate: Candidate): void => {
    count.take(candidate);
    names.add(node, candidate.name);
  };
  count.seen += batch.names.length;
  for (const [position, name] of [...batch.names].entries()) {
    onName?.(name);
    const judged = choice.candidates.judge(name);
    if (!judged) continue;
    if ('listing' in judged) {
      count.lookAfter(judged.listing);
      names.add(node, name);
    } else if ('spared' in judged) count.spare(judged.compiled, judged.spared);
    else if (only && !only.has(name)) continue;
    else if (judged.action === 'trim') trims.push({ node, candidate: judged });
    else if (judged.action === 'delete') take(judged);
    else expiring.push({ position, candidate: judged });
  }
  const longer = await expiringLater(expiring, batch, choice, present);
  const unused = new Set(
    await unusedKeys(
      longer.filter(({ action }) => action === 'leak'),
      sender,
    ),
  );
  for (const candidate of longer) {
    if (candidate.action !== 'leak' || unused.has(candidate)) take(candidate);
    else count.spare(candidate.compiled, 'in-use');
  }
}

const groupsNote = (family: string, groups: readonly ConsumerGroup[]): PlanNotice => ({
  code: 'read-by-groups',
  params: { family, groups: groups.map(({ name, unread, pending }) => ({ name, unread, pending })) },
});

/** Candidates whose TTL is longer than the new one. */
async function expiringLater(
  expiring: readonly { position: number; candidate: Candidate }[],
  batch: KeyBatch,
  choice: Choice,
  present: () => number,
): Promise<Candidate[]> {
  if (expiring.length === 0) return [];
  const metas = await batch.read(expiring.map(({ candidate }) => candidate.name));
  const now = present();
  return expiring.flatMap(({ candidate }, index) => {
    const meta = metas.at(index);
    const left = meta === undefined || meta === 'refused' ? null : meta.ttlMs;
    const action = keyAction(candidate, choice, now);
    if (left === null || action?.kind !== 'expire') return [];
    return left < 0 || (!action.onlyLost && expiresLater(now + left, action.atMs)) ? [candidate] : [];
  });
}
