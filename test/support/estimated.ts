import { estimate } from '../../src/lib/estimate/estimate.js';
import type { EstimateInput } from '../../src/lib/estimate/estimate-input.js';
import { providers } from '../../src/lib/estimate/billing/providers.js';
import { workloadOf } from '../../src/lib/estimate/workload.js';
import { ANY_RELEASE, namedRelease } from '../../src/lib/recognise/release-range.js';
import { readingsOf } from '../../src/lib/recognise/switch-reading.js';
import { loadProfile } from '../../src/lib/profile/load.js';
import type { Workload } from '../../src/lib/profile/operations.js';
import { successEnvelope } from '../../src/lib/report/envelope.js';
import { wordedEstimate, type EstimateReport } from '../../src/lib/report/estimate/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';

/** An estimate for a profile, which may include a release, without files, servers or the command line. */
export async function estimated(
  spec = 'claude-relay-service',
  given: Partial<Workload> = {},
  options: Partial<EstimateInput> = {},
): Promise<Envelope<EstimateReport>> {
  const [name = '', version = null] = spec.split('@');
  const profile = await loadProfile(name);
  const at = version ?? profile.versions?.newest ?? null;
  const { data, warnings } = estimate({
    profile,
    version,
    releases: null,
    variant: null,
    documented:
      name === 'claude-relay-service' ? { name: `${name}@documented`, profile: await loadProfile(`${name}@documented`) } : null,
    workload: workloadOf(profile, given),
    workloadFrom: null,
    dataBytes: null,
    deployed: {},
    tried: {},
    readings: readingsOf(profile, at === null ? ANY_RELEASE : namedRelease(at)),
    provider: providers[0],
    providers,
    flushSeconds: 60,
    explain: null,
    ...options,
  });
  return successEnvelope({ command: 'estimate', target: null, data: wordedEstimate(data), warnings, spent: null });
}
