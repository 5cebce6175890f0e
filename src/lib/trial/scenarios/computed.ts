/** What `meter estimate` computes for a scenario: of the events that the recorder sends, in the way in which it sends them. */
import { buffered } from '../../estimate/buffer.js';
import { isReading } from '../../estimate/command-kinds.js';
import { flowsOf, type Flow } from '../../estimate/flows.js';
import { inOneScript } from '../../estimate/script.js';
import { loadOf } from '../../estimate/totals.js';
import { wireBytes } from '../../estimate/wire-bytes.js';
import { workloadOf } from '../../estimate/workload.js';
import type { Workload } from '../../profile/operations.js';
import type { Profile } from '../../profile/types.js';
import type { RecordingLoad, RecordingScenario, ScenarioSettings } from './model.js';
import { environmentOf, modeOf } from './scenarios.js';

const SECONDS_A_DAY = 86_400;

export function computedLoad(profile: Profile, scenario: RecordingScenario, settings: ScenarioSettings): RecordingLoad {
  const { release, requests, perSecond, apiKeys, accounts, models } = settings;
  const workload = workloadOf(profile, { requestsPerDay: perSecond * SECONDS_A_DAY, apiKeys, accounts, models });
  const recorded = new Set(profile.operations?.events.flatMap(({ id, amounts }) => (amounts ? [id] : [])));
  const flows = flowsOf(profile, release, workload, environmentOf(profile, scenario)).filter(({ event }) => recorded.has(event));
  // What is left in memory is written when the load ends.
  const seconds = Math.min((scenario.flushMs ?? 0) / 1_000, requests / perSecond);
  const mode = modeOf(scenario);
  const sent = sentAs(mode, mode === 'pipeline' ? flows : withoutReads(flows), workload, seconds);
  const { perRequest } = loadOf(sent);
  const bytes = wireBytes(profile, sent).perRequest;
  return {
    sent: perRequest.wire,
    commands: perRequest.counted,
    roundTrips: perRequest.roundTrips,
    bytes: bytes.sent + bytes.received,
  };
}

/** Scripts need no replies of the application's. */
const withoutReads = (flows: readonly Flow[]): Flow[] =>
  flows.map((flow) => ({ ...flow, commands: flow.commands.filter(({ command }) => !isReading(command)) }));

function sentAs(mode: ReturnType<typeof modeOf>, flows: readonly Flow[], workload: Workload, seconds: number): readonly Flow[] {
  if (mode === 'pipeline') return flows;
  if (mode === 'script') return inOneScript(flows);
  const all = buffered(flows, workload, seconds);
  const batch = all.filter((flow) => !flows.includes(flow));
  return [...inOneScript(all.filter((flow) => flows.includes(flow))), ...inOneScript(batch)];
}
