import { providerNamed, providers } from '../estimate/billing/providers.js';
import { estimate } from '../estimate/estimate.js';
import { FLUSH_SECONDS } from '../estimate/estimate-input.js';
import { workloadOf } from '../estimate/workload.js';
import { usageError } from '../format/errors.js';
import { loadProfile } from '../profile/load.js';
import { parseSpec } from '../profile/spec.js';
import type { Workload } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import { ANY_RELEASE, namedRelease } from '../recognise/release-range.js';
import { readingsOf } from '../recognise/switch-reading.js';
import { wordedEstimate, type EstimateReport } from '../report/estimate/worded.js';
import { noticed, type Noticed } from '../report/noticed.js';

export interface EstimateOptions {
  /** `NAME`, `NAME@VERSION`, the path of a YAML file, or a profile itself. Absent: claude-relay-service. */
  profile?: string | Profile;
  /** The load. Absent members are assumed. */
  workload?: Partial<Workload>;
  /** Values of the switches as deployed, by variable. */
  deployed?: Readonly<Record<string, string>>;
  /** Values of switches to try. */
  tried?: Readonly<Record<string, string>>;
  /** Such as `upstash`. */
  provider?: string;
  /** Interval in seconds of the remedy that buffers statistics. */
  flushSeconds?: number;
}

/** Computes the cost of requests in commands and money, and the saving of each remedy. Uses no server. Throws a `MeterError`. */
export async function estimateLoad(options: EstimateOptions = {}): Promise<Noticed & { data: EstimateReport }> {
  const { profile: spec = 'claude-relay-service' } = options;
  const version = typeof spec === 'string' ? parseSpec(spec).version : null;
  const profile = typeof spec === 'string' ? await loadProfile(spec) : spec;
  if (!profile.operations) throw usageError(`Profile ${profile.name} does not say what its application sends.`);
  const { data, warnings } = estimate({
    profile,
    version,
    releases: null,
    variant: null,
    documented: null,
    workload: workloadOf(profile, options.workload ?? {}),
    workloadFrom: null,
    dataBytes: null,
    deployed: options.deployed ?? {},
    tried: options.tried ?? {},
    readings: readingsOf(profile, version === null ? ANY_RELEASE : namedRelease(version), undefined),
    provider: options.provider === undefined ? providers[0] : providerNamed(options.provider),
    providers,
    flushSeconds: options.flushSeconds ?? FLUSH_SECONDS,
    explain: null,
  });
  return { data: wordedEstimate(data), ...noticed(warnings) };
}
