/**
 * Finds the work of a rollup: the fine keys, their sums, and the amounts that the coarse keys lack. Sends only reading commands.
 */
import { usageError } from '../../format/errors.js';
import { listingsOf, type Listing } from '../../profile/listing.js';
import { keySegments } from '../../profile/pattern.js';
import type { Access } from '../../redis/control.js';
import { checkingGuard } from '../../redis/guard.js';
import type { Session } from '../../redis/topology.js';
import { protection, type ProtectedRow } from '../plan/protected.js';
import { keyedSender } from '../engine/keyed-sender.js';
import type { PlanBasis } from '../plan/basis.js';
import { makeChoice, type Choice } from '../plan/choice.js';
import type { GoneOwners } from '../plan/gone-owners.js';
import { whyNever } from '../../profile/never.js';
import { findGroups } from './find-groups.js';
import { removableOf } from './fine-removal.js';
import type { Group, GroupedNames } from './grouped-names.js';
import { batchesOf, judgeGroups, readGroups } from './judge-groups.js';
import { RollupCount } from './rollup-count.js';
import type { RollupPair } from './rollup-pair.js';
import { choosePairs } from './rollup-spec.js';

export interface RollupAsk {
  /** The value of `--rollup`. */
  rollup: string;
  /** True: remove the fine keys afterwards. */
  prune: boolean;
}

export interface FindRollupOptions extends RollupAsk {
  db: number;
  maxLatencyMs: number;
  signal: AbortSignal;
  /** For a plan from a file: true when it names the family. */
  isPlanned?: (profile: string, family: string) => boolean;
  onProgress: (keys: number, total: number | null) => void;
}

export interface FoundRollup {
  pairs: readonly RollupPair[];
  count: RollupCount;
  /** Selected families that are not changed. */
  protectedRows: readonly ProtectedRow[];
  todo: RollupWork;
}

/** Data for carrying it out. */
export interface RollupWork {
  /** Groups below their sums, and with a prune those with keys to remove. Must be closed. */
  names: GroupedNames;
  /** What may be removed; `null`: nothing. */
  prune: Choice | null;
  /** Index keys of removed keys. */
  indexes: ReadonlyMap<Listing, ReadonlySet<string>>;
  /** Indexes of all profiles that are there. */
  listings: readonly Listing[];
}

/** Throws a usage error, or (exit 4), if the profiles have no such rollup. */
export async function findRollup(
  session: Session,
  access: Access,
  basis: PlanBasis,
  options: FindRollupOptions,
): Promise<FoundRollup> {
  const { profiles, clock } = basis;
  const { db, signal, maxLatencyMs, isPlanned, onProgress } = options;
  const { pairs: all, refused } = choosePairs(options.rollup, profiles, clock.utcOffset);
  const pairs = isPlanned ? all.filter((pair) => speaksOf(isPlanned, pair)) : all;
  if (options.prune) rejectShared(pairs);
  const protectedRows: ProtectedRow[] = refused.map((row) => ({ ...row, keys: null }));
  const prune = options.prune ? pruneOf(pairs, basis, protectedRows) : null;
  const count = new RollupCount(pairs);
  const pass = { session, ...access, db, signal, maxLatencyMs, onProgress };
  const { names, indexes, gone } = await findGroups(count, { ...pass, profiles, pairs, clock, prune });
  try {
    const removes = await countGroups(names, { session, access, options, count, prune, gone });
    const todo = {
      names,
      prune,
      indexes: removes ? indexes : new Map<Listing, Set<string>>(),
      listings: profiles.flatMap(listingsOf),
    };
    return { pairs, count, protectedRows, todo };
  } catch (error) {
    names.close();
    throw error;
  }
}

const speaksOf = (isPlanned: (profile: string, family: string) => boolean, { profile, fine, coarse }: RollupPair): boolean =>
  [fine, coarse].some(({ family }) => isPlanned(profile.profile.name, family.id));

interface Counting {
  session: Session;
  access: Access;
  options: FindRollupOptions;
  count: RollupCount;
  prune: Choice | null;
  gone: GoneOwners;
}

/** Drops the groups that need no change. Resolves with true if anything is to be removed. */
async function countGroups(names: GroupedNames, counting: Counting): Promise<boolean> {
  const { session, access, options, count, prune } = counting;
  const { db, signal } = options;
  let removes = false;
  const sender = keyedSender({ session, guard: checkingGuard(), ledger: access.ledger, db, signal });
  try {
    for (const groups of batchesOf(names.groups())) {
      signal.throwIfAborted();
      const wanted = groups.filter((group) => {
        const isWanted = mayBeRaised(group, counting);
        if (!isWanted) names.drop(group);
        return isWanted;
      });
      for (const judged of await judgeGroups(sender, await readGroups(sender, wanted))) {
        const { read, state } = judged;
        const settled = state === 'complete' || state === 'short' || state === 'missing';
        const removable = settled ? removableOf(read, prune) : [];
        count.take(judged, removable);
        if (removable.length > 0) removes = true;
        if (judged.raises.length === 0 && removable.length === 0) names.drop(read.group);
      }
    }
    return removes;
  } finally {
    sender.close();
  }
}

/** Data of owners that no longer exist are not raised. A prune removes them. */
function mayBeRaised({ pair, coarse, names }: Group, { count, gone }: Counting): boolean {
  const segments = keySegments(coarse.name);
  const hasOwnName = pair.profile.match(segments) === pair.coarse;
  if (!hasOwnName) count.spare(pair.fine, protection('no-name-of-sum'), names.length);
  else if (gone.owns(pair.coarse, segments)) count.spare(pair.coarse, protection('owner-gone'));
  else return true;
  return false;
}

/** Keys that are removed for one sum would be missing in the other. */
function rejectShared(pairs: readonly RollupPair[]): void {
  const shared = pairs.find(({ fine }, index) => pairs.findIndex((other) => other.fine === fine) !== index);
  if (!shared) return;
  throw usageError(
    `${shared.fine.family.id} adds up to more than one of the families named, so it cannot be removed for one of them.`,
    'Run it without --prune first, then with --prune and one pair of families: --rollup FINE-ID:COARSE-ID',
  );
}

/** The fine keys that a prune may remove. Adds protected families to `protectedRows`. */
export function pruneOf(pairs: readonly RollupPair[], basis: PlanBasis, protectedRows: ProtectedRow[]): Choice {
  const families: string[] = [];
  for (const { fine } of pairs) {
    const never = whyNever(fine.family);
    if (never === null) families.push(fine.family.id);
    else protectedRows.push({ family: fine.family.id, keys: null, code: 'never-after-sum', params: never });
  }
  const nothing = { grains: [], model: false, records: false, orphans: false, leaked: false, legacy: false };
  const selection = { ...nothing, families, olderThanMs: null, includeOpen: false, setTtlMs: null, trimTo: null };
  const rule = { ...basis.clock, olderThanMs: null, includeOpen: false };
  return makeChoice(basis.profiles, selection, basis.versions, rule);
}
