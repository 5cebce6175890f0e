/**
 * One pass over all names: fine keys of periods that are over, by the coarse keys that they add up to, and the indexes of
 * removable keys.
 */
import { says } from '../../errors/changes.js';
import { keysAtStart } from '../../redis/database-keys.js';
import type { CompiledFamily, CompiledProfile } from '../../profile/classify.js';
import type { Listing } from '../../profile/listing.js';
import { keySegments } from '../../profile/pattern.js';
import { EXIT, failure, type MeterError } from '../../format/errors.js';
import { liveProbe } from '../../keyspace/live-probe.js';
import { passOverKeys, type PassOptions } from '../engine/key-pass.js';
import type { AgeRule } from '../../profile/age.js';
import type { Choice } from '../plan/choice.js';
import { noneIsGone, OwnerTraces, type GoneOwners } from '../plan/gone-owners.js';
import { protection } from '../plan/protected.js';
import { GroupedNames } from './grouped-names.js';
import type { RollupCount } from './rollup-count.js';
import type { RollupPair } from './rollup-pair.js';

export interface FindOptions extends PassOptions {
  profiles: readonly CompiledProfile[];
  pairs: readonly RollupPair[];
  clock: Pick<AgeRule, 'now' | 'marginMs'>;
  /** The choice of a prune of the fine families; `null`: nothing is removed. */
  prune: Choice | null;
  onProgress: (keys: number, total: number | null) => void;
}

export interface FoundGroups {
  /** Must be closed. */
  names: GroupedNames;
  indexes: Map<Listing, Set<string>>;
  /** Owners that no longer exist. */
  gone: GoneOwners;
}

/** Rejects if not every key was seen, because a sum of some keys proves nothing. */
export async function findGroups(count: RollupCount, options: FindOptions): Promise<FoundGroups> {
  const { pairs, profiles } = options;
  const { session, guard, ledger, db } = options;
  const total = keysAtStart(session, db);
  const found = { names: new GroupedNames(pairs), indexes: new Map<Listing, Set<string>>(), owners: new OwnerTraces(profiles) };
  const byFine = new Map<CompiledFamily, RollupPair[]>();
  for (const pair of pairs) byFine.set(pair.fine, [...(byFine.get(pair.fine) ?? []), pair]);
  try {
    const whole = await passOverKeys(options, ({ names }) => {
      count.seen += names.length;
      for (const name of names) sort(name, byFine, count, found, options);
      options.onProgress(count.seen, total);
      return Promise.resolve();
    });
    if (!whole) throw notSeen(options.signal.aborted);
    const probe = liveProbe({ session, guard, ledger, noTouch: false, mayTouch: true });
    try {
      return { ...found, gone: await found.owners.settle(probe, db, noneIsGone) };
    } finally {
      probe.close();
    }
  } catch (error) {
    found.names.close();
    throw error;
  }
}

interface Finding {
  names: GroupedNames;
  indexes: Map<Listing, Set<string>>;
  owners: OwnerTraces;
}

function sort(
  name: string,
  byFine: ReadonlyMap<CompiledFamily, readonly RollupPair[]>,
  count: RollupCount,
  found: Finding,
  { profiles, clock, prune }: FindOptions,
): void {
  const segments = keySegments(name);
  let family: CompiledFamily | null = null;
  let ambiguous = false;
  for (const profile of profiles) {
    const claimed = profile.match(segments);
    if (!claimed) continue;
    // Of every key: if only fine keys of owners that are gone were left, nothing would prove that others exist.
    found.owners.note(claimed, segments);
    ambiguous = family !== null;
    if (family === null || byFine.has(claimed)) family = claimed;
  }
  if (!family) return;
  if (prune && family.family.role === 'index') noteIndex(name, prune, found.indexes);
  for (const pair of byFine.get(family) ?? []) {
    const coarse = pair.coarseOf(segments);
    if (ambiguous) count.spare(pair.fine, protection('two-applications'));
    else if (!coarse) count.spare(pair.fine, protection('no-period'));
    else if (coarse.end + clock.marginMs > clock.now)
      count.spare(pair.fine, { code: 'open-sum', params: { grain: pair.coarse.family.grain } });
    else found.names.add(pair, coarse, name);
  }
}

function noteIndex(name: string, { candidates }: Choice, indexes: Map<Listing, Set<string>>): void {
  const judged = candidates.judge(name);
  if (!judged || !('listing' in judged)) return;
  indexes.set(judged.listing, (indexes.get(judged.listing) ?? new Set<string>()).add(name));
}

const notSeen = (interrupted: boolean): MeterError =>
  failure(says('sum-of-part'), interrupted ? EXIT.interrupted : EXIT.partial, 'no-plan');
