/** Facts that a plan needs: the applications, their releases, their clock, and the size of their keys. */
import { says } from '../../errors/changes.js';
import { runAudit } from '../../audit/audit.js';
import { whyPartial } from '../../audit/verdict.js';
import { EXIT, failure, type MeterError } from '../../format/errors.js';
import { compileProfile, type CompiledProfile } from '../../profile/classify.js';
import type { Profile } from '../../profile/types.js';
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Session } from '../../redis/topology.js';
import type { AuditData } from '../../audit/model.js';
import { isCertain, marginMs, type OffsetGiven } from '../../recognise/utc-offset.js';
import { presentTime, rejectAhead } from '../engine/server-clock.js';
import type { AgeRule } from '../../profile/age.js';
import type { PlanNotice } from '../notices.js';

export interface SurveyOptions {
  profiles: readonly Profile[];
  profilesAsked: boolean;
  db: number;
  /** `null`: the earlier of the clocks of this machine and of the server. */
  now: Date | null;
  offset: OffsetGiven;
  maxLatencyMs: number;
  signal: AbortSignal;
  /** Count every name, not only enough of them to recognise the application. */
  everyName?: boolean;
  onProgress(keys: number, total: number | null): void;
}

export interface Survey {
  audit: AuditData;
  /** Profiles that were recognised. */
  profiles: CompiledProfile[];
  versions: Map<string, string | null>;
  clock: Pick<AgeRule, 'now' | 'utcOffset' | 'marginMs'>;
  /** Mean bytes of a key, by profile and family. */
  meanBytes: (profile: string, family: string) => number | null;
  notes: PlanNotice[];
}

/**
 * Number of keys that show the applications, their releases and their clock. SCAN returns keys in hash order, so they are like a
 * random sample.
 */
const LOOKED_AT = 100_000;

export async function surveyKeyspace(
  session: Session,
  access: { guard: CommandGuard; ledger: Ledger },
  options: SurveyOptions,
): Promise<Survey> {
  const { now, notes } = await clockOf(session, options.now);
  const { data: audit, exitCode } = await runAudit(session, access, {
    ...options,
    now,
    exact: false,
    pattern: null,
    type: null,
    limit: options.everyName ? Infinity : LOOKED_AT,
    databases: options.db,
    lengths: false,
    showIds: false,
  });
  if (audit.source.partial !== null && audit.source.partial !== 'limit') throw unfinished(audit, exitCode);
  return surveyOf(audit, { ...options, now, notes });
}

/** The facts of an audit that a plan needs. Throws `no-profile` if no application is known. */
export function surveyOf(
  audit: AuditData,
  options: Pick<SurveyOptions, 'profiles' | 'profilesAsked'> & { now: Date; notes: PlanNotice[] },
): Survey {
  const { now, notes } = options;
  const present = audit.profiles.map(({ name }) => name);
  const profiles = options.profiles.filter(({ name }) => present.includes(name)).map(compileProfile);
  if (profiles.length === 0) throw nothingKnown(options.profilesAsked);
  const certain = isCertain(audit.clock);
  const { utcOffset } = audit.clock;
  if (!certain && profiles.some(({ profile }) => profile.offset)) notes.push({ code: 'offset-assumed', params: { utcOffset } });
  return {
    audit,
    profiles,
    versions: new Map(audit.profiles.map(({ name, version }) => [name, version])),
    clock: { now: now.getTime(), utcOffset, marginMs: marginMs(audit.clock) },
    meanBytes: (profile, family) =>
      audit.families.find((row) => row.profile === profile && row.id === family)?.bytesPerKey ?? null,
    notes,
  };
}

/** A given time is used, if it is not in the future. */
async function clockOf(session: Session, given: Date | null): Promise<{ now: Date; notes: PlanNotice[] }> {
  if (!given) return presentTime(session);
  await rejectAhead(session, given, null);
  return { now: given, notes: [] };
}

function unfinished({ source }: AuditData, exitCode: number): MeterError {
  const saying = source.partial === 'max-commands' ? says('plan-budget') : says('plan-unfinished', { why: whyPartial(source) });
  return failure(saying, exitCode || EXIT.partial, 'no-plan');
}

function nothingKnown(asked: boolean): MeterError {
  return failure(says('no-profile-keys', { asked }), EXIT.refused, 'no-profile');
}
