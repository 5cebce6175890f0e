/** A recording process that is killed in mid-run, and what is lost with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, MeterError } from '../../format/errors.js';
import type { Profile } from '../../profile/types.js';
import { infoNumber, parseInfo } from '../../redis/info.js';
import type { ScratchServer } from '../scratch-server.js';
import { createApiKeys } from './api-keys.js';
import { apiKeysOf, REQUEST_USD } from './made-requests.js';
import type { KilledTrial, RecordingScenario, ScenarioSettings } from './model.js';
import { recordedSum } from './recorded.js';
import { MARKS, type RecordingProgram, type RecordingStart } from './recording-marks.js';

/** Ms beyond the length of the load after which it is killed anyway. */
const LONGEST_MS = 30_000;
const POLL_MS = 20;

interface Ground {
  server: ScratchServer;
  profile: Profile;
  settings: ScenarioSettings;
  program: RecordingProgram;
  signal: AbortSignal;
}

/** `null`: it was interrupted. */
export async function killedScenario(scenario: RecordingScenario, ground: Ground): Promise<KilledTrial | null> {
  const { server, profile, settings, signal } = ground;
  const run = `killed-${scenario.id}`;
  const keys = apiKeysOf(run, settings);
  await createApiKeys(server.control, profile, keys);
  const others = await connections(server);
  const counted = await recordUntilKilled(run, scenario, ground);
  if (signal.aborted) return null;
  // The server carries out what had arrived before it closes a connection.
  for (let waited = 0; waited < LONGEST_MS && (await connections(server)) > others; waited += POLL_MS) await sleep(POLL_MS);
  const [requests, usd] = await Promise.all([
    recordedSum(server.control, profile, 'requests', keys),
    recordedSum(server.control, profile, 'cost', keys),
  ]);
  const lost = counted.handedOver - requests;
  return {
    ...scenario,
    ...counted,
    recorded: { requests, usd: micros(usd) },
    lost: { requests: lost, usdOfRequests: micros(lost * REQUEST_USD), usd: micros(counted.handedOver * REQUEST_USD - usd) },
  };
}

/** Sums of floats, without what is not exact in them. */
const micros = (usd: number): number => Math.round(usd * 1e6) / 1e6;

const connections = async ({ control }: ScratchServer): Promise<number> =>
  infoNumber(parseInfo(await control.info('clients')), 'connected_clients') ?? 0;

async function recordUntilKilled(
  run: string,
  scenario: RecordingScenario,
  { server, settings, program, signal }: Ground,
): Promise<Pick<KilledTrial, 'handedOver' | 'acknowledged'>> {
  const start: RecordingStart = { port: server.port, run, scenario, settings };
  // A session of its own: Ctrl-C must not look like the end that is measured.
  const child = spawn(program.node, [program.path, JSON.stringify(start)], { stdio: 'pipe', detached: true });
  const ended = once(child, 'close');
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  const deadline = setTimeout(kill, LONGEST_MS + (1_000 * settings.requests) / settings.perSecond);
  const counts = { handedOver: 0, acknowledged: 0 };
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString().slice(0, 1_000 - complaint.length)));
  child.stdout.on('data', (chunk: Buffer) => {
    for (const letter of chunk.toString()) counts[letter === MARKS.acknowledged ? 'acknowledged' : 'handedOver']++;
    if (2 * counts.acknowledged >= settings.requests) kill();
  });
  try {
    const [code] = (await ended) as [number | null];
    if (code !== null && code !== 0)
      throw new MeterError('trial-failed', EXIT.failure, `The recording process of the trial failed: ${lastLine(complaint)}.`);
    return counts;
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', kill);
    kill();
  }
}

const lastLine = (text: string): string =>
  text
    .trim()
    .split('\n')
    .findLast((line) => line.includes('Error')) ?? text.trim();
