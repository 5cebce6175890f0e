/** Compares ways to record requests on a server of the trial's own. */
import { builtinVariant } from '../../profile/builtin/index.js';
import type { Claim } from '../../profile/operations.js';
import type { Profile } from '../../profile/types.js';
import { openPool } from '../connection-pool.js';
import { roundTripOf } from '../round-trip.js';
import { startScratchServer, type ScratchServer } from '../scratch-server.js';
import { serverCost, spentSince } from '../server-cost.js';
import { createApiKeys } from './api-keys.js';
import { computedLoad } from './computed.js';
import { killedScenario } from './killed.js';
import { apiKeysOf } from './made-requests.js';
import type {
  KilledTrial,
  RecordingScenario,
  ScenarioKind,
  ScenarioSettings,
  ScenarioTrial,
  TrialScenariosData,
} from './model.js';
import { recordedSum } from './recorded.js';
import type { RecordingProgram } from './recording-marks.js';
import { openRecording } from './recording.js';
import { claimOf } from './scenarios.js';

export interface TrialScenariosOptions {
  /** Of all releases. */
  profile: Profile;
  scenarios: readonly RecordingScenario[];
  settings: ScenarioSettings;
  /** What is killed in mid-run; `null`: nothing. */
  program: RecordingProgram | null;
  /** Where server programs are looked for, as in PATH. */
  searchPath: string;
  signal: AbortSignal;
  onProgress: (scenario: RecordingScenario, isKilled: boolean, number: number, total: number) => void;
}

/** Seconds of load that are not counted: scripts and the program's own code warm up. */
const WARM_UP = 0.2;
/** Switches make no difference to what a killed process loses. */
const TO_KILL: ReadonlySet<ScenarioKind> = new Set(['now', 'script', 'buffer']);
/** Ms for the last flush. */
const CLOSE_MS = 30_000;

/** Rejects with a MeterError if no server can be started. */
export async function trialScenarios(options: TrialScenariosOptions): Promise<TrialScenariosData> {
  const { profile, scenarios, settings, signal, searchPath, onProgress } = options;
  const document = await builtinVariant(profile.name, 'documented');
  const claims = document?.operations?.claims ?? [];
  const toKill = options.program ? scenarios.filter(({ kind }) => TO_KILL.has(kind)) : [];
  const total = scenarios.length + toKill.length;
  const server = await startScratchServer(searchPath, settings.roundTripMs);
  try {
    const ground: Ground = { ...options, server, claims };
    const roundTripMs = await roundTrip(server.port);
    const tried: ScenarioTrial[] = [];
    for (const [index, scenario] of scenarios.entries()) {
      if (signal.aborted) break;
      onProgress(scenario, false, index + 1, total);
      const trial = await tryScenario(scenario, ground);
      if (trial) tried.push(trial);
    }
    const killed: KilledTrial[] = [];
    for (const [index, scenario] of toKill.entries()) {
      if (signal.aborted) break;
      onProgress(scenario, true, scenarios.length + index + 1, total);
      const trial = await killedScenario(scenario, { ...ground, program: options.program! });
      if (trial) killed.push(trial);
    }
    return {
      server: { version: server.version },
      settings,
      roundTripMs,
      scenarios: tried,
      killed,
      complete: tried.length + killed.length === total,
    };
  } finally {
    await server.stop();
  }
}

interface Ground extends TrialScenariosOptions {
  server: ScratchServer;
  claims: readonly Claim[];
}

/** `null`: it was interrupted. */
async function tryScenario(scenario: RecordingScenario, ground: Ground): Promise<ScenarioTrial | null> {
  const { server, profile, settings, signal, claims } = ground;
  const apiKeys = apiKeysOf(scenario.id, settings);
  await createApiKeys(server.control, profile, apiKeys);
  const { recorder, client, load, disconnect } = await openRecording(server.port, profile, scenario.id, scenario, settings);
  try {
    await load(Math.ceil(WARM_UP * settings.perSecond), signal);
    await recorder.flush();
    const recordedSoFar = () => recordedSum(server.control, profile, 'requests', apiKeys);
    const recordedBefore = await recordedSoFar();
    const read = async () => ({
      cost: await serverCost(server.control),
      bytes: await server.proxy.bytes(),
      sent: client.commands,
      roundTrips: client.roundTrips,
    });
    const before = await read();
    const { calls, failed, latency } = await load(settings.requests, signal);
    await recorder.close({ timeoutMs: signal.aborted ? 0 : CLOSE_MS });
    const after = await read();
    if (signal.aborted) return null;
    const each = (amount: number): number => amount / Math.max(1, calls);
    const cost = spentSince(before.cost, after.cost);
    return {
      ...scenario,
      measured: {
        sent: each(after.sent - before.sent),
        commands: each(cost.commands),
        roundTrips: each(after.roundTrips - before.roundTrips),
        bytes: each(after.bytes.sent + after.bytes.received - before.bytes.sent - before.bytes.received),
        serverMicroseconds: each(cost.cpuSeconds * 1e6),
      },
      computed: computedLoad(profile, scenario, settings),
      claim: claimOf(claims, scenario),
      requests: calls,
      failed,
      latency,
      recorded: (await recordedSoFar()) - recordedBefore,
      byCommand: [...cost.byName]
        .map(([name, count]) => ({ command: name.toUpperCase(), perRequest: each(count) }))
        .toSorted((a, b) => b.perRequest - a.perRequest),
    };
  } finally {
    await recorder.close({ timeoutMs: 0 });
    disconnect();
  }
}

async function roundTrip(port: number): Promise<number> {
  const pool = await openPool(port, { size: 1, timeoutMs: CLOSE_MS });
  try {
    return await roundTripOf((args) => pool.send(args));
  } finally {
    pool.close();
  }
}
