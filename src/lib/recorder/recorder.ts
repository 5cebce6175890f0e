/** Records requests as an application does, in one of three ways. */
import { randomUUID } from 'node:crypto';
import type { RedisClient } from '../client/client.js';
import { builtinProfile } from '../profile/builtin/index.js';
import type { FinishedRequest } from '../profile/recording.js';
import type { Profile } from '../profile/types.js';
import { Buffer, type BufferOptions } from './buffer.js';
import { isForScript, recordedEvents, type RecordedEvent } from './commands.js';
import { Groups, TOGETHER } from './group.js';
import { memberOf } from './member.js';
import { closeOnSignal, type SignalOptions } from './on-signal.js';
import { Teller, type Amount, type Counts, type OnEvent } from './events.js';
import { failureOf, RecorderError } from './failure.js';
import { sendAsApplication } from './pipeline.js';
import { recordingPlan, type PlanOptions, type RecordingPlan } from './plan.js';
import type { RetryOptions } from '../client/repeat.js';
import { withDefaults } from './repeat.js';
import { finished, type RecordedRequest } from './request.js';
import { Seen } from './seen.js';
import { digestOf, Sender, type Sent } from './sender.js';

/**
 * `pipeline`: as the application sends it; a lost reply may count twice. `script`: one script for each request, which counts once.
 * `buffered`: statistics are summed in memory, and money, lists and events are written at once.
 */
export type RecorderMode = 'pipeline' | 'script' | 'buffered';

export interface RecorderOptions extends Omit<PlanOptions, 'profile'> {
  client: RedisClient;
  /** A built-in profile. Default: `claude-relay-service`. */
  application?: string;
  /** A profile made in code, instead of a built-in one. */
  profile?: Profile;
  /** Default: `script`. */
  mode?: RecorderMode;
  /** True for a Redis Cluster: a script then has the keys of one slot. Not in mode `pipeline`. */
  cluster?: boolean;
  /** Ms for one attempt. Default: 2,000. */
  timeoutMs?: number;
  retry?: RetryOptions;
  /** Ms for which a request is remembered, so that it is not counted again. More than all attempts take. Default: 600,000. */
  rememberRequestsMs?: number;
  /** Requests that come while a script is under way are written together, up to so many in one script. Default: 16. */
  requestsPerScript?: number;
  /** Hours for which each request is kept in detail, from 1 to 720, as the relay's setting says. Default: requests are not. */
  detailHours?: number;
  /** For mode `buffered`. */
  buffer?: BufferOptions;
  onEvent?: OnEvent;
  /** Closes the recorder on a signal, then sends the process the same signal again. Default: no signal is listened to. */
  closeOn?: SignalOptions;
  /** Ms since the epoch, for requests without a time. Default: `Date.now`. */
  clock?: () => number;
}

export interface Recorded {
  requestId: string;
  /**
   * `recorded`: all of it is written. `buffered`: its statistics are in memory, the rest is written. `dropped`: its statistics were
   * dropped, because the buffer was full; the rest is written.
   */
  status: 'recorded' | 'buffered' | 'dropped';
  /** True: the same id was recorded before, and nothing was counted now. */
  again: boolean;
  /**
   * Commands that the server refused, such as on a key of another type, and the first of them. The others were carried out. Of
   * requests that are written together, the first has those of all.
   */
  refused: number;
  firstRefusal: string | null;
}

export interface Recorder extends AsyncDisposable {
  /** Rejects with a RecorderError. The same request with the same id may then be handed over again. */
  record(request: RecordedRequest): Promise<Recorded>;
  /** Writes what is buffered. Rejects with a RecorderError if that fails; it stays buffered, and is repeated. */
  flush(): Promise<void>;
  /** Writes what is buffered, and takes no more requests. Resolves to what could not be written in time, which is lost. */
  close(options?: { timeoutMs?: number }): Promise<Amount>;
  /** What is in memory only: what a killed process loses. */
  readonly pending: Amount;
  readonly counts: Readonly<Counts>;
}

const CLOSE_MS = 5_000;
/** As the application has it. */
const MOST_DETAIL_HOURS = 720;

/** Rejects with a RecorderError (`input`). */
export async function createRecorder(options: RecorderOptions): Promise<Recorder> {
  const { application = 'claude-relay-service', closeOn } = options;
  const profile = options.profile ?? (await builtinProfile(application));
  if (!profile) throw new RecorderError('input', `There is no profile for ${application}.`);
  const recorder = new OpenRecorder(options, recordingPlan({ ...options, profile }));
  if (closeOn) closeOnSignal(closeOn, (timeoutMs) => recorder.close({ timeoutMs }));
  return recorder;
}

class OpenRecorder implements Recorder {
  readonly #teller: Teller;
  readonly #groups: Groups;
  readonly #buffer: Buffer | null;
  readonly #seen: Seen;
  readonly #timeoutMs: number;
  #closed: Promise<Amount> | null = null;
  /** Requests under way. */
  readonly #open = new Set<Promise<unknown>>();

  constructor(
    readonly options: RecorderOptions,
    readonly plan: RecordingPlan,
  ) {
    const { client, mode = 'script', cluster = false, timeoutMs = 2_000, rememberRequestsMs = 600_000 } = options;
    const { requestsPerScript = TOGETHER } = options;
    const retry = withDefaults(options.retry ?? {});
    if (mode === 'pipeline' && cluster)
      throw new RecorderError('input', 'Mode pipeline sends transactions over one connection: use mode script for a cluster.');
    for (const [name, ms] of Object.entries({ timeoutMs, rememberRequestsMs }))
      if (!Number.isInteger(ms) || ms <= 0) throw new RecorderError('input', `${name} is a whole number of ms above 0.`);
    if (!Number.isInteger(requestsPerScript) || requestsPerScript < 1)
      throw new RecorderError('input', 'requestsPerScript is a whole number from 1 on.');
    const { detailHours = 1 } = options;
    if (!Number.isInteger(detailHours) || detailHours < 1 || detailHours > MOST_DETAIL_HOURS)
      throw new RecorderError('input', `detailHours is a whole number from 1 to ${MOST_DETAIL_HOURS}.`);
    this.#timeoutMs = timeoutMs;
    this.#teller = new Teller(options.onEvent);
    const onRetry = ({ code, message }: RecorderError): void => this.#teller.tell({ kind: 'retried', code, message });
    const sender = new Sender({ client, isCluster: cluster, timeoutMs, retry, rememberMs: rememberRequestsMs, onRetry });
    this.#groups = new Groups(sender, requestsPerScript);
    this.#seen = new Seen(rememberRequestsMs);
    const isBuffered = mode === 'buffered';
    this.#buffer = isBuffered ? new Buffer(digestOf(randomUUID()), sender, retry, this.#teller, options.buffer ?? {}) : null;
  }

  get counts(): Readonly<Counts> {
    return this.#teller.counts;
  }

  get pending(): Amount {
    return this.#buffer?.pending ?? { requests: 0, cost: 0 };
  }

  async record(request: RecordedRequest): Promise<Recorded> {
    if (this.#closed) throw new RecorderError('closed', 'The recorder is closed.');
    const work = this.#record(request);
    this.#open.add(work);
    try {
      return await work;
    } catch (error) {
      const failure = failureOf(error);
      this.#teller.tell({ kind: 'failed', code: failure.code, message: failure.message });
      throw failure;
    } finally {
      this.#open.delete(work);
    }
  }

  async #record(request: RecordedRequest): Promise<Recorded> {
    const whole = finished(request, this.options.clock ?? Date.now, this.options.detailHours);
    const events = recordedEvents(this.plan, whole);
    const id = request.requestId ?? randomUUID();
    if (this.#buffer) return this.#intoBuffer(this.#buffer, whole, events, id, request.requestId !== undefined);
    return this.#written(id, 'recorded', events);
  }

  async #intoBuffer(
    buffer: Buffer,
    { cost }: FinishedRequest,
    events: readonly RecordedEvent[],
    id: string,
    isNamed: boolean,
  ): Promise<Recorded> {
    const summed: (readonly string[])[] = [];
    for (const { addsUp, commands } of events)
      if (addsUp) for (const command of commands) if (isForScript(command)) summed.push(command.words);
    if (summed.length === 0) return this.#written(id, 'recorded', events);
    const place = await buffer.reserve(summed.length);
    if (place === 'write-through') {
      this.#teller.tell({ kind: 'written-through' });
      const written = await this.#written(id, 'recorded', events);
      if (isNamed) this.#seen.add(id);
      return written;
    }
    if (place === 'drop') this.#teller.tell({ kind: 'dropped' });
    const atOnce = events.filter(({ addsUp }) => !addsUp);
    let recorded: Recorded;
    try {
      recorded = await this.#written(id, place === 'drop' ? 'dropped' : 'buffered', atOnce);
    } catch (error) {
      if (place === 'buffer') buffer.release(summed.length);
      throw error;
    }
    if (place === 'drop') return recorded;
    // Only now: what was not acknowledged is not counted, and may be handed over again.
    if (!isNamed || this.#seen.add(id)) {
      buffer.add(summed, cost, summed.length);
      return { ...recorded, again: false };
    }
    buffer.release(summed.length);
    return { ...recorded, again: true };
  }

  async #written(requestId: string, status: Recorded['status'], events: readonly RecordedEvent[]): Promise<Recorded> {
    const startedAt = performance.now();
    const commands = events.reduce((sum, event) => sum + event.commands.length, 0);
    const { isNew, refused, firstRefusal } = await this.#send(requestId, events);
    this.#teller.tell({ kind: 'recorded', ms: performance.now() - startedAt, commands, refused, again: !isNew });
    return { requestId, status, again: !isNew, refused, firstRefusal };
  }

  async #send(id: string, events: readonly RecordedEvent[]): Promise<Sent> {
    if (events.length === 0) return { isNew: true, refused: 0, firstRefusal: null };
    if (this.options.mode === 'pipeline') return sendAsApplication(this.options.client, events, this.#timeoutMs);
    return this.#groups.send(memberOf(id, events));
  }

  async flush(): Promise<void> {
    await this.#buffer?.flush();
  }

  close({ timeoutMs = CLOSE_MS }: { timeoutMs?: number } = {}): Promise<Amount> {
    return (this.#closed ??= this.#close(timeoutMs));
  }

  async #close(timeoutMs: number): Promise<Amount> {
    let timer: NodeJS.Timeout | undefined;
    // It keeps the process alive until then.
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([this.#finish(), late]);
    clearTimeout(timer);
    return this.#buffer?.stop() ?? { requests: 0, cost: 0 };
  }

  /** A failed flush is repeated until the time is up. */
  async #finish(): Promise<void> {
    await Promise.allSettled(this.#open);
    while (this.pending.requests > 0) await this.#buffer?.flush().catch(() => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
