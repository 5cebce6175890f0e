/** What one request writes: command by command as the application sends it. The lists were captured from its own functions. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadProfile } from '../../src/lib/profile/load.js';
import type { Profile } from '../../src/lib/profile/types.js';
import { recordedEvents, type RecordedEvent } from '../../src/lib/recorder/commands.js';
import { recordingPlan, type RecordingPlan } from '../../src/lib/recorder/plan.js';
import { finished, type RecordedRequest } from '../../src/lib/recorder/request.js';
import { sourcesFor } from '../support/estimate.js';

const RELEASES = ['1.1.183', '1.1.270', '1.1.314'];
const AT = 29_932_445 * 60_000;

let profile: Profile;
beforeAll(async () => {
  profile = await loadProfile('claude-relay-service');
});

const plans = new Map<string, RecordingPlan>();

function eventsOf(request: RecordedRequest, release: string, switches: Record<string, string> = {}): RecordedEvent[] {
  const name = JSON.stringify([release, switches]);
  const plan = plans.get(name) ?? recordingPlan({ profile, release, switches });
  plans.set(name, plan);
  return recordedEvents(
    plan,
    finished(request, () => AT),
  );
}

const linesOf = (events: readonly RecordedEvent[], ...ids: string[]): string[] =>
  events.filter(({ event }) => ids.includes(event)).flatMap(({ commands }) => commands.map(({ words }) => words.join(' ')));

/** The functions of a captured list, with the commands that each sent. */
function captured(release: string): Map<string, string[]> {
  const functions = new Map<string, string[]>();
  const text = readFileSync(new URL(`captured/commands-${release}.txt`, import.meta.url), 'utf8');
  for (const part of text.split('### ').slice(1)) {
    const [name = '', ...lines] = part.trimEnd().split('\n');
    functions.set(
      name,
      lines.filter((line) => line !== 'PIPELINE' && line !== 'P EXEC').map((line) => line.replace(/^[PSM] /, '')),
    );
  }
  return functions;
}

/** The call that was captured. Its lists have the real cost twice the rated one. */
const request: RecordedRequest = {
  apiKey: 'K',
  account: 'A',
  accountType: 'ccr',
  model: 'm',
  inputTokens: 10,
  outputTokens: 20,
  cacheCreateTokens: 30,
  cacheReadTokens: 50,
  cache5mTokens: 4,
  cache1hTokens: 6,
  cost: 0.25,
  realCost: 0.5,
  weeklyReset: { day: 3, hour: 9 },
};

describe.each(RELEASES)('release %s', (release) => {
  const lists = captured(release);
  test.each([
    ['incrementTokenUsage', 'token-usage'],
    ['incrementAccountUsage', 'account-usage'],
    ['incrementDailyCost', 'daily-cost'],
  ])('%s', (name, event) => {
    expect(linesOf(eventsOf(request, release), event)).toEqual(lists.get(name));
  });

  test('incrementWeeklyOpusCost', () => {
    // Only requests to Claude models get there.
    const events = eventsOf({ ...request, model: 'claude-opus-4' }, release);
    expect(linesOf(events, 'weekly-cost', 'weekly-cost.opus')).toEqual(lists.get('incrementWeeklyOpusCost'));
    expect(linesOf(eventsOf(request, release), 'weekly-cost', 'weekly-cost.opus')).toEqual([]);
  });

  test('addUsageRecord', () => {
    const lines = linesOf(eventsOf(request, release), 'usage-record');
    expect(lines.map((line) => line.replace(/\{.+\}$/, '{"a":1}'))).toEqual(lists.get('addUsageRecord'));
  });
});

test.each([
  ['1.1.183', 148],
  ['1.1.270', 215],
  ['1.1.314', 249],
])('the statistics of a request are as many commands as counted: %s, %i', (release, commands) => {
  expect(linesOf(eventsOf(request, release), 'token-usage', 'account-usage')).toHaveLength(commands);
});

describe('as many commands as the estimate computes', () => {
  const claude = { ...request, accountType: 'claude-official', model: 'claude-sonnet-4' };
  const SWITCHES = [
    'ENABLE_HOURLY_STATS',
    'ENABLE_MINUTE_STATS',
    'ENABLE_MODEL_STATS',
    'ENABLE_DETAILED_CACHE_STATS',
    'ENABLE_USAGE_STATISTICS',
    'BILLING_EVENTS_ENABLED',
  ];
  const ids = ['token-usage', 'account-usage', 'daily-cost', 'weekly-cost', 'usage-record', 'api-key', 'billing-event'];
  const cases: [string, RecordedRequest, Record<string, number>][] = [
    ['a Claude request', claude, {}],
    ['no cost', { ...claude, cost: 0, realCost: 0 }, { cost: 0 }],
    ['no account', { ...claude, account: null, accountType: null }, { account: 0, 'claude-account': 0 }],
    ['no details', { ...claude, details: false }, { details: 0 }],
    ['a deleted key', { ...claude, keyExists: false }, { 'known-key': 0 }],
    ['a long context', { ...claude, longContext: true }, { 'long-context': 1 }],
    ['another model', { ...claude, model: 'gpt-5', accountType: 'openai' }, { 'claude-account': 0 }],
  ];
  test.each(cases)('%s, under any switches', async (_what, one, shares) => {
    for (const release of ['1.1.250', '1.1.270', '1.1.314']) {
      const isBefore = release === '1.1.250';
      const before = isBefore
        ? { ...one, accountType: one.accountType === 'claude-official' ? 'claude' : one.accountType! }
        : one;
      for (const off of [[], ...SWITCHES.map((name) => [name])]) {
        const env = Object.fromEntries(off.map((name) => [name, 'false']));
        const expected = await sourcesFor(`claude-relay-service@${release}`, { shares }, env);
        const counted: Record<string, number> = {};
        for (const { event, commands } of eventsOf(before, release, env)) counted[event] = commands.length;
        for (const id of ids) expect([release, off, id, counted[id] ?? 0]).toEqual([release, off, id, expected[id] ?? 0]);
      }
    }
  });
});

describe('amounts and conditions', () => {
  const fieldsOf = (events: readonly RecordedEvent[], key: string): Record<string, string> =>
    Object.fromEntries(
      events
        .flatMap(({ commands }) => commands.map(({ words }) => words))
        .filter(([command, name]) => command === 'HINCRBY' && name === key)
        .map(([, , field, amount]) => [field, amount]),
    );
  const last = '1.1.314';

  test('amounts of 0 are sent, but not costs', () => {
    const events = eventsOf({ apiKey: 'K', model: 'm' }, last);
    expect(fieldsOf(events, 'usage:K:model:alltime:m')).toEqual({
      inputTokens: '0',
      outputTokens: '0',
      cacheCreateTokens: '0',
      cacheReadTokens: '0',
      requests: '1',
      ephemeral5mTokens: '0',
      ephemeral1hTokens: '0',
    });
    expect(events.map(({ event }) => event)).toEqual(['token-usage', 'usage-record', 'api-key', 'billing-event']);
  });

  test('an API key that pays nothing has costs of 0, and a real cost', () => {
    const events = eventsOf({ ...request, cost: 0, realCost: 1e-7 }, last);
    const fields = fieldsOf(events, 'usage:K:model:alltime:m');
    expect([fields['realCostMicro'], fields['ratedCostMicro']]).toEqual(['0', undefined]);
    expect(linesOf(events, 'daily-cost').slice(3, 5)).toEqual([
      'INCRBYFLOAT usage:cost:total:K 0',
      'INCRBYFLOAT usage:cost:real:total:K 1e-7',
    ]);
  });

  test('micro-dollars are rounded half up', () => {
    const micro = (cost: number) =>
      fieldsOf(eventsOf({ ...request, cost, realCost: cost }, last), 'usage:K:model:alltime:m')['ratedCostMicro'];
    expect([0.000_000_4, 0.000_000_5, 0.123_456_5].map(micro)).toEqual(['0', '1', '123457']);
  });

  test('tokens from the cache alone are output for keys and models, and not for accounts', () => {
    const events = eventsOf({ apiKey: 'K', account: 'A', model: 'm', cacheReadTokens: 100 }, last);
    expect(fieldsOf(events, 'usage:K')).toMatchObject({
      totalOutputTokens: '100',
      totalCacheReadTokens: '100',
      totalAllTokens: '200',
    });
    expect(fieldsOf(events, 'account_usage:A')).toMatchObject({ totalOutputTokens: '0', totalAllTokens: '100' });
    const [record] = linesOf(events, 'usage-record').filter((line) => line.startsWith('LPUSH'));
    expect(JSON.parse(record!.slice('LPUSH usage:records:K '.length))).toMatchObject({ outputTokens: 0, totalTokens: 100 });
  });

  test('a long context adds three fields to the totals and to the day', () => {
    const events = eventsOf({ ...request, longContext: true }, last);
    expect(fieldsOf(events, 'usage:daily:K:2026-11-29')).toMatchObject({
      longContextInputTokens: '10',
      longContextOutputTokens: '20',
      longContextRequests: '1',
    });
    expect(fieldsOf(events, 'account_usage:A')).toMatchObject({ totalLongContextRequests: '1' });
    const plain = linesOf(eventsOf(request, last), 'token-usage', 'account-usage');
    expect(linesOf(events, 'token-usage', 'account-usage')).toHaveLength(plain.length + 12);
  });

  test.each([
    ['us-east-1.anthropic.claude-opus-4-v1:0', 'claude-opus-4'],
    ['qwen:latest', 'qwen'],
    ['deepseek/deepseek-r1:free', 'deepseek/deepseek-r1:free'],
    ['claude-sonnet-4[1m]', 'claude-sonnet-4[1m]'],
    ['', 'unknown'],
  ])('the model %s is %s in keys', (model, name) => {
    expect(linesOf(eventsOf({ ...request, model }, last), 'token-usage')).toContain(
      `SADD usage:model:daily:index:2026-11-29 ${name}`,
    );
  });

  test.each([
    ['2026-11-30T15:59:59.999Z', 8, '2026-11-30:23', '2026-11'],
    ['2026-11-30T16:00:00.000Z', 8, '2026-12-01:00', '2026-12'],
    ['2026-12-31T23:00:00.000Z', -3, '2026-12-31:20', '2026-12'],
    ['2028-02-28T16:00:00.000Z', 8, '2028-02-29:00', '2028-02'],
  ])('periods are those of the record: %s at UTC%i', (time, utcOffset, hour, month) => {
    const plan = recordingPlan({ profile, release: last, utcOffset });
    const events = recordedEvents(
      plan,
      finished({ ...request, at: Date.parse(time) }, () => 0),
    );
    const lines = linesOf(events, 'token-usage');
    expect(lines).toContain(`EXPIRE usage:hourly:K:${hour} 604800`);
    expect(lines).toContain(`SADD usage:model:monthly:months ${month}`);
  });

  test.each([
    [{ day: 1, hour: 0 }, '2026-11-29T10:05:00Z', '2026-11-23T00'],
    [{ day: 7, hour: 18 }, '2026-11-29T10:05:00Z', '2026-11-29T18'],
    [{ day: 7, hour: 19 }, '2026-11-29T10:05:00Z', '2026-11-22T19'],
    [{ day: 1, hour: 23 }, '2026-11-24T10:00:00Z', '2026-11-23T23'],
  ])('a week that begins at %o', (weeklyReset, time, period) => {
    const events = eventsOf({ ...request, model: 'opus', weeklyReset, at: Date.parse(time) }, last);
    expect(linesOf(events, 'weekly-cost')[0]).toBe(`INCRBYFLOAT usage:opus:weekly:K:${period} 0.25`);
  });

  test('before 1.1.263 only detailed requests to Opus models count towards the week', () => {
    const of = (more: Partial<RecordedRequest>) =>
      linesOf(eventsOf({ ...request, model: 'claude-opus-4', accountType: 'claude', ...more }, '1.1.250'), 'weekly-cost.opus')
        .length;
    expect([of({}), of({ details: false }), of({ model: 'claude-sonnet-4' }), of({ accountType: 'claude-official' })]).toEqual([
      3, 0, 0, 0,
    ]);
  });

  test('the window of the metrics is an environment variable', () => {
    const lines = linesOf(eventsOf(request, last, { METRICS_WINDOW: '15' }), 'token-usage');
    expect(lines).toContain('EXPIRE system:metrics:minute:29932445 1800');
    expect(() => recordingPlan({ profile, switches: { METRICS_WINDOW: 'soon' } })).toThrow(/TTL of system:metrics/);
  });
});

describe('the list of requests', () => {
  const recordOf = (one: RecordedRequest, release: string): string[] => {
    const [line] = linesOf(eventsOf(one, release), 'usage-record').filter((text) => text.startsWith('LPUSH'));
    return Object.keys(JSON.parse(line!.slice('LPUSH usage:records:K '.length)) as object);
  };
  const parts = ['inputTokens', 'outputTokens', 'cacheCreateTokens', 'cacheReadTokens'];
  const ephemeral = ['ephemeral5mTokens', 'ephemeral1hTokens'];
  const meta = ['requestId', 'endpoint', 'method', 'statusCode', 'stream', 'durationMs'];
  const head = ['timestamp', 'model', 'accountId', 'accountType'];
  const both = ['costBreakdown', 'realCostBreakdown'];
  const pricing = ['pricingSource', 'usedFallbackPricing'];
  const costBreakdown = { input: 0.25 };

  // By the sources of each release.
  test.each([
    ['1.1.183', true, [...head, ...parts, ...ephemeral, 'totalTokens', 'cost', 'costBreakdown', 'isLongContext']],
    ['1.1.183', false, [...head.slice(0, 3), ...parts, 'totalTokens', 'cost', 'costBreakdown']],
    ['1.1.270', true, [...head, ...parts, ...ephemeral, 'totalTokens', 'cost', 'realCost', 'realCostBreakdown', 'isLongContext']],
    ['1.1.270', false, [...head, ...parts, 'totalTokens', 'cost', 'realCost', 'realCostBreakdown']],
    [
      '1.1.314',
      true,
      [...head, ...meta, ...parts, ...ephemeral, 'totalTokens', 'cost', 'realCost', ...both, ...pricing, 'isLongContext'],
    ],
    ['1.1.314', false, [...head, ...meta, ...parts, 'totalTokens', 'cost', 'realCost', ...both, 'isLongContext']],
  ])('release %s, with details: %s', (release, details, members) => {
    expect(recordOf({ ...request, details, meta: { costBreakdown } }, release)).toEqual(members);
  });
});

test('a request in detail has the members of the application, and is listed by its UTC day', () => {
  const plan = recordingPlan({ profile });
  const at = Date.parse('2026-11-30T16:30:00Z');
  const meta = { requestId: 'req-1', endpoint: '/v1/messages', stream: true, startedAt: at - 1_500, durationMs: 1_500 };
  const whole = finished({ ...request, at, meta }, () => 0, 6);
  const lines = linesOf(recordedEvents(plan, whole), 'request-detail');
  const [multi, set = '', ...rest] = lines;
  expect([multi, ...rest]).toEqual([
    'MULTI',
    `ZADD request_detail:index:day:2026-11-30 ${at} req-1`,
    'EXPIRE request_detail:index:day:2026-11-30 108000',
    'EXEC',
  ]);
  const json = /^SET request_detail:item:req-1 (.+) EX 21600$/.exec(set)![1]!;
  const { costBreakdown: _one, realCostBreakdown: _other, ...detail } = JSON.parse(json) as Record<string, unknown>;
  // In the order of `_normalizeRecord` of 1.1.314.
  expect(Object.entries(detail)).toEqual(
    Object.entries({
      requestId: 'req-1',
      timestamp: '2026-11-30T16:30:00.000Z',
      requestStartedAt: '2026-11-30T16:29:58.500Z',
      endpoint: '/v1/messages',
      method: null,
      statusCode: 200,
      stream: true,
      apiKeyId: 'K',
      accountId: 'A',
      accountType: 'ccr',
      model: 'm',
      inputTokens: 10,
      outputTokens: 20,
      cacheReadTokens: 50,
      cacheCreateTokens: 30,
      totalTokens: 110,
      cost: 0.25,
      realCost: 0.5,
      pricingSource: null,
      usedFallbackPricing: false,
      costRecomputed: false,
      durationMs: 1_500,
      isLongContextRequest: false,
      reasoningDisplay: null,
      reasoningSource: null,
    }),
  );
  // Other keys have the day of the application's offset.
  expect(linesOf(recordedEvents(plan, whole), 'token-usage')).toContain('SADD usage:daily:index:2026-12-01 K');
  // A request without an id gets one.
  const unnamed = linesOf(
    recordedEvents(
      plan,
      finished({ ...request, at }, () => 0, 1),
    ),
    'request-detail',
  );
  expect(unnamed[1]).toMatch(new RegExp(`^SET request_detail:item:rd_${at}_[0-9a-z]{1,8} .+ EX 3600$`));
  expect(linesOf(eventsOf(request, '1.1.270'), 'request-detail')).toEqual([]);
});

test('what makes no sense is refused', () => {
  const refused: Partial<RecordedRequest>[] = [
    { apiKey: '' },
    { apiKey: 'a:b' },
    { account: 'a:b' },
    { inputTokens: 1.5 },
    { outputTokens: -1 },
    { cacheReadTokens: Number.NaN },
    { cost: -0.1 },
    { realCost: Infinity },
    { at: Number.NaN },
    { weeklyReset: { day: 8, hour: 0 } },
  ];
  for (const more of refused)
    expect(() => eventsOf({ ...request, ...more }, '1.1.314'), JSON.stringify(more)).toThrow(
      expect.objectContaining({ name: 'RecorderError', code: 'input' }) as Error,
    );
});

test('every command of any request names a key of its family', () => {
  const text = fc.stringMatching(/^[A-Za-z0-9_.\-[\]]{1,12}$/);
  const amount = fc.nat(1_000_000);
  const any = fc.record({
    apiKey: text,
    account: fc.option(text),
    accountType: fc.constantFrom('claude-official', 'claude-console', 'openai', null),
    model: fc.constantFrom('claude-opus-4', 'gpt-5', 'deepseek/deepseek-r1:free', 'claude-sonnet-4[1m]'),
    inputTokens: amount,
    outputTokens: amount,
    cost: fc.double({ min: 0, max: 100, noNaN: true }),
    longContext: fc.boolean(),
    at: fc.integer({ min: 1.5e12, max: 2e12 }),
  });
  fc.assert(
    fc.property(any, fc.constantFrom(...RELEASES), (one, release) => {
      for (const { commands } of eventsOf(one, release))
        for (const { words, family } of commands) {
          if (family === null) continue;
          const literal = family.pattern.split('{')[0]!;
          expect(words[1]!.startsWith(literal)).toBe(true);
          expect(words.every((word) => word !== '' && !word.includes('undefined') && !word.includes('NaN'))).toBe(true);
        }
    }),
    { numRuns: 25 },
  );
});
