import { describe, expect, test } from 'vitest';
import { loadProfile } from '../../src/lib/profile/load.js';
import { recordedFor, sourcesFor, totalsFor } from '../support/estimate.js';

const at = (version: string): string => `claude-relay-service@${version}`;

// First and last release of each range; counted in their sources, 1.1.250 and 1.1.314 measured.
describe.each([
  { from: '1.1.6', to: '1.1.22', token: 73, account: undefined, daily: undefined, weekly: undefined },
  { from: '1.1.23', to: '1.1.29', token: 73, account: 52, daily: undefined, weekly: undefined },
  { from: '1.1.30', to: '1.1.53', token: 73, account: 52, daily: 7, weekly: undefined },
  { from: '1.1.54', to: '1.1.113', token: 80, account: 52, daily: 7, weekly: undefined },
  { from: '1.1.114', to: '1.1.121', token: 90, account: 52, daily: 7, weekly: undefined },
  { from: '1.1.122', to: '1.1.262', token: 90, account: 58, daily: 7, weekly: 3, long: 6 },
  { from: '1.1.263', to: '1.1.279', token: 145, account: 70, daily: 10, weekly: 6, long: 6 },
  { from: '1.1.280', to: '1.1.314', token: 163, account: 86, daily: 10, weekly: 6, long: 6 },
])('$from to $to', ({ from, to, token, account, daily, weekly, long = 0 }) => {
  const opus = weekly === 3 ? { opus: 1 } : {};

  test.each([from, to])('%s sends what was counted for the range', async (version) => {
    const sources = await sourcesFor(at(version), { shares: opus });
    expect([sources['token-usage'], sources['account-usage'], sources['daily-cost'], sources['weekly-cost']]).toEqual([
      token,
      account,
      daily,
      weekly,
    ]);
  });

  test('and more for a long context', async () => {
    const sources = await sourcesFor(at(to), { shares: { 'long-context': 1 } });
    expect(sources['token-usage']).toBe(token + long);
    expect(sources['account-usage']).toBe(account === undefined ? undefined : account + long);
  });
});

test.each([
  ['1.1.122', 148],
  ['1.1.183', 148],
  ['1.1.262', 148],
  ['1.1.263', 215],
  ['1.1.279', 215],
  ['1.1.280', 249],
  ['1.1.314', 249],
])('%s sends %i commands of statistics with each request', async (version, expected) => {
  const sources = await sourcesFor(at(version));
  expect(sources['token-usage']! + sources['account-usage']!).toBe(expected);
});

test('without cost there are 8 commands less in the releases that keep the cost by model', async () => {
  for (const [version, expected] of [
    ['1.1.250', 90],
    ['1.1.263', 137],
    ['1.1.314', 155],
  ] as const) {
    expect((await sourcesFor(at(version), { shares: { cost: 0 } }))['token-usage']).toBe(expected);
  }
});

describe('one usage record', () => {
  // Measured on 1.1.314, and on 1.1.250 and the fork of 1.1.183.
  test.each([
    ['without an account', { account: 0, 'claude-account': 0 }, 184, 106],
    ['of a Claude model through a Claude account', {}, 277, 164],
    ['of the same without cached tokens', { cache: 0 }, 277, 164],
    ['of another model or kind of account', { 'claude-account': 0 }, 270, 164],
    ['that cost nothing', { cost: 0 }, 251, 157],
    ['without details, Claude', { details: 0 }, 276, 163],
    ['without details, another model', { details: 0, 'claude-account': 0 }, 269, 163],
    ['of an API key that is gone, without details', { 'known-key': 0, 'claude-account': 0, details: 0 }, 180, 103],
  ])('%s', async (_what, shares, newest, older) => {
    expect(await recordedFor(at('1.1.314'), { shares })).toBe(newest);
    expect(await recordedFor(at('1.1.250'), { shares })).toBe(older);
    expect(await recordedFor(at('1.1.183'), { shares })).toBe(older);
  });

  test('with a long context', async () => {
    // The newest releases never record a Claude request so: it stays at 277 unless the flag is set, which only others do.
    expect(await recordedFor(at('1.1.314'))).toBe(277);
    expect(await recordedFor(at('1.1.250'), { shares: { 'long-context': 1 } })).toBe(176);
  });

  test.each([
    ['daily-cost', 10],
    ['weekly-cost', 6],
    ['usage-record', 5],
    ['api-key', 6],
    ['billing-event', 1],
  ])('%s: %i commands', async (source, expected) => {
    expect((await sourcesFor(at('1.1.314')))[source]).toBe(expected);
  });

  test('reads the API key once for itself, once for each cost that it writes', async () => {
    const reads = async (shares: Record<string, number>): Promise<number> => {
      const { families } = await totalsFor(at('1.1.314'), { shares });
      const all = families.find(({ id }) => id === 'api-key')!.perRequest.counted;
      return all - 1 - 2; // without the read of the login, HSET and EXPIRE
    };
    expect(await Promise.all([reads({ cost: 0 }), reads({ 'claude-account': 0 }), reads({})])).toEqual([1, 2, 3]);
  });

  test('with opt-in details of the request takes five more, with cold settings two', async () => {
    expect(await recordedFor(at('1.1.314'), { shares: { 'request-detail': 1 } })).toBe(282);
    expect(await recordedFor(at('1.1.314'), { shares: { 'cold-settings': 1 } })).toBe(279);
  });
});

describe('a whole request', () => {
  const limits = { 'cost-limits': 1, 'rate-window': 1, 'concurrency-limit': 1 };

  // Two commands of the request with all limits were counted that nothing explains: 328 of 330, 320 of 322 on the wire.
  test.each([
    ['with a key bound to an account', {}, 303, 303],
    ['in a conversation of the shared pool', { 'shared-pool': 1 }, 305, 305],
    ['with all limits', limits, 330 - 2, 322 - 2],
    ['with all limits, first in its window', { ...limits, 'new-window': 1 }, 334 - 2, 326 - 2],
  ])('%s', async (_what, shares, counted, wire) => {
    expect((await totalsFor(at('1.1.314'), { shares })).perRequest).toMatchObject({ counted, wire });
  });

  test('is checked in two commands, in ten with all cost limits', async () => {
    expect(await sourcesFor(at('1.1.314'))).toMatchObject({ auth: 2 });
    expect(await sourcesFor(at('1.1.314'), { shares: { 'cost-limits': 1 } })).toMatchObject({ auth: 2, limiter: 8 });
  });

  test('sends 268 commands to families of statistics, 276 with all limits', async () => {
    const statistics =
      /^(usage|key-model|model|global|metrics|index\.(usage|model|key-model|account-usage)|cost|opus|account-usage)\./;
    const sent = async (shares: Record<string, number>): Promise<number> =>
      (await totalsFor(at('1.1.314'), { shares })).families
        .filter(({ id }) => id !== null && statistics.test(id))
        .reduce((sum, { perRequest }) => sum + perRequest.counted, 0);
    expect(await sent({})).toBe(268);
    expect(await sent(limits)).toBe(276);
  });
});

test('a million commands: what 3,000 requests a day make', async () => {
  const day = 3000;
  expect((await recordedFor(at('1.1.314'))) * day).toBe(831_000);
  expect((await recordedFor(at('1.1.183'))) * day).toBe(492_000);
  expect((await totalsFor(at('1.1.314'), { requestsPerDay: day })).perRequest.wire * day).toBe(909_000);
});

test('every figure that a profile states is what its events add up to, but for what it calls unexplained', async () => {
  const compared: string[] = [];
  for (const spec of [at('1.1.183'), at('1.1.314'), 'new-api@G1', 'new-api@G2', 'one-api', 'aiecs']) {
    const { operations } = await loadProfile(spec);
    for (const { id, commands, wire, shares, sources, unexplained = 0 } of operations?.figures ?? []) {
      if (!shares) continue;
      const totals = await totalsFor(spec, { shares });
      const counted = totals.sources
        .filter((source) => source.withRequests && (sources?.includes(source.id) ?? true))
        .reduce((sum, { perRequest }) => sum + perRequest.counted, 0);
      expect({ spec, id, commands: counted + unexplained }).toEqual({ spec, id, commands });
      if (wire !== undefined) expect({ spec, id, wire: totals.perRequest.wire + unexplained }).toEqual({ spec, id, wire });
      compared.push(`${spec} ${id}`);
    }
  }
  expect(compared).toHaveLength(7 + 7 + 8 + 2 + 1);
});
