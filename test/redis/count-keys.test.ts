import { afterAll, beforeAll, expect, test } from 'vitest';
import { countKeys } from '../../src/lib/redis/count-keys.js';
import { readOnlyGuard } from '../../src/lib/redis/guard.js';
import { openLedger, type Ledger } from '../../src/lib/redis/ledger.js';
import { openSession } from '../../src/lib/redis/topology.js';
import { resolveTarget } from '../../src/lib/redis/resolve-target.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { serverHas } from '../support/server-program.js';

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
  await server.client().mset('a', '', 'b', '');
  await server.client({ db: 2 }).set('c', '');
});
afterAll(() => server.stop());

async function count(path = '', user = ''): Promise<{ keys: number; ledger: Ledger }> {
  const target = await resolveTarget({ url: `redis://${user}127.0.0.1:${server.port}${path}` }, {});
  const ledger = openLedger();
  const session = await openSession(target, { guard: readOnlyGuard(), ledger });
  try {
    return { keys: await countKeys(session), ledger };
  } finally {
    session.close();
  }
}

test('counts the keys of one database by INFO and one command, beside those that make the connection', async () => {
  const [first, third] = await Promise.all([count(), count('/2')]);
  expect([first.keys, third.keys]).toEqual([2, 1]);
  expect([first.ledger.commands, third.ledger.commands]).toEqual([4, 5]);
});

test.runIf(serverHas('6.0'))('names the right that a user lacks', async () => {
  await server.client().call('ACL', 'SETUSER', 'narrow', 'on', '>pass', '~*', '-@all', '+ping');
  await expect(count('', 'narrow:pass@')).rejects.toMatchObject({
    code: 'dbsize-refused',
    suggestions: [expect.stringContaining('+dbsize'), expect.any(String)],
  });
});
