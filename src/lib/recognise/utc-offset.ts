/** Determines the application's UTC offset, and how certain it is. */
import type { CompiledFamily } from '../profile/classify.js';
import { fillPattern, keySegments, slotText } from '../profile/pattern.js';
import type { OffsetSource } from '../profile/types.js';
import type { KeyProbe, KeyRef } from '../keyspace/probe.js';
import { largest } from '../format/largest.js';
import type { PresentProfile, SettledClaim } from './presence.js';
import { offsetEvidence } from './words.js';

/** Maximum owners whose records are read, and records per owner. */
const MOST_OWNERS = 8;
const RECORDS_EACH = 3;
/** Minimum records that must agree. */
const ENOUGH = 2;
/** With this many agreeing records, and none that disagrees, no more are read. */
const PLENTY = 4;
const [FURTHEST_BEHIND, FURTHEST_AHEAD] = [-12, 14];
const OFFSETS = Array.from({ length: FURTHEST_AHEAD - FURTHEST_BEHIND + 1 }, (_, index) => index + FURTHEST_BEHIND);
const HOUR_MS = 3_600_000;

/**
 * Source of an offset, most certain first: the user; the relay's settings; the note of an earlier run; several agreeing records;
 * the default of the present application; no source at all. `archive`: the archive that is being restored records it.
 */
export type OffsetFrom = 'flag' | 'env' | 'note' | 'data' | 'archive' | 'profile' | 'default';

export interface OffsetDecision {
  utcOffset: number;
  offsetFrom: OffsetFrom;
  evidence: string;
}

/** What is known about the offset without reading data. */
export interface OffsetGiven {
  /** From the user; `null`: not given. */
  flag: number | null;
  /** The relay's settings by variable; `null`: no settings file given. */
  env: Readonly<Record<string, string>> | null;
  /** From an earlier run; `null`: none. */
  noted: { utcOffset?: number } | null;
}

/** True when no other offset must be allowed for. */
export const isCertain = ({ offsetFrom }: Pick<OffsetDecision, 'offsetFrom'>): boolean =>
  offsetFrom !== 'profile' && offsetFrom !== 'default';

/** ms by which periods may end later than their names say, because the offset may be wrong. */
export const marginMs = (decision: Pick<OffsetDecision, 'offsetFrom' | 'utcOffset'>): number =>
  isCertain(decision) ? 0 : Math.max(0, decision.utcOffset - FURTHEST_BEHIND) * HOUR_MS;

/** `profiles`: exactly the present profiles. */
export async function decideUtcOffset(
  { flag, env, noted }: OffsetGiven,
  profiles: readonly PresentProfile[],
  claims: readonly SettledClaim[],
  probe: KeyProbe,
): Promise<OffsetDecision> {
  if (flag !== null) return { utcOffset: flag, offsetFrom: 'flag', evidence: offsetEvidence.flag };
  const [present] = profiles.filter(({ compiled }) => compiled.profile.offset);
  if (!present) return { utcOffset: 0, offsetFrom: 'default', evidence: offsetEvidence.none };
  const { profile, families } = present.compiled;
  const source = profile.offset!;
  const set = env && offsetInEnv(source, env);
  if (set !== null) return { utcOffset: set, offsetFrom: 'env', evidence: offsetEvidence.env(source.env!.name) };
  if (noted?.utcOffset !== undefined) return { utcOffset: noted.utcOffset, offsetFrom: 'note', evidence: offsetEvidence.note };
  const assumed = { utcOffset: source.default, offsetFrom: 'profile' as const };
  if (!source.records) return { ...assumed, evidence: offsetEvidence.profile(profile) };
  const { family: recordsId, hourly: hourlyId } = source.records;
  const records = claims.find(({ owner }) => owner?.profile === profile && owner.family.id === recordsId);
  const hourly = families.find(({ family }) => family.id === hourlyId);
  const cast =
    records?.owner && hourly ? await votes(records.claim.stats.examples, records.owner, hourly, source.records, probe) : [];
  const agreed = decided(cast);
  if (agreed) return { utcOffset: agreed.offset, offsetFrom: 'data', evidence: offsetEvidence.data };
  return { ...assumed, evidence: offsetEvidence.undecided(profile, cast.length === 0) };
}

/** Hours from the settings; `null`: the default applies, or the value is not an offset. */
export function offsetInEnv({ env }: OffsetSource, values: Readonly<Record<string, string>>): number | null {
  const text = env && values[env.name];
  const hours = Number(/^\s*([+-]?\d{1,3})/.exec(text ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(hours) || (hours === 0 && env?.zeroIsUnset === true)) return null;
  return hours >= FURTHEST_BEHIND && hours <= FURTHEST_AHEAD ? hours : null;
}

/** The offsets that one record allows; never empty. */
export type Vote = readonly number[];

/**
 * The offset that more than half of the records, and at least `ENOUGH`, allow; otherwise `null`, because a single dubious key
 * must not decide. Among equals the largest wins: the newest record of a busy key matches every earlier bucket.
 */
export function decided(cast: readonly Vote[]): { offset: number; records: number } | null {
  const counts = OFFSETS.map((offset) => ({ offset, records: cast.filter((vote) => vote.includes(offset)).length }));
  const most = counts.reduce((best, each) => (each.records >= best.records ? each : best));
  return most.records >= ENOUGH && most.records * 2 > cast.length ? most : null;
}

/** A record has a UTC time, and the same request was counted in an hourly bucket whose name uses local time. */
async function votes(
  examples: readonly KeyRef[],
  records: CompiledFamily,
  hourly: CompiledFamily,
  { timeField, via }: NonNullable<OffsetSource['records']>,
  probe: KeyProbe,
): Promise<Vote[]> {
  const slot = records.slots.find(({ name }) => name === via);
  if (!slot) return [];
  const cast: Vote[] = [];
  for (const key of examples.slice(0, MOST_OWNERS)) {
    const id = slotText(slot, keySegments(key.name));
    const own = await votesOf(key, timeField, probe, async (time, offsets) => {
      if (probe.room(offsets.length) < offsets.length) return [];
      const buckets = offsets.map((offset) => ({
        db: key.db,
        name: fillPattern(hourly.family.pattern, { [via]: id, hour: hourText(time, offset) }),
      }));
      const answers = await probe.exists(buckets);
      return offsets.filter((_, index) => answers[index] === true);
    });
    for (const vote of own) cast.push(vote);
    const agreed = decided(cast);
    if (agreed && agreed.records >= PLENTY && agreed.records === cast.length) break;
  }
  return cast;
}

/**
 * The votes of a key's newest records. If buckets between them are missing, some may have been deleted; then only the newest
 * record votes, and only for the newest bucket.
 */
async function votesOf(
  key: KeyRef,
  timeField: string,
  probe: KeyProbe,
  fitting: (time: number, offsets: readonly number[]) => Promise<number[]>,
): Promise<Vote[]> {
  const hours = new Set<number>();
  const cast: number[][] = [];
  for (let at = 0; at < RECORDS_EACH; at++) {
    if (probe.room(1) < 1) break;
    const time = timeOf((await probe.element([key], at))[0] ?? null, timeField);
    if (time === null) break;
    const hour = Math.floor(time / HOUR_MS);
    if (hours.has(hour)) continue;
    hours.add(hour);
    const [first] = cast;
    const fits = await fitting(time, first ?? OFFSETS);
    // No bucket at any offset: the record is older than the buckets' TTL.
    if (fits.length === 0) break;
    const newest = largest(fits);
    if (!first && newest - fits[0]! >= fits.length) return [[newest]];
    cast.push(fits);
  }
  return cast;
}

function timeOf(record: string | null, field: string): number | null {
  if (record === null) return null;
  try {
    const value: unknown = (JSON.parse(record) as Record<string, unknown>)[field];
    const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    return Number.isNaN(time) ? null : time;
  } catch {
    return null;
  }
}

const hourText = (time: number, offset: number): string =>
  new Date(time + offset * HOUR_MS).toISOString().slice(0, 13).replace('T', ':');
