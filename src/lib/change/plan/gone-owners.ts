/** Owners that certainly no longer exist: keys name them, and their own keys do not exist. */
import { says } from '../../errors/changes.js';
import { EXIT, failure, type MeterError } from '../../format/errors.js';
import type { Identity } from '../../audit/identity.js';
import { ownerPlaceholder, severalOf } from '../../audit/owner-words.js';
import { liveProbe } from '../../keyspace/live-probe.js';
import type { KeyProbe } from '../../keyspace/probe.js';
import type { CompiledFamily, CompiledProfile } from '../../profile/classify.js';
import { fillPattern, keySegments, parsePattern, slotText } from '../../profile/pattern.js';
import type { Owner } from '../../profile/types.js';
import { BUDGET_SPENT } from '../../redis/ledger.js';
import { passOverAllKeys, type PassOptions } from '../engine/key-pass.js';
import type { PlanNotice } from '../notices.js';

export interface GoneOwners {
  /** Notes about these owners, one for each kind. */
  notes(identity: Identity): PlanNotice[];
  /** True when the key belongs to an owner that no longer exists. */
  owns(compiled: CompiledFamily, segments: readonly string[]): boolean;
}

export const NO_OWNERS: GoneOwners = { notes: () => [], owns: () => false };

/** Finds the owners that no longer exist, by a pass over all names and an EXISTS for each owner and pattern. */
export async function findGoneOwners(
  profiles: readonly CompiledProfile[],
  options: PassOptions,
  ifNobody: IfNobody = rejectSeveral,
): Promise<GoneOwners> {
  const { session, guard, ledger, db } = options;
  const traces = new OwnerTraces(profiles);
  await passOverAllKeys(options, ({ names }) => {
    for (const name of names) {
      const segments = keySegments(name);
      for (const profile of profiles) {
        const family = profile.match(segments);
        if (family) traces.note(family, segments);
      }
    }
    return Promise.resolve();
  });
  const probe = liveProbe({ session, guard, ledger, noTouch: false, mayTouch: true });
  try {
    return await traces.settle(probe, db, ifNobody);
  } finally {
    probe.close();
  }
}

/** Maximum number of owners per kind: more than any relay has. */
const MOST = 500_000;
/** Owners per request. */
const BATCH = 500;

interface Traces {
  owner: Owner;
  compiled: CompiledProfile;
  ids: Set<string>;
}

type OwnerProbe = Pick<KeyProbe, 'exists' | 'leftOut'>;

type IfNobody = (owner: Owner, missing: Set<string>) => Set<string>;

/** Several missing owners and no existing one mean a wrong database, not a relay without keys. */
const rejectSeveral: IfNobody = (owner, missing) => {
  if (missing.size > 1) throw nobodyThere(owner, missing.size);
  return missing;
};

/** If no owner exists at all, nothing is proven about any of them. */
export const noneIsGone: IfNobody = () => new Set();

/** Collects the owners that keys name, then checks each. */
export class OwnerTraces {
  readonly #kinds: Traces[];

  constructor(profiles: readonly CompiledProfile[]) {
    this.#kinds = profiles.flatMap((compiled) =>
      (compiled.profile.owners ?? []).map((owner): Traces => ({ owner, compiled, ids: new Set() })),
    );
  }

  /** `segments`: those of a name of this family. */
  note(family: CompiledFamily, segments: readonly string[]): void {
    for (const { owner, compiled, ids } of this.#kinds) {
      if (compiled.profile !== family.profile) continue;
      const id = traceOf(owner, family, segments);
      if (id === null || ids.has(id)) continue;
      // A slice would keep the whole name in memory.
      if (ids.size < MOST) ids.add(Buffer.from(id, 'latin1').toString('latin1'));
    }
  }

  /** The owners that no longer exist. `ifNobody` decides if no owner exists at all. One EXISTS for each owner and pattern. */
  async settle(probe: OwnerProbe, db: number, ifNobody: IfNobody): Promise<GoneOwners> {
    const gone = new Map<Owner, Set<string>>();
    for (const { owner, ids } of this.#kinds) {
      const missing = await missingOf(owner, [...ids], probe, db);
      // An owner that was not checked counts as existing, so an incomplete check must not look like a result.
      if (probe.leftOut() > 0) throw notAsked();
      gone.set(owner, missing.size === ids.size ? ifNobody(owner, missing) : missing);
    }
    return {
      notes: (identity) => this.#kinds.flatMap((kind) => notesOf(kind, gone.get(kind.owner)!, identity)),
      owns: (compiled, segments) =>
        (compiled.profile.owners ?? []).some((owner) => {
          const id = traceOf(owner, compiled, segments);
          return id !== null && gone.get(owner)?.has(id) === true;
        }),
    };
  }
}

/** Number of owners of a kind that are named. */
const NAMED = 3;

function notesOf({ owner, compiled }: Traces, gone: ReadonlySet<string>, identity: Identity): PlanNotice[] {
  if (gone.size === 0) return [];
  const placeholder = ownerPlaceholder(owner, compiled);
  const ids = [...gone].slice(0, NAMED).map((id) => identity.id(id, placeholder));
  return [{ code: 'owners-gone', params: { owner: owner.title, count: gone.size, ids } }];
}

function traceOf(owner: Owner, { family, dimensions }: CompiledFamily, segments: readonly string[]): string | null {
  if (!owner.usedIn?.includes(family.id)) return null;
  const slot = dimensions.find(({ name }) => name === owner.dimension)?.slot;
  return slot ? slotText(slot, segments) : null;
}

async function missingOf(owner: Owner, ids: readonly string[], probe: OwnerProbe, db: number): Promise<Set<string>> {
  const missing = new Set<string>();
  for (let at = 0; at < ids.length; at += BATCH) {
    const asked = ids.slice(at, at + BATCH);
    const absent = new Set(asked);
    for (const pattern of owner.exists) {
      const [placeholder = ''] = parsePattern(pattern).flatMap((part) => ('placeholder' in part ? [part.placeholder] : []));
      const answers = await probe.exists(asked.map((id) => ({ db, name: fillPattern(pattern, { [placeholder]: id }) })));
      // Only a clear no counts: without a reply the owner counts as existing.
      for (const [index, answer] of answers.entries()) if (answer !== false) absent.delete(asked[index]!);
    }
    for (const id of absent) missing.add(id);
  }
  return missing;
}

const notAsked = (): MeterError => failure(says('owners-budget'), EXIT.partial, BUDGET_SPENT);

function nobodyThere(owner: Owner, count: number): MeterError {
  return failure(says('nobody-there', { count, owners: [owner.title, severalOf(owner)] }), EXIT.refused, 'no-owner');
}
