/**
 * Statistics of API keys: totals, days, models, costs, minutes and a ranking, each request booked in one step. Costs are whole
 * millionths of a dollar, because sums of floating-point numbers drift.
 */
import { randomUUID } from 'node:crypto';
import type { RedisClient } from '../client/client.js';
import { requestKey } from '../client/request-key.js';
import { runScript } from '../client/run-script.js';
import { grouped } from './by-slot.js';
import { TokenUsageError } from './failure.js';
import { periodOf, type PeriodOptions } from './keys.js';
import { operate, type OperationOptions } from './operation.js';
import { scriptFrom, type Script } from '../client/script.js';
import { BOOK, LARGEST, LOOK, MEMBERS } from './statistics-lua.js';
import { amountText, tokensOf, type Tokens } from './tokens.js';

export interface StatisticsOptions extends PeriodOptions, OperationOptions {
  client: RedisClient;
  /** True for a Redis Cluster: keys of several slots are then booked slot by slot, each once. */
  cluster?: boolean;
  /** Before every key. Default: none. */
  prefix?: string;
  /** How long days are kept. Default: 32. */
  daysKept?: number;
  /** How long minutes are kept. Default: 5. */
  minutesKept?: number;
  /** Ms for which a request is remembered, so that it is not booked again. Default: 600,000. */
  rememberRequestsMs?: number;
}

export interface RecordedRequest {
  apiKeyId: string;
  model: string;
  inputTokens: Tokens;
  outputTokens: Tokens;
  /** Millionths of a dollar. */
  costMicros: Tokens;
  /** Names the request: the same id is booked once. Default: a random one. */
  requestId?: string;
}

export interface Counts {
  requests: Tokens;
  inputTokens: Tokens;
  outputTokens: Tokens;
}

export interface Costs {
  /** Millionths of a dollar. */
  dayMicros: Tokens;
  totalMicros: Tokens;
}

export interface RecentMinutes {
  minutes: number;
  requests: Tokens;
  tokens: Tokens;
}

/** Methods reject with a TokenUsageError. `day`: `YYYY-MM-DD`; default: today. */
export interface UsageStatistics {
  record: (request: RecordedRequest) => Promise<void>;
  usageOf: (apiKeyId: string, day?: string) => Promise<{ total: Counts; day: Counts }>;
  /** Models that the API key has used on that day, at most 1,000, the most used first. */
  modelsOf: (apiKeyId: string, day?: string) => Promise<(Counts & { model: string })[]>;
  /** Of all API keys. */
  modelUsage: (model: string, day?: string) => Promise<Counts>;
  costOf: (apiKeyId: string, day?: string) => Promise<Costs>;
  /** The last minutes, with the running one. */
  recent: (minutes?: number) => Promise<RecentMinutes>;
  /** The API keys with the highest costs. Scores are exact up to 2^53 millionths. */
  topCosts: (count?: number) => Promise<{ apiKeyId: string; costMicros: number }[]>;
}

const DAY_SECONDS = 86_400;
const MINUTE_MS = 60_000;
const MOST_MODELS = 1_000;
const MOST_MINUTES = 1_440;
const LONGEST_ID = 512;
const REMEMBERED_MS = 600_000;

const SCRIPTS = {
  book: scriptFrom(BOOK.trim()),
  look: scriptFrom(LOOK.trim()),
  members: scriptFrom(MEMBERS.trim()),
  largest: scriptFrom(LARGEST.trim()),
};

const TOTAL_FIELDS = ['totalRequests', 'totalInputTokens', 'totalOutputTokens'] as const;
const FIELDS = ['requests', 'inputTokens', 'outputTokens'] as const;

interface Entry {
  key: string;
  type: 'hash' | 'string' | 'zset' | 'set';
  ttlSeconds: number;
  amounts: readonly (readonly [name: string, amount: string])[];
}

export function usageStatistics(options: StatisticsOptions): UsageStatistics {
  const { client, cluster = false, prefix = '', daysKept = 32, minutesKept = 5, rememberRequestsMs = REMEMBERED_MS } = options;
  const { now = Date.now } = options;
  const names = namesWith(prefix);
  const dayOf = (day: string | undefined): string => periodOf(day, options);

  const ask = <Reply>(
    operation: string,
    kind: 'query' | 'change',
    script: Script,
    keys: string[],
    args: string[],
  ): Promise<Reply> => operate({ operation, kind }, options, async () => (await runScript(client, script, keys, args)) as Reply);

  /** One script for the keys of a slot; all at once outside of clusters. */
  const look = async (operation: string, asked: readonly { key: string; fields: readonly string[] }[]): Promise<Tokens[][]> => {
    const found = new Map<string, Tokens[]>();
    const read = async (group: readonly { key: string; fields: readonly string[] }[]): Promise<void> => {
      const keys = group.map(({ key }) => key);
      const args = group.flatMap(({ fields }) => [String(fields.length), ...fields]);
      const answers = await ask<string[][]>(operation, 'query', SCRIPTS.look, keys, args);
      for (const [at, { key, fields }] of group.entries())
        found.set(
          key,
          answers[at]!.map((text, place) => (text === '' ? 0 : tokensOf(fields[place] ?? key, text))),
        );
    };
    await Promise.all(grouped(asked, ({ key }) => key, cluster).map(read));
    return asked.map(({ key }) => found.get(key)!);
  };

  return {
    async record({ apiKeyId, model, requestId = randomUUID(), ...amounts }) {
      const [id, name] = [checkedId('apiKeyId', apiKeyId), checkedId('model', model)];
      const input = amountText('inputTokens', amounts.inputTokens);
      const output = amountText('outputTokens', amounts.outputTokens);
      const cost = amountText('costMicros', amounts.costMicros);
      const [at, day] = [now(), dayOf(undefined)];
      const days = daysKept * DAY_SECONDS;
      const hash = (key: string, ttlSeconds: number, fields: readonly string[]): Entry => ({
        key,
        type: 'hash',
        ttlSeconds,
        amounts: [
          [fields[0]!, '1'],
          [fields[1]!, input],
          [fields[2]!, output],
        ],
      });
      const entries: Entry[] = [
        hash(names.total(id), 0, TOTAL_FIELDS),
        hash(names.daily(id, day), days, FIELDS),
        hash(names.keyModel(id, name, day), days, FIELDS),
        hash(names.model(name, day), days, FIELDS),
        { key: names.models(id, day), type: 'set', ttlSeconds: days, amounts: [[name, '']] },
        { key: names.costDaily(id, day), type: 'string', ttlSeconds: days, amounts: [['-', cost]] },
        { key: names.costTotal(id), type: 'string', ttlSeconds: 0, amounts: [['-', cost]] },
        {
          key: names.minute(at),
          type: 'hash',
          ttlSeconds: minutesKept * 60,
          amounts: [
            ['requests', '1'],
            ['tokens', String(BigInt(input) + BigInt(output))],
          ],
        },
        { key: names.ranking, type: 'zset', ttlSeconds: 0, amounts: [[id, cost]] },
      ];
      const book = (group: readonly Entry[]): Promise<number> => {
        const keys = [...group.map(({ key }) => key), requestKey(group[0]!.key, requestId)];
        const args = group.flatMap(({ type, ttlSeconds, amounts: own }) => [
          type,
          String(ttlSeconds),
          String(own.length),
          ...own.flat(),
        ]);
        return ask('record', 'change', SCRIPTS.book, keys, [String(rememberRequestsMs), ...args]);
      };
      await Promise.all(grouped(entries, ({ key }) => key, cluster).map(book));
    },

    async usageOf(apiKeyId, day) {
      const id = checkedId('apiKeyId', apiKeyId);
      const [total, daily] = await look('usageOf', [
        { key: names.total(id), fields: TOTAL_FIELDS },
        { key: names.daily(id, dayOf(day)), fields: FIELDS },
      ]);
      return { total: countsOf(total!), day: countsOf(daily!) };
    },

    async modelsOf(apiKeyId, day) {
      const [id, on] = [checkedId('apiKeyId', apiKeyId), dayOf(day)];
      const models = await ask<string[]>('modelsOf', 'query', SCRIPTS.members, [names.models(id, on)], [String(MOST_MODELS)]);
      const held = await look(
        'modelsOf',
        models.map((model) => ({ key: names.keyModel(id, model, on), fields: FIELDS })),
      );
      const rows = models.map((model, at) => ({ model, ...countsOf(held[at]!) }));
      return rows.toSorted((a, b) => Number(b.requests) - Number(a.requests) || (a.model < b.model ? -1 : 1));
    },

    async modelUsage(model, day) {
      const [held] = await look('modelUsage', [{ key: names.model(checkedId('model', model), dayOf(day)), fields: FIELDS }]);
      return countsOf(held!);
    },

    async costOf(apiKeyId, day) {
      const id = checkedId('apiKeyId', apiKeyId);
      const [daily, total] = await look('costOf', [
        { key: names.costDaily(id, dayOf(day)), fields: [] },
        { key: names.costTotal(id), fields: [] },
      ]);
      return { dayMicros: daily![0]!, totalMicros: total![0]! };
    },

    async recent(minutes = minutesKept) {
      if (!Number.isInteger(minutes) || minutes < 1 || minutes > MOST_MINUTES)
        throw new TokenUsageError('input', `minutes must be a whole number from 1 to ${MOST_MINUTES}.`);
      const at = now();
      const held = await look(
        'recent',
        Array.from({ length: minutes }, (_, ago) => ({
          key: names.minute(at - ago * MINUTE_MS),
          fields: ['requests', 'tokens'],
        })),
      );
      const sum = (place: number): Tokens => asNumber(held.reduce((all, each) => all + BigInt(each[place]!), 0n));
      return { minutes, requests: sum(0), tokens: sum(1) };
    },

    async topCosts(count = 10) {
      if (!Number.isInteger(count) || count < 1) throw new TokenUsageError('input', 'count must be a whole number from 1.');
      const flat = await ask<string[]>('topCosts', 'query', SCRIPTS.largest, [names.ranking], [String(count)]);
      return Array.from({ length: flat.length / 2 }, (_, at) => ({
        apiKeyId: flat[2 * at]!,
        costMicros: Number(flat[2 * at + 1]),
      }));
    },
  };
}

const namesWith = (prefix: string) => ({
  total: (id: string) => `${prefix}usage:${id}`,
  daily: (id: string, day: string) => `${prefix}usage:daily:${id}:${day}`,
  keyModel: (id: string, model: string, day: string) => `${prefix}usage:${id}:model:daily:${model}:${day}`,
  model: (model: string, day: string) => `${prefix}usage:model:daily:${model}:${day}`,
  /** Where the models of a day are found without looking at every key. */
  models: (id: string, day: string) => `${prefix}usage:${id}:models:${day}`,
  costDaily: (id: string, day: string) => `${prefix}cost:micros:daily:${id}:${day}`,
  costTotal: (id: string) => `${prefix}cost:micros:total:${id}`,
  minute: (at: number) => `${prefix}system:metrics:minute:${Math.floor(at / MINUTE_MS)}`,
  ranking: `${prefix}ranking:cost:micros`,
});

function checkedId(name: string, id: string): string {
  if (typeof id === 'string' && id !== '' && id.length <= LONGEST_ID) return id;
  throw new TokenUsageError('input', `${name} is a text of 1 to ${LONGEST_ID} characters.`);
}

const countsOf = ([requests = 0, inputTokens = 0, outputTokens = 0]: readonly Tokens[]): Counts => ({
  requests,
  inputTokens,
  outputTokens,
});

const asNumber = (exact: bigint): Tokens => tokensOf('a sum', String(exact));
