/**
 * The repository of AIECS, on the same keys: who used how many tokens in a period, and how many they may use. Every method that
 * changes something is one atomic step, which a repeated request does not make again.
 */
import { randomUUID } from 'node:crypto';
import type { RedisClient } from '../client/client.js';
import { requestKey } from '../client/request-key.js';
import { runScript } from '../client/run-script.js';
import { detailed, summed, type Amounts, type Sum } from './amounts.js';
import { countedIn, isAnswer, judged, outcomesOf, statsOf } from './answers.js';
import { grouped } from './by-slot.js';
import { failureOf, TokenUsageError } from './failure.js';
import { periodOf, usageKey, type KeyOptions, type PeriodOptions } from './keys.js';
import { ADD, LIMIT, READ, REPAIR, RESET } from './lua.js';
import type { CheckedIncrement, Consistency, Health, Increment, LimitCheck, UsageStats } from './model.js';
import { operate, type Counted, type OperationEvent, type OperationOptions, type Told } from './operation.js';
import { scriptFrom, type Script } from '../client/script.js';
import { amountText, asTokens, type Tokens } from './tokens.js';

export interface TokenUsageOptions extends KeyOptions, PeriodOptions, OperationOptions {
  client: RedisClient;
  /** True for a Redis Cluster: a script then has the keys of one slot. */
  cluster?: boolean;
  /** Ms for which a request is remembered, so that it is not counted again. More than all attempts take. Default: 600,000. */
  rememberRequestsMs?: number;
  /** What `checkUsageLimit` answers if Redis does not: not exceeded, exceeded; or it rejects. Default: it rejects. */
  onError?: 'open' | 'closed' | 'reject';
}

export interface CallOptions {
  /** Names the request. The same id counts once, however often it is sent. Default: a random one for each call. */
  requestId?: string;
}

/** By user. */
export interface BatchStats {
  stats: Map<string, UsageStats>;
  /** Why the others have none. */
  failed: Map<string, TokenUsageError>;
}

/** What a user has after a batch, in one period; or why it is not known. Without an answer it may have been counted. */
export type BatchOutcome = { userId: string; period: string } & ({ stats: UsageStats } | { failure: TokenUsageError });

const REMEMBERED_MS = 600_000;
/** Times that a repair reads again, because the counters changed meanwhile. */
const REPAIRS = 5;
const HEALTH_USER = 'health_check_test';

const SCRIPTS = {
  add: scriptFrom(ADD.trim()),
  read: scriptFrom(READ.trim()),
  reset: scriptFrom(RESET.trim()),
  limit: scriptFrom(LIMIT.trim()),
  repair: scriptFrom(REPAIR.trim()),
};

/** Methods reject with a TokenUsageError. `cycleStartDate`: any text without a colon; default: the day. */
export class TokenUsageRepository {
  readonly #options: TokenUsageOptions;

  constructor(options: TokenUsageOptions) {
    this.#options = options;
  }

  /** Counts prompt tokens alone: neither the total nor completion tokens. */
  async incrementPromptTokens(
    userId: string,
    promptTokens: Tokens,
    cycleStartDate?: string,
    call?: CallOptions,
  ): Promise<UsageStats> {
    const prompt = amountText('promptTokens', promptTokens);
    return this.#increment('incrementPromptTokens', userId, { prompt, completion: '0', total: '0' }, cycleStartDate, call);
  }

  /** Counts completion tokens alone: neither the total nor prompt tokens. */
  async incrementCompletionTokens(
    userId: string,
    completionTokens: Tokens,
    cycleStartDate?: string,
    call?: CallOptions,
  ): Promise<UsageStats> {
    const completion = amountText('completionTokens', completionTokens);
    return this.#increment('incrementCompletionTokens', userId, { prompt: '0', completion, total: '0' }, cycleStartDate, call);
  }

  /** Counts a call of which only the total is known. */
  async incrementTotalUsage(
    userId: string,
    totalTokens: Tokens,
    cycleStartDate?: string,
    call?: CallOptions,
  ): Promise<UsageStats> {
    const total = amountText('totalTokens', totalTokens);
    return this.#increment('incrementTotalUsage', userId, { prompt: '0', completion: '0', total }, cycleStartDate, call);
  }

  /** Counts the parts and their sum. */
  async incrementDetailedUsage(
    userId: string,
    promptTokens: Tokens,
    completionTokens: Tokens,
    cycleStartDate?: string,
    call?: CallOptions,
  ): Promise<UsageStats> {
    const amounts = detailed(promptTokens, completionTokens);
    return this.#increment('incrementDetailedUsage', userId, amounts, cycleStartDate, call);
  }

  /** Counts the parts and their sum if the limit leaves room for them, in one step: two calls at once cannot both take the rest. */
  async checkAndIncrement(
    userId: string,
    promptTokens: Tokens,
    completionTokens: Tokens,
    cycleStartDate?: string,
    call?: CallOptions,
  ): Promise<CheckedIncrement> {
    const amounts = detailed(promptTokens, completionTokens);
    const key = this.#key(userId, cycleStartDate);
    const answer = await this.#addOne('checkAndIncrement', key, amounts, true, call);
    return { allowed: answer[0] !== 'denied', ...statsOf(answer) };
  }

  /** Counts many calls: the amounts of one user and period are added up, and one script counts for up to 200 users. */
  async batchIncrementUsage(increments: readonly Increment[], { requestId }: CallOptions = {}): Promise<BatchOutcome[]> {
    // All groups of a batch have the same id.
    const request = requestOf(requestId);
    const sums = summed(increments, this.#options);
    const send = async (group: readonly Sum[]): Promise<BatchOutcome[]> => {
      const args = group.flatMap(({ prompt, completion, total }) => [String(prompt), String(completion), String(total), '0']);
      const answers = this.#write('batchIncrementUsage', 'increment', SCRIPTS.add, group, request, args, group);
      return outcomesOf(group, answers, ({ userId, period }) => ({ userId, period }));
    };
    const groups = grouped(sums, ({ key }) => key, this.#options.cluster ?? false);
    return (await Promise.all(groups.map(send))).flat();
  }

  async getUsageStats(userId: string, cycleStartDate?: string): Promise<UsageStats> {
    const [answer] = await this.#read('getUsageStats', [this.#key(userId, cycleStartDate)]);
    return statsOf(answer!);
  }

  /** One round trip for up to 200 users; in a cluster one for each slot. */
  async getBatchUsageStats(userIds: readonly string[], cycleStartDate?: string): Promise<BatchStats> {
    const period = periodOf(cycleStartDate, this.#options);
    const asked = [...new Set(userIds)].map((userId) => ({ userId, key: usageKey(userId, period, this.#options) }));
    const batch: BatchStats = { stats: new Map(), failed: new Map() };
    const send = async (group: typeof asked): Promise<void> => {
      const keys = group.map(({ key }) => key);
      const outcomes = await outcomesOf(group, this.#read('getBatchUsageStats', keys), ({ userId }) => ({ userId }));
      for (const { userId, ...outcome } of outcomes) {
        if ('stats' in outcome) batch.stats.set(userId, outcome.stats);
        else batch.failed.set(userId, outcome.failure);
      }
    };
    await Promise.all(grouped(asked, ({ key }) => key, this.#options.cluster ?? false).map(send));
    return batch;
  }

  /** Removes the counters of the period, and keeps the limit. Resolves to what was counted until then. */
  async resetUsage(userId: string, cycleStartDate?: string, call?: CallOptions): Promise<UsageStats> {
    const key = this.#key(userId, cycleStartDate);
    const [answer] = await this.#write('resetUsage', 'change', SCRIPTS.reset, [{ key }], requestOf(call?.requestId), []);
    return statsOf(answer!);
  }

  /** `limit`: `null` removes it. A limit of 0 allows nothing. */
  async setUsageLimit(userId: string, limit: Tokens | null, cycleStartDate?: string, call?: CallOptions): Promise<UsageStats> {
    const text = limit === null ? '' : amountText('limit', limit);
    const key = this.#key(userId, cycleStartDate);
    const [answer] = await this.#write('setUsageLimit', 'change', SCRIPTS.limit, [{ key }], requestOf(call?.requestId), [text]);
    return statsOf(answer!);
  }

  /** For a request that counts later: of two at once both may pass. `checkAndIncrement` does not have this gap. */
  async checkUsageLimit(userId: string, cycleStartDate?: string): Promise<LimitCheck> {
    const key = this.#key(userId, cycleStartDate);
    try {
      const [answer] = await this.#read('checkUsageLimit', [key]);
      const { totalTokens: currentUsage, usageLimit: limit } = statsOf(answer!);
      const left = limit === null ? null : BigInt(limit) - BigInt(currentUsage);
      return {
        exceeded: left !== null && left <= 0n,
        currentUsage,
        limit,
        remaining: left === null ? Infinity : left < 0n ? 0 : asTokens(left),
        source: 'redis',
      };
    } catch (error) {
      const { onError = 'reject' } = this.#options;
      if (onError === 'reject') throw error;
      return { exceeded: onError === 'closed', currentUsage: 0, limit: null, remaining: 0, source: 'failure' };
    }
  }

  /**
   * Compares the total with its parts. `repair`: raises a total that is too low. A total that is too high is never lowered: calls
   * counted without parts explain it.
   */
  async verifyDataConsistency(
    userId: string,
    cycleStartDate?: string,
    { repair = false }: { repair?: boolean } = {},
  ): Promise<Consistency> {
    const key = this.#key(userId, cycleStartDate);
    for (let attempt = 1; ; attempt++) {
      const [answer] = await this.#read('verifyDataConsistency', [key]);
      const found = judged(answer!);
      if (!repair || found.verdict !== 'under-counted' || attempt > REPAIRS) return found;
      const args = [...answer!.slice(1, 4), String(found.difference)];
      const [repaired] = await this.#write(
        'verifyDataConsistency',
        'change',
        SCRIPTS.repair,
        [{ key }],
        requestOf(undefined),
        args,
      );
      if (repaired![0] !== 'changed') return { ...found, repaired: true, stats: statsOf(repaired!) };
    }
  }

  /** Reads a key that does not exist, and writes nothing. Never rejects. */
  async healthCheck(): Promise<Health> {
    const startedAt = performance.now();
    const ms = (): number => performance.now() - startedAt;
    try {
      await this.#read('healthCheck', [this.#key(HEALTH_USER, 'none')]);
      return { status: 'healthy', ms: ms() };
    } catch (error) {
      return { status: 'unhealthy', ms: ms(), error: failureOf(error).message };
    }
  }

  /** The period is decided once for a call. */
  #key(userId: string, cycleStartDate: string | undefined): string {
    return usageKey(userId, periodOf(cycleStartDate, this.#options), this.#options);
  }

  async #increment(
    operation: string,
    userId: string,
    amounts: Amounts,
    cycle: string | undefined,
    call: CallOptions | undefined,
  ): Promise<UsageStats> {
    return statsOf(await this.#addOne(operation, this.#key(userId, cycle), amounts, false, call));
  }

  async #addOne(
    operation: string,
    key: string,
    { prompt, completion, total }: Amounts,
    withinLimit: boolean,
    { requestId }: CallOptions = {},
  ): Promise<readonly string[]> {
    const args = [prompt, completion, total, withinLimit ? '1' : '0'];
    const amounts = { prompt: BigInt(prompt), completion: BigInt(completion), total: BigInt(total) };
    const [answer] = await this.#write(operation, 'increment', SCRIPTS.add, [{ key }], requestOf(requestId), args, [amounts]);
    return answer!;
  }

  #read(operation: string, keys: readonly string[]): Promise<readonly string[][]> {
    return this.#run({ operation, kind: 'query' }, SCRIPTS.read, keys, [], keys.length);
  }

  #write(
    operation: string,
    kind: OperationEvent['kind'],
    script: Script,
    targets: readonly { key: string }[],
    request: Request,
    args: readonly string[],
    amounts?: readonly Counted[],
  ): Promise<readonly string[][]> {
    const keys = targets.flatMap(({ key }) => [key, requestKey(key, request.id)]);
    const { rememberRequestsMs = REMEMBERED_MS } = this.#options;
    const countedBy = (answers: readonly string[][], attempts: number): Counted =>
      countedIn(answers, amounts!, request.isOwn || attempts > 1);
    const told: Told<string[][]> = { operation, kind, ...(amounts && { countedBy }) };
    return this.#run(told, script, keys, [String(rememberRequestsMs), ...args], targets.length);
  }

  async #run(
    told: Told<string[][]>,
    script: Script,
    keys: readonly string[],
    args: readonly string[],
    count: number,
  ): Promise<string[][]> {
    return operate(told, this.#options, async () => {
      const reply = await runScript(this.#options.client, script, keys, args);
      if (!Array.isArray(reply) || reply.length !== count || !reply.every(isAnswer))
        throw new TokenUsageError('bad-reply', 'The reply to the script is not the one that the script gives.');
      return reply;
    });
  }
}

interface Request {
  id: string;
  /** Nobody else uses the id. */
  isOwn: boolean;
}

const requestOf = (id: string | undefined): Request => ({ id: id ?? randomUUID(), isOwn: id === undefined });
