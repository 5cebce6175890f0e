import { describe, expect, test } from 'vitest';
import { sourcesFor, totalsFor } from '../support/estimate.js';

describe('new-api, one successful relay call', () => {
  test.each([
    ['G1', 40, 43, { auth: 2, limiter: 5 + 3, quota: 12 + 10, settings: 1, metrics: 10 }],
    ['G2', 26, 51, { auth: 3, limiter: 5 + 3, quota: 4 + 2 + 22, settings: 2, metrics: 10 }],
  ])('%s: %i on the wire, %i with those inside scripts', async (generation, wire, counted, sources) => {
    expect((await totalsFor(`new-api@${generation}`)).perRequest).toMatchObject({ wire, counted });
    expect(await sourcesFor(`new-api@${generation}`)).toEqual(sources);
  });

  test.each([
    ['G1', 'untrusted', 11],
    ['G1', 'model-limit', 5],
    ['G2', 'model-limit', 5],
    ['G1', 'perf-metrics', 10],
    ['G2', 'perf-metrics', 10],
    ['G1', 'consume-log', 1],
    ['G2', 'consume-log', 2],
  ])('%s without %s: %i less on the wire', async (generation, condition, less) => {
    const spec = `new-api@${generation}`;
    const [full, without] = [await totalsFor(spec), await totalsFor(spec, { shares: { [condition]: 0 } })];
    expect(full.perRequest.wire - without.perRequest.wire).toBe(less);
  });

  test('a quota change takes five commands in two round trips before, one script after', async () => {
    const quota = async (spec: string): Promise<unknown> =>
      (await totalsFor(spec, { shares: { untrusted: 0 } })).sources.find(({ id }) => id === 'quota')?.perRequest;
    // Settling changes two quotas; reading the user takes one more, or two with its fence.
    expect(await quota('new-api@G1')).toEqual({ wire: 2 * 5 + 1, counted: 2 * 5 + 1, roundTrips: 2 * 2 + 1 });
    expect(await quota('new-api@G2')).toEqual({ wire: 2 + 2, counted: 2 + 4 + 7 + 2, roundTrips: 2 + 2 });
  });
});

test.each([
  [1, 7],
  [0, 6],
])('one-api, one relay call, untrusted %i: %i commands', async (untrusted, expected) => {
  expect((await totalsFor('one-api', { shares: { untrusted } })).perRequest).toEqual({
    wire: expected,
    counted: expected,
    roundTrips: expected,
  });
});

test.each([
  ['detailed', {}, 5, 1],
  ['detailed, prompt tokens only', { completion: 0 }, 4, 1],
  ['total only', { detailed: 0 }, 1, 1],
  ['total only, with a look at the limit', { detailed: 0, 'limit-check': 1 }, 3, 3],
])('aiecs, %s', async (_what, shares, wire, roundTrips) => {
  expect((await totalsFor('aiecs', { shares })).perRequest).toEqual({ wire, counted: wire, roundTrips });
});
