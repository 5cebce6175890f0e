import { expect, test } from 'vitest';
import { shareOf } from '../../src/lib/estimate/conditions.js';
import { workloadOf } from '../../src/lib/estimate/workload.js';
import { loadProfile } from '../../src/lib/profile/load.js';

const relay = await loadProfile('claude-relay-service');

test('what is not given is filled in', () => {
  expect(workloadOf(relay, { keys: 12 })).toEqual({
    requestsPerDay: 3000,
    accounts: 2,
    models: 1,
    apiKeys: 1,
    keys: 12,
    queues: 1,
    workers: 1,
    shares: {},
  });
});

test.each([
  [{ requestsPerDay: -1 }, 'The requests must be a number of 0 or more.'],
  [{ requestsPerDay: Number.NaN }, 'The requests must be a number of 0 or more.'],
  [{ requestsPerDay: Number.POSITIVE_INFINITY }, 'The requests must be a number of 0 or more.'],
  [{ accounts: 1.5 }, 'The number of accounts must be whole, and 0 or more.'],
  [{ apiKeys: -1 }, 'The number of API keys must be whole, and 0 or more.'],
  [{ models: Number.NaN }, 'The number of models must be whole, and 0 or more.'],
  [{ keys: 2 ** 53 }, 'The number of keys must be whole, and 0 or more.'],
  [{ shares: { cost: 1.1 } }, 'The share of cost must lie between 0 and 1.'],
  [{ shares: { cost: Number.NaN } }, 'The share of cost must lie between 0 and 1.'],
  [{ shares: { luck: 0.5 } }, 'Profile claude-relay-service has no condition "luck".'],
])('%o is refused', (given, message) => {
  expect(() => workloadOf(relay, given)).toThrow(expect.objectContaining({ exitCode: 2, message }));
});

test('shares multiply, and a condition with its opposite never holds', () => {
  const { operations } = relay;
  const share = (when: string[], shares: Record<string, number>): number =>
    shareOf(operations!, workloadOf(relay, { shares }), when);
  expect(share([], {})).toBe(1);
  expect(share(['cost', 'account'], { cost: 0.5, account: 0.5 })).toBe(0.25);
  expect(share(['cost', 'cost'], { cost: 0.5 })).toBe(0.5);
  expect(share(['!cost'], { cost: 0.25 })).toBe(0.75);
  expect(share(['cost', '!cost'], { cost: 0.5 })).toBe(0);
});
