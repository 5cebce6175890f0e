import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { loadTinyRelay } from '../../support/tiny-relay.js';
import { SOON_MS, startCuttingProxy } from './support/cutting-proxy.js';
import { DATABASES, everyStep, LOSSES, ROUNDS, type Place } from './support/every-step.js';
import { expectNothingLost, expectNothingTwice, expectPruned, valuesOf } from './support/pruned-relay.js';
import { pruning } from './support/pruning.js';

const WAYS = { scripts: [], transactions: ['-@scripting'] };
type Way = keyof typeof WAYS;

let server: TestServer;
beforeAll(async () => {
  server = await startRedis(['--databases', String(2 * DATABASES)]);
  const client = server.client();
  for (const [way, rules] of Object.entries(WAYS)) await client.call('ACL', 'SETUSER', way, 'on', '>pw', '~*', '+@all', ...rules);
});
afterAll(() => server.stop());

/** One case: a run that is cut, what it leaves, and the run that finishes the work. */
async function caseOf(way: Way, { db, cut }: Place): Promise<boolean> {
  const client = server.client({ db });
  await client.flushdb();
  await loadTinyRelay(client);
  const before = await valuesOf(client);
  const proxy = await startCuttingProxy(server.port);
  const urlOf = (port: number): string => `redis://${way}:pw@127.0.0.1:${port}`;
  try {
    const retry = cut.forGood ? SOON_MS : undefined;
    const first = await pruning(proxy.port, { db, url: urlOf(proxy.port), retry, onAgreed: () => proxy.arm(cut) });
    const reached = proxy.pieces >= cut.at;
    await expectNothingLost(before, await valuesOf(client), [first.archive]);
    // Only the very first connection is not made again: nothing has been done by then.
    if (first.applied.changed === 0 && first.applied.failure?.exitCode === 5) expect(before).toEqual(await valuesOf(client));
    else if (cut.forGood && first.applied.failure) expect(first.applied.failure).toMatchObject({ exitCode: 6 });
    else expect(first.applied).toMatchObject({ way, complete: true, failure: null });
    const second = await pruning(server.port, { db, url: urlOf(server.port) });
    const after = await valuesOf(client);
    expect(second.applied).toMatchObject({ way, complete: true, failure: null });
    expectPruned(before, after);
    await expectNothingLost(before, after, [first.archive, second.archive]);
    // A run that is cut off for good cannot say of its last step whether it was done.
    if (!cut.forGood) await expectNothingTwice([first.archive, second.archive]);
    await Promise.all([first.archive, second.archive].map((path) => rm(path)));
    return reached;
  } finally {
    client.disconnect();
    await proxy.stop();
  }
}

describe.each(ROUNDS)('round %i', () => {
  test.each(LOSSES)(
    'the connection is lost %s: nothing is lost, nothing twice, the next run finishes, by scripts and by transactions',
    async (_, cut) => {
      const ways = Object.keys(WAYS) as Way[];
      const steps = await Promise.all(ways.map((way, index) => everyStep(cut, (place) => caseOf(way, place), index)));
      expect(Math.min(...steps)).toBeGreaterThan(5);
    },
    120_000,
  );
});

test.each(['+@all', '-@scripting'])(
  'who may not ask for lives (%s) changes nothing: archived without them, keys would come back to stay',
  async (rule) => {
    const client = server.client({ db: 1 });
    await client.flushdb();
    await loadTinyRelay(client);
    await client.call('ACL', 'SETUSER', 'blind', 'reset', 'on', '>pw', '~*', '+@all', rule, '-pttl');
    const before = await valuesOf(client);
    const { applied, archive } = await pruning(server.port, { db: 1, url: `redis://blind:pw@127.0.0.1:${server.port}` });
    expect(applied).toMatchObject({ changed: 0, failure: { code: 'denied' } });
    expect(await valuesOf(client)).toEqual(before);
    await rm(archive);
  },
);
