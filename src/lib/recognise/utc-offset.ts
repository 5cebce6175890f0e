/** The application's UTC offset, told from the data: a record with a UTC time fell into an hourly bucket with a local one. */
import type { CompiledFamily } from '../profile/classify.js';
import { fillPattern, keySegments, slotText } from '../profile/pattern.js';
import type { KeyProbe, KeyRef } from '../keyspace/probe.js';
import type { PresentProfile, SettledClaim } from './presence.js';
import { largest } from '../format/largest.js';

/** Records looked at before an ambiguous answer is accepted. */
const MOST_RECORDS = 6;
const OFFSETS = Array.from({ length: 27 }, (_, index) => index - 12);
const HOUR_MS = 3_600_000;

export interface OffsetDecision {
  utcOffset: number;
  offsetFrom: 'flag' | 'data' | 'profile' | 'default';
  evidence: string;
}

/** The user's word first, then the data, then what the application does unless configured otherwise, then UTC. */
export async function decideUtcOffset(
  flag: number | null,
  profiles: readonly PresentProfile[],
  claims: readonly SettledClaim[],
  probe: KeyProbe,
): Promise<OffsetDecision> {
  if (flag !== null) return { utcOffset: flag, offsetFrom: 'flag', evidence: 'given by --utc-offset' };
  for (const { compiled } of profiles) {
    const source = compiled.profile.offset;
    if (!source) continue;
    const assumed = { utcOffset: source.default, offsetFrom: 'profile' as const };
    if (!source.records) return { ...assumed, evidence: `the default of ${compiled.profile.title}` };
    const { family: recordsId, timeField, hourly: hourlyId, via } = source.records;
    const records = claims.find(({ owner }) => owner?.profile === compiled.profile && owner.family.id === recordsId);
    const hourly = compiled.families.find(({ family }) => family.id === hourlyId);
    if (!records?.owner || !hourly)
      return { ...assumed, evidence: `the default of ${compiled.profile.title}; the data do not tell` };
    const told = await fromRecords(records.claim.stats.examples, records.owner, hourly, { timeField, via }, probe);
    if (told)
      return {
        utcOffset: told.offset,
        offsetFrom: 'data',
        evidence: `the newest ${told.records === 1 ? 'record of a key falls' : `records of ${told.records} keys fall`} into the newest hourly bucket`,
      };
    return { ...assumed, evidence: `the default of ${compiled.profile.title}; the data do not tell` };
  }
  return { utcOffset: 0, offsetFrom: 'default', evidence: 'no profile with an offset of its own' };
}

async function fromRecords(
  examples: readonly KeyRef[],
  records: CompiledFamily,
  hourly: CompiledFamily,
  { timeField, via }: { timeField: string; via: string },
  probe: KeyProbe,
): Promise<{ offset: number; records: number } | null> {
  const slot = records.slots.find(({ name }) => name === via);
  if (!slot) return null;
  let possible = OFFSETS;
  let used = 0;
  for (const key of examples.slice(0, MOST_RECORDS)) {
    const wanted = possible.length + 1;
    if (probe.room(wanted) < wanted) return null;
    const time = timeOf((await probe.firstElement([key]))[0] ?? null, timeField);
    if (time === null) continue;
    const id = slotText(slot, keySegments(key.name));
    const buckets = possible.map((offset) => ({
      db: key.db,
      name: fillPattern(hourly.family.pattern, { [via]: id, hour: hourText(time, offset) }),
    }));
    const answers = await probe.exists(buckets);
    const fitting = possible.filter((_, index) => answers[index] === true);
    // No bucket at any offset: the record is older than the buckets live.
    if (fitting.length === 0) continue;
    possible = fitting;
    used++;
    if (possible.length === 1) break;
  }
  // A busy key has a bucket for every hour; its newest record then lies in the newest one, which only the true offset reaches.
  return used === 0 ? null : { offset: largest(possible), records: used };
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
