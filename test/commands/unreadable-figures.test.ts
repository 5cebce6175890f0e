/** Verbs that read figures say so if the user may not read the keys: a job that watches limits must not take that for "none". */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadRelay, NOW } from '../support/audit.js';
import { UTC_OFFSET } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
  await loadRelay(server.port, true);
  await server.client().call('ACL', 'SETUSER', 'half', 'on', '>pw', '~usage:*', '+@read', '+@connection', '+info');
});
afterAll(() => server?.stop());

const run = (...args: readonly string[]) =>
  runMeterInside([...args, '-u', `redis://half:pw@127.0.0.1:${server.port}`, '--now', NOW, '--utc-offset', String(UTC_OFFSET)]);

test.each(['limits', 'alerts'])('%s is partial, and nobody is called deleted', async (verb) => {
  const { code, stdout } = await run(verb);
  expect(code).toBe(6);
  expect(stdout).toContain('PARTIAL   the user may not read some of the keys');
  expect(stdout).toMatch(/^Partial report: /m);
  expect(stdout).not.toContain('deleted');
  expect((await run(verb, '--json')).json()).toMatchObject({ data: { source: { partial: 'no-rights' } } });
});

test('an owner is not said to be unknown', async () => {
  const { code, stderr } = await run('limits', 'check', '--owner', 'nobody');
  expect(code).toBe(6);
  expect(stderr).toMatch(/^meter: The names of \d+ owners cannot be read: this user may not read their keys\.\n/);
});
