import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flowsFor, totalsFor } from '../support/estimate.js';

/** Commands a day of one job; nothing but the jobs runs. */
async function job(event: string, load: { keys?: number; apiKeys?: number; accounts?: number; shares?: Record<string, number> }) {
  const flow = (await flowsFor('claude-relay-service', { requestsPerDay: 0, ...load })).find((one) => one.event === event);
  return flow ? flow.perDay * flow.commands.reduce((sum, { count }) => sum + count, 0) : 0;
}

const sweeps = async (keys: number): Promise<number> =>
  (await job('lease-sweep', { keys })) + (await job('scheduled-tests', { keys }));

test.each([
  [263, 11],
  [19_488, 683],
])('of %i keys the sweeps take %i SCAN a minute, as was measured', async (keys, expected) => {
  expect((await sweeps(keys)) / 1440).toBe(expected);
});

test('that is about 50 commands a day for each key', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 5000, max: 5_000_000 }), async (keys) => {
      expect(Math.abs((await sweeps(keys)) / keys - 50.4)).toBeLessThan(1.2);
    }),
    { numRuns: 50 },
  );
  expect(await sweeps(19_488)).toBe(983_520);
});

describe('other jobs', () => {
  test.each([
    ['cleanup', { keys: 1000, apiKeys: 2 }, 24 * (5 * 5 + 2 * 32)],
    ['cost-rank.today', { keys: 1000, apiKeys: 10 }, 144 * (10 + 10 + 10)],
    ['cost-rank.7days', { keys: 1000, apiKeys: 10 }, 48 * (10 + 10 + 70)],
    ['cost-rank.30days', { keys: 1000, apiKeys: 10 }, 24 * (10 + 10 + 300)],
    ['cost-rank.all', { keys: 1000, apiKeys: 10 }, 12 * (10 + 10 + 10)],
    ['account-limits', { accounts: 3 }, 288 * 3],
    ['message-queue-sweep', { keys: 1000 }, 0],
    ['message-queue-sweep', { keys: 1000, shares: { 'message-queue': 1 } }, 1440 * 10],
  ])('%s with %o: %i a day', async (event, load, expected) => {
    expect(await job(event, load)).toBe(expected);
  });

  test('the ranks run 228 times a day', async () => {
    const flows = await flowsFor('claude-relay-service', { keys: 1 });
    expect(flows.filter(({ event }) => event.startsWith('cost-rank.')).reduce((sum, { perDay }) => sum + perDay, 0)).toBe(228);
  });
});

test('nothing of it comes with requests', async () => {
  const { sources, perRequest } = await totalsFor('claude-relay-service', { keys: 19_488 });
  expect(sources.find(({ id }) => id === 'background')).toMatchObject({ withRequests: false, perRequest: { wire: 0 } });
  expect(perRequest.wire).toBe(303);
});

test('a database whose size is not known is not walked', async () => {
  const { families } = await totalsFor('claude-relay-service', { keys: 0, requestsPerDay: 0, accounts: 0, apiKeys: 0 });
  expect(families.filter(({ perDay }) => perDay.counted > 0)).toEqual([]);
});
