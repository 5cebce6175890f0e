/** A limiter: rules on a client, with a deadline, an answer to every failure, and the switch between an old limiter and this one. */
import { answerOf, unknownOf, type Answer, type RuleAnswer } from './answer.js';
import { AtomicCheck } from './atomic.js';
import type { RedisClient } from '../client/client.js';
import { within } from '../client/deadline.js';
import { failureOf, LimiterFailure } from './failure.js';
import type { LegacyAnswer, LegacyLimiter } from './legacy/legacy.js';
import { checkInteger, type Rule } from './rule.js';

/**
 * Which limiter decides: the old one alone, the script alone, or the old one while the script only reports what it would have
 * decided.
 */
export type Mode = (typeof MODES)[number];

const MODES = ['legacy', 'atomic', 'shadow'] as const;

/** The request that could not be checked. */
export interface FailedCheck {
  subject: string;
  cost: number;
  failure: LimiterFailure;
}

/** What answers when Redis does not: allow, deny, or ask a function, such as a limiter in this process. */
export type OnError = 'open' | 'closed' | ((check: FailedCheck) => boolean | Promise<boolean>);

export interface AnsweredEvent {
  subject: string;
  cost: number;
  answer: Answer;
  /** Duration of the check. */
  ms: number;
}

export interface DisagreedEvent {
  subject: string;
  cost: number;
  /** What was decided. */
  legacy: boolean;
  /** What the script would have decided. */
  atomic: boolean;
}

/** Called at once and not awaited. What a hook throws is ignored. */
export interface Hooks {
  answered?(event: AnsweredEvent): void;
  /** In mode `shadow`. */
  disagreed?(event: DisagreedEvent): void;
}

/** What a limiter has counted since it was made. */
export interface Counts {
  /** Answers that allowed, and that denied, whoever gave them. */
  allowed: number;
  denied: number;
  /** Of these: answered without asking Redis, and answered by `onError`. */
  fromMemory: number;
  failed: number;
  /** How often the server did not know the script. */
  loaded: number;
  /** In mode `shadow`: how often both agreed, only one allowed, or the script failed. */
  shadow: { agreed: number; onlyLegacyAllowed: number; onlyAtomicAllowed: number; failed: number };
}

export interface LimiterOptions {
  client: RedisClient;
  /** All must allow a request, and it is counted by all or by none. */
  rules: Rule | readonly Rule[];
  onError: OnError;
  /** Ms after which a check is answered by `onError`. Default: 1000. */
  timeoutMs?: number;
  /** Default: `atomic`. A function is asked at each check. */
  mode?: Mode | (() => Mode);
  /** The old limiter, for the modes `legacy` and `shadow`. */
  legacy?: LegacyLimiter;
  /** How many keys that deny are remembered in this process, so that they are not asked again too early. Default: 10,000; 0: none. */
  rememberDenials?: number;
  /** Ms for which the answer to a request with an id is kept. Default: 60,000. */
  rememberRequestsMs?: number;
  /** Whether `fixedWindow` alone uses INCREX where the server has it. Default: true. */
  increx?: boolean;
  hooks?: Hooks;
}

export interface CheckOptions {
  /** How much the request counts. Default: 1. */
  cost?: number;
  /**
   * Names the request, so that a repeated check is answered as the first one, and counts once. Use it when a check may be sent
   * again, by you or by the client. Only an allowed request is remembered.
   */
  requestId?: string;
}

export interface Limiter {
  /**
   * Counts a request of this subject if it is allowed. Rejects only for options that make no sense (RangeError), and if a function
   * given as `onError` rejects.
   */
  check(subject: string, options?: CheckOptions): Promise<Answer>;
  /** What `check` would answer in mode `atomic`, without counting anything. */
  look(subject: string, options?: Pick<CheckOptions, 'cost'>): Promise<Answer>;
  /** A copy of the counts. */
  counts(): Counts;
}

const TIMEOUT_MS = 1_000;
const REMEMBERED_DENIALS = 10_000;
const REMEMBERED_REQUESTS_MS = 60_000;

/** Makes a limiter. It sends nothing until the first check. Throws a RangeError for options that make no sense. */
export function createLimiter(options: LimiterOptions): Limiter {
  return new RedisLimiter(options);
}

class RedisLimiter implements Limiter {
  readonly #atomic: AtomicCheck;
  readonly #rules: readonly Rule[];
  readonly #timeoutMs: number;
  readonly #counts: Counts = {
    allowed: 0,
    denied: 0,
    fromMemory: 0,
    failed: 0,
    loaded: 0,
    shadow: { agreed: 0, onlyLegacyAllowed: 0, onlyAtomicAllowed: 0, failed: 0 },
  };

  constructor(readonly options: LimiterOptions) {
    const { client, rules, timeoutMs = TIMEOUT_MS, increx = true } = options;
    const { rememberDenials = REMEMBERED_DENIALS, rememberRequestsMs = REMEMBERED_REQUESTS_MS } = options;
    this.#rules = [rules].flat();
    checkInteger('The number of rules', this.#rules.length, 1);
    checkInteger('timeoutMs', timeoutMs, 1, 2 ** 31 - 1);
    checkInteger('rememberDenials', rememberDenials, 0);
    checkInteger('rememberRequestsMs', rememberRequestsMs, 1);
    if (options.mode !== undefined && typeof options.mode !== 'function') this.#checkMode(options.mode);
    if (options.onError !== 'open' && options.onError !== 'closed' && typeof options.onError !== 'function')
      throw new RangeError('The option onError must be open, closed or a function.');
    this.#timeoutMs = timeoutMs;
    const onLoad = (): void => void this.#counts.loaded++;
    this.#atomic = new AtomicCheck({ client, rules: this.#rules, rememberDenials, rememberRequestsMs, increx, onLoad });
  }

  async check(subject: string, { cost = 1, requestId }: CheckOptions = {}): Promise<Answer> {
    checkInteger('cost', cost, 1);
    const started = performance.now();
    const answer = await this.#answered(subject, cost, () => this.#decide(subject, cost, requestId));
    this.#counts[answer.allowed ? 'allowed' : 'denied']++;
    if (answer.source === 'memory') this.#counts.fromMemory++;
    if (answer.source === 'failure') this.#counts.failed++;
    this.#tell((hooks) => hooks.answered?.({ subject, cost, answer, ms: performance.now() - started }));
    return answer;
  }

  async look(subject: string, { cost = 1 }: Pick<CheckOptions, 'cost'> = {}): Promise<Answer> {
    checkInteger('cost', cost, 1);
    return this.#answered(subject, cost, () => this.#inTime(this.#atomic.look(subject, cost)));
  }

  counts(): Counts {
    return structuredClone(this.#counts);
  }

  #checkMode(mode: Mode): Mode {
    if (!MODES.includes(mode)) throw new RangeError(`The mode must be one of ${MODES.join(', ')}, not ${String(mode)}.`);
    if (mode !== 'atomic' && !this.options.legacy) throw new RangeError(`The mode ${mode} needs the option legacy.`);
    return mode;
  }

  #inTime<T>(work: Promise<T>): Promise<T> {
    return within(this.#timeoutMs, work, (message) => new LimiterFailure('timeout', message));
  }

  async #decide(subject: string, cost: number, requestId: string | undefined): Promise<Answer> {
    const { mode = 'atomic', legacy } = this.options;
    switch (this.#checkMode(typeof mode === 'function' ? mode() : mode)) {
      case 'atomic':
        return this.#inTime(this.#atomic.take(subject, cost, requestId));
      case 'legacy':
        return this.#fromLegacy(await this.#inTime(legacy!.check(subject, cost)));
      case 'shadow':
        return this.#shadow(legacy!, subject, cost, requestId);
    }
  }

  /** The old limiter decides. On keys that both use, the script only looks, before the old limiter counts. */
  async #shadow(legacy: LegacyLimiter, subject: string, cost: number, requestId: string | undefined): Promise<Answer> {
    const { sharesKeys } = legacy;
    const asked = this.#inTime(sharesKeys ? this.#atomic.look(subject, cost) : this.#atomic.take(subject, cost, requestId));
    const atomic = asked.then(
      ({ allowed }) => allowed,
      () => null,
    );
    if (sharesKeys) await atomic;
    const [decided, would] = await Promise.all([this.#inTime(legacy.check(subject, cost)), atomic]);
    this.#compare(subject, cost, decided.allowed, would);
    return this.#fromLegacy(decided);
  }

  #compare(subject: string, cost: number, legacy: boolean, atomic: boolean | null): void {
    const { shadow } = this.#counts;
    if (atomic === null) shadow.failed++;
    else if (atomic === legacy) shadow.agreed++;
    else {
      shadow[legacy ? 'onlyLegacyAllowed' : 'onlyAtomicAllowed']++;
      this.#tell((hooks) => hooks.disagreed?.({ subject, cost, legacy, atomic }));
    }
  }

  #fromLegacy({ allowed, retryAfter = null }: LegacyAnswer): Answer {
    return this.#unknown(allowed, allowed ? 0 : retryAfter, 'legacy');
  }

  #unknown(allowed: boolean, retryAfter: number | null, source: Answer['source']): Answer {
    return answerOf(
      allowed,
      this.#rules.map((rule): RuleAnswer => unknownOf(rule, retryAfter)),
      source,
    );
  }

  async #answered(subject: string, cost: number, work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof RangeError) throw error;
      const failure = failureOf(error);
      const { onError } = this.options;
      const allowed = typeof onError === 'function' ? await onError({ subject, cost, failure }) : onError === 'open';
      return { ...this.#unknown(allowed, allowed ? 0 : null, 'failure'), failure };
    }
  }

  #tell(tell: (hooks: Hooks) => void): void {
    try {
      if (this.options.hooks) tell(this.options.hooks);
    } catch {
      // A metric is not worth a request.
    }
  }
}
