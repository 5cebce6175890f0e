import { expect, test } from 'vitest';
import { lintProfile } from '../../src/lib/profile/lint.js';
import { loadProfile } from '../../src/lib/profile/load.js';
import { sourcesFor, totalsFor } from '../support/estimate.js';

const SPEC = 'claude-relay-service@documented';
const FOUR = {
  ENABLE_HOURLY_STATS: 'false',
  ENABLE_MINUTE_STATS: 'false',
  ENABLE_MODEL_STATS: 'false',
  ENABLE_DETAILED_CACHE_STATS: 'false',
};

test("the document's figures for 3,000 requests a day", async () => {
  const { sources, perDay } = await totalsFor(SPEC, { requestsPerDay: 3000 });
  expect(sources.map(({ id, perRequest, perDay: day }) => [id, perRequest.wire, day.wire])).toEqual([
    ['token-usage', 93, 279_000],
    ['account-usage', 60, 180_000],
    ['other', 7.88, 23_640],
  ]);
  expect(perDay.wire).toBe(482_640);
});

test('its four switches leave 28 of the 93 commands', async () => {
  expect(await sourcesFor(SPEC, {}, FOUR)).toEqual({ 'token-usage': 28, 'account-usage': 60, other: 7.88 });
});

test.each([
  ['ENABLE_HOURLY_STATS', 30],
  ['ENABLE_MINUTE_STATS', 5],
  ['ENABLE_MODEL_STATS', 25],
  ['ENABLE_DETAILED_CACHE_STATS', 10],
])('%s is worth about %i percent', async (env, percent) => {
  const { 'token-usage': left } = await sourcesFor(SPEC, {}, { [env]: 'false' });
  expect(Math.round(100 * (1 - left! / 93))).toBe(percent);
});

test('statistics off leaves 15,000 commands a day', async () => {
  expect((await totalsFor(SPEC, { requestsPerDay: 3000 }, { ENABLE_USAGE_STATISTICS: 'false' })).perDay.wire).toBe(15_000);
});

test('it is a sound profile, with what the document claims beside what its figures make', async () => {
  const profile = await loadProfile(SPEC);
  expect(lintProfile(profile)).toEqual([]);
  expect(profile.operations?.figures?.map(({ id, commands }) => [id, commands])).toEqual([
    ['total', 482_640],
    ['switches', 144_000],
    ['statistics', 15_000],
  ]);
});

test('no other profile has such a variant', async () => {
  await expect(loadProfile('new-api@documented')).rejects.toThrow('knows versions G1 to G2');
  await expect(loadProfile('aiecs@documented')).rejects.toThrow('has no versions');
});
