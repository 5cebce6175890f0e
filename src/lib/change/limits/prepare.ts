/** Prepares changes of limits, from a new or an earlier plan. */
import { says } from '../../errors/changes.js';
import { EXIT, failure, type MeterError, usageError } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';
import { groupsOf, type Group, type ReadyLimit } from '../../limits/groups.js';
import { compileProfile, type CompiledProfile } from '../../profile/classify.js';
import type { Profile } from '../../profile/types.js';
import { isCertain, type OffsetGiven } from '../../recognise/utc-offset.js';
import { databaseKeys } from '../../redis/database-keys.js';
import { fingerprintOf } from '../../redis/fingerprint.js';
import { figuresGuard } from '../../redis/guard.js';
import { chosenApplication } from '../../usage/application.js';
import { readLive } from '../../usage/read-live.js';
import type { Prepared } from '../course/course.js';
import type { Work } from '../course/work.js';
import { CHANGE_SCRIPTS } from '../engine/scripts.js';
import { presentTime, rejectAhead } from '../engine/server-clock.js';
import type { PlanNotice } from '../notices.js';
import type { PlanData } from '../plan/model.js';
import type { LimitsPlan } from '../plan/schema.js';
import { applyLimits } from './apply.js';
import { findLimits } from './find.js';
import { countersOf, isLimitText, isNameOf } from './limit-reader.js';
import { planLimits } from './plan.js';
import type { LimitChange, LimitsWish } from './request.js';

export interface LimitsRequest {
  wish: LimitsWish;
  /** Id of the limit; `null`: the only one. */
  limit: string | null;
  profiles: readonly Profile[];
  profilesAsked: boolean;
  profileSpecs: string[];
  /** `null`: the earlier of the clocks of this machine and of the server. */
  now: Date | null;
  offset: OffsetGiven;
  maxLatencyMs: number;
  asTyped: string;
  showIds: boolean;
}

export async function prepareLimits(work: Work, request: LimitsRequest): Promise<Prepared> {
  const { session, ledger, db, signal } = work;
  const { wish, limit, showIds, profiles, profilesAsked, offset, maxLatencyMs } = request;
  const { now, notes } = await clockOf(work, request.now);
  const reading = { profiles, profilesAsked, database: db, now, offset, showIds, signal, maxLatencyMs, scan: false };
  const { data } = await readLive(
    session,
    { guard: figuresGuard(), ledger },
    { ...reading, onProgress: work.onProgress },
    async (keys) => ({
      source: { partial: null },
      found: await findLimits(keys, { wish, limit, now }),
      clock: keys.recognised.offset,
      release: chosenApplication(keys.recognised, 'limits').chosen.release,
    }),
  );
  if (signal.aborted) throw failure(says('interrupted-unchanged'), EXIT.interrupted, 'interrupted');
  const { found, clock, release } = data;
  const { utcOffset, offsetFrom, evidence } = clock;
  const { profile, group, ready } = found;
  const assumed: PlanNotice[] =
    found.cycle === null || profile.profile.offset === undefined || isCertain(clock)
      ? []
      : [{ code: 'offset-assumed', params: { utcOffset } }];
  const plan = planLimits(found, {
    verb: wish.verb,
    target: work.target,
    fingerprint: await fingerprintOf(session),
    asTyped: request.asTyped,
    profileSpecs: request.profileSpecs,
    release: { name: profile.profile.name, version: release.from, upTo: release.to },
    clock: { now, utcOffset, offsetFrom, evidence },
    keyspace: await databaseKeys(session),
    showIds,
    notes: [...notes, ...assumed],
  });
  return prepared(work, plan, { profile, group, ready, changes: found.changes, isReset: wish.verb === 'reset' });
}

/** Throws a usage error if the plan names keys or limits that may not be changed. */
export async function prepareLimitsAgain(
  work: Work,
  plan: LimitsPlan,
  { profiles, asTyped }: { profiles: readonly Profile[]; asTyped: string },
): Promise<Prepared> {
  const { limit: id, profile: name, changes: listed } = plan.selection;
  const isReset = plan.command === 'limits reset';
  const found = profiles.filter((each) => each.name === name).map(compileProfile);
  const [place] = found.flatMap((profile) => settable(profile, id));
  if (!place) throw notSettable(id);
  const changes = listed.map(({ name: bytes, before, after }): LimitChange => {
    const change = { name: Buffer.from(bytes, 'base64').toString('latin1'), before, after };
    if (!isNameOf(place, change.name) || (after !== null && (isReset || !isLimitText(after, place.ready))))
      throw usageError(`The plan sets something else than ${safeText(place.ready.limit.title)}.`, 'Make a new plan.');
    return change;
  });
  const families = plan.families.slice(0, 1).map((row) => ({ ...row, keys: changes.length }));
  const again = { ...plan, asTyped, families, keys: changes.length };
  return prepared(work, again as unknown as PlanData, { ...place, changes, isReset });
}

interface Place {
  profile: CompiledProfile;
  group: Group;
  ready: ReadyLimit;
}

function settable(profile: CompiledProfile, id: string): Place[] {
  const { groups } = groupsOf(profile, { from: null, to: null });
  return groups.flatMap((group) =>
    group.limits.filter(({ limit }) => limit.id === id && limit.setIn === undefined).map((ready) => ({ profile, group, ready })),
  );
}

const notSettable = (id: string): MeterError =>
  usageError(`The plan sets the limit ${safeText(id)}, which is not set from here.`, 'Make a new plan: meter limits set');

function prepared(
  { session }: Work,
  plan: PlanData,
  { profile, group, ready, changes, isReset }: Place & { changes: readonly LimitChange[]; isReset: boolean },
): Prepared {
  const { id, ttl } = group.family.family;
  return {
    plan,
    scripts: CHANGE_SCRIPTS,
    undoFlags: '',
    gone: 0,
    apply: (access, options) =>
      applyLimits(session, access, {
        ...options,
        changes,
        fields: {
          family: id,
          limit: ready.limit.field,
          counters: isReset ? countersOf({ profile, group, ready }) : null,
          ttlMs: ttl.expires && 'seconds' in ttl && ttl.seconds !== undefined ? ttl.seconds * 1000 : null,
        },
      }),
    close: () => {},
  };
}

async function clockOf({ session }: Work, given: Date | null): Promise<{ now: Date; notes: PlanNotice[] }> {
  if (!given) return presentTime(session);
  await rejectAhead(session, given, null);
  return { now: given, notes: [] };
}
