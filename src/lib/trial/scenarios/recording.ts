/** A recorder under a load of requests, in one of the ways that are compared. */
import { Redis } from 'ioredis';
import type { Profile } from '../../profile/types.js';
import { createRecorder, ioredisClient, type Recorder } from '../../recorder/index.js';
import { CountedClient } from '../counted-client.js';
import { openLoop, type Loaded } from '../loops.js';
import { requestMaker } from './made-requests.js';
import type { RecordingScenario, ScenarioSettings } from './model.js';
import { environmentOf, modeOf } from './scenarios.js';

export interface Recording {
  recorder: Recorder;
  client: CountedClient;
  /** Records so many requests at the rate of the settings. Each duration counts from the time at which the request was due. */
  load: (requests: number, signal: AbortSignal, watch?: Watch) => Promise<Loaded>;
  disconnect: () => void;
}

export interface Watch {
  handedOver(): void;
  acknowledged(): void;
}

/** Ms for one attempt: the trial measures waits, and cuts none short. */
const REPLY_MS = 30_000;

export async function openRecording(
  port: number,
  profile: Profile,
  run: string,
  scenario: RecordingScenario,
  settings: ScenarioSettings,
): Promise<Recording> {
  const redis = new Redis({ host: '127.0.0.1', port, protocol: 2, lazyConnect: true, retryStrategy: null });
  redis.on('error', () => {});
  await redis.connect();
  const client = new CountedClient(ioredisClient(redis));
  const recorder = await createRecorder({
    client,
    profile,
    release: settings.release,
    mode: modeOf(scenario),
    switches: environmentOf(profile, scenario),
    timeoutMs: REPLY_MS,
    // Each by itself, as the estimate computes it.
    requestsPerScript: 1,
    ...(scenario.flushMs !== null && { buffer: { intervalMs: scenario.flushMs, maxAgeMs: 2 * scenario.flushMs } }),
  });
  const requestOf = requestMaker(run, settings);
  const places = new Places(settings.concurrency);
  const record = async (watch: Watch | undefined): Promise<'allowed' | 'failed'> => {
    await places.take();
    watch?.handedOver();
    try {
      await client.asCaller(() => recorder.record(requestOf()));
      watch?.acknowledged();
      return 'allowed';
    } catch {
      return 'failed';
    } finally {
      places.giveBack();
    }
  };
  return {
    recorder,
    client,
    load: (requests, signal, watch) =>
      openLoop({
        perSecond: settings.perSecond,
        durationMs: (1_000 * requests) / settings.perSecond,
        signal,
        call: () => record(watch),
      }),
    disconnect: () => redis.disconnect(),
  };
}

/** So many at once; the others wait in the order in which they come. */
class Places {
  readonly #waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async take(): Promise<void> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  giveBack(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.free++;
  }
}
