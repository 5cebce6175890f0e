import { asTyped, type FlagsOf } from '../change/plan/as-typed.js';
import { prepareRepair } from '../change/repair/prepare.js';
import { selectionNamed } from '../consistency/selection.js';
import { checkWarnings } from '../consistency/warnings.js';
import { wordedCheck, type ConsistencyReport } from '../report/consistency/worded.js';
import { changed, resultOf, type ChangeOptions, type ChangeResult } from './change.js';
import type { CheckOptions } from './consistency.js';
import { MAX_LATENCY_MS, offsetOf, profilesOf, specsOf, type RedisAddress } from './look.js';
import { noticed } from '../report/noticed.js';

export interface RepairOptions extends ChangeOptions, Omit<CheckOptions, keyof ChangeOptions> {
  /** Also lower totals that are above their parts. */
  allowLower?: boolean;
}

/** Checks the invariants, and makes the certain repairs. Throws a `MeterError` only if nothing is changed. */
export async function repairKeys(redis: RedisAddress, options: RepairOptions): Promise<ChangeResult<ConsistencyReport>> {
  const { profiles, asked } = await profilesOf(options);
  const { invariants = [], families = [], since = null, now = null } = options;
  const { allowLower = false, showIds = false, maxLatencyMs = MAX_LATENCY_MS } = options;
  const named = { invariants, families };
  const request = {
    profiles,
    asked,
    profileSpecs: specsOf(options),
    selection: selectionNamed(named, profiles),
    named,
    offset: offsetOf(options),
    owner: null,
    since,
    now,
    allowLower,
    maxLatencyMs,
    showIds,
    asTyped: asTyped('fix-consistency --apply', flagsOf(options)),
  };
  const course = await changed(redis, options, (work) => prepareRepair(work, request));
  const { data, compared } = course.prepared.found;
  const { data: applied, warnings: _warnings, notices, complete, ...rest } = resultOf(course);
  return {
    ...rest,
    data: wordedCheck(data, applied),
    ...noticed([...checkWarnings(data, compared), ...notices]),
    complete: complete && data.source.partial === null,
  };
}

const flagsOf = (options: RepairOptions): FlagsOf<'fix-consistency --apply'> => ({
  'allow-lower': options.allowLower,
  invariant: options.invariants,
  family: options.families,
  since: options.since?.toISOString(),
  now: options.now?.toISOString(),
  'utc-offset': options.utcOffset,
  profile: specsOf(options),
});
