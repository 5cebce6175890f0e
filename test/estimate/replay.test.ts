/** What an estimate computes is what a server counts when the events are sent to it. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import { flowsOf } from '../../src/lib/estimate/flows.js';
import { totalsOf } from '../../src/lib/estimate/totals.js';
import { workloadOf } from '../../src/lib/estimate/workload.js';
import { loadProfile } from '../../src/lib/profile/load.js';
import type { WriteEvent } from '../../src/lib/profile/operations.js';
import { auditDirectly } from '../support/direct-audit.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { REPLAYED, replayOf, UNNAMED } from '../support/replay.js';

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server.stop());
beforeEach(() => client.flushall());

/** Commands of the connections of this test. */
const OWN = new Set(['config', 'client', 'echo', 'hello', 'info', 'script', 'flushall', 'select', 'auth']);

async function counted(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [, name, calls] of (await client.info('commandstats')).matchAll(/^cmdstat_([^:|]+)(?:\|[^:]+)?:calls=(\d+)/gm))
    if (!OWN.has(name!)) counts[name!.toUpperCase()] = (counts[name!.toUpperCase()] ?? 0) + Number(calls);
  return counts;
}

const REQUESTS = 7;

const CASES: readonly [spec: string, shares: Readonly<Record<string, number>>][] = [
  ['litellm', {}],
  ['litellm', { 'rate-limits': 1, parallel: 1, reserve: 1, cold: 1, buffered: 1 }],
  ['sub2api', { 'platform-quota': 0 }],
  ['sub2api', { rpm: 1, 'key-limits': 1 }],
  ['claude-code-hub', {}],
  ['claude-code-hub', { limited: 0, bodies: 0, replayed: 0 }],
  ['bullmq', {}],
  ['bullmq', { awake: 1 }],
  ['bull', {}],
];

test.each(CASES)('%s with %o', async (spec, shares) => {
  const profile = await loadProfile(spec);
  const workload = workloadOf(profile, { shares });
  const flows = flowsOf(profile, null, workload);
  const { perRequest } = totalsOf(flows);
  const events = profile.operations!.events;
  const isRequest = ({ every }: WriteEvent): boolean => every === 'request';
  const request = replayOf(profile, events.filter(isRequest), workload);
  const other = replayOf(
    profile,
    events.filter((event) => !isRequest(event)),
    workload,
  );
  for (const script of [...request.loads, ...other.loads]) await client.script('LOAD', script);
  await client.config('RESETSTAT');
  await loadKeyspace(
    Array.from({ length: REQUESTS }, () => request.commands)
      .flat()
      .values(),
    { host: '127.0.0.1', port: server.port },
  );
  const seen = await counted();
  expect(Object.values(seen).reduce((sum, calls) => sum + calls, 0)).toBe(REQUESTS * perRequest.counted);
  expect(request.commands.length).toBe(perRequest.wire);
  const expected: Record<string, number> = {};
  for (const flow of flows.filter((one) => one.perRequest !== null))
    for (const { command, count } of flow.commands) {
      const name = command === UNNAMED ? REPLAYED : command;
      expected[name] = (expected[name] ?? 0) + count * REQUESTS;
    }
  expect(seen).toEqual(expected);

  await loadKeyspace(other.commands.values(), { host: '127.0.0.1', port: server.port });
  const { data } = await auditDirectly({ port: server.port });
  expect(data.unrecognised.keys).toBe(0);
  expect(data.findings.filter(({ code }) => code === 'wrong-type')).toEqual([]);
});
