import { flowsOf, type Flow } from '../../src/lib/estimate/flows.js';
import { totalsOf, type Totals } from '../../src/lib/estimate/totals.js';
import { workloadOf } from '../../src/lib/estimate/workload.js';
import { loadProfile } from '../../src/lib/profile/load.js';
import type { Workload } from '../../src/lib/profile/operations.js';

/** The commands of a profile, named as on the command line: `claude-relay-service@1.1.250`. */
export async function flowsFor(spec: string, given: Partial<Workload> = {}, env: Record<string, string> = {}): Promise<Flow[]> {
  const profile = await loadProfile(spec);
  return flowsOf(profile, null, workloadOf(profile, given), env);
}

export const totalsFor = async (...args: Parameters<typeof flowsFor>): Promise<Totals> => totalsOf(await flowsFor(...args));

/** Commands per request by source, as the server counts them. */
export async function sourcesFor(...args: Parameters<typeof flowsFor>): Promise<Record<string, number>> {
  const { sources } = await totalsFor(...args);
  return Object.fromEntries(
    sources.filter(({ withRequests }) => withRequests).map(({ id, perRequest }) => [id, perRequest.counted]),
  );
}

/** The lines of one usage record, without what happens before and around it. */
const RECORDING = ['token-usage', 'account-usage', 'daily-cost', 'weekly-cost', 'usage-record', 'api-key', 'billing-event'];

/** Commands of one usage record. */
export async function recordedFor(...args: Parameters<typeof flowsFor>): Promise<number> {
  const sources = await sourcesFor(...args);
  return RECORDING.reduce((sum, id) => sum + (sources[id] ?? 0), 0);
}
