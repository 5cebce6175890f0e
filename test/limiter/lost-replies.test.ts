/** Replies that are lost after the server has counted. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLimiter, fixedWindow, listLog, tokenBucket, type Limiter, type Rule } from '../../src/lib/limiter/index.js';
import { connectionFor, startFake, type FakeServer } from '../support/fake-server.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { CLIENTS } from './clients.js';

let server: TestServer;
let proxy: FakeServer;
/** How many of the next replies to scripts are lost, each with its connection. */
let losing = 0;
/** Commands that carry a script or its digest, as the server received them. */
let scripts = 0;

beforeAll(async () => {
  server = await startRedis();
  proxy = await startFake((client) => {
    const toServer = connectionFor(client, server.port);
    let awaited = false;
    client.on('data', (chunk) => {
      if (/\r\nEVAL(SHA)?\r\n/i.test(chunk.toString('latin1'))) {
        scripts++;
        awaited = true;
      }
      toServer.write(chunk);
    });
    toServer.on('data', (chunk) => {
      const isLost = awaited && losing > 0 && !chunk.toString('latin1').startsWith('-NOSCRIPT');
      awaited = false;
      if (!isLost) return void client.write(chunk);
      losing--;
      client.destroy();
    });
  });
});
afterAll(async () => {
  await proxy?.stop();
  await server?.stop();
});
beforeEach(async () => {
  await server.client().flushall();
  [losing, scripts] = [0, 0];
});

const options = { limit: 10, windowMs: 600_000 };
const RULES: Record<string, Rule> = {
  listLog: listLog(options),
  fixedWindow: fixedWindow(options),
  tokenBucket: tokenBucket(options),
};

/** Checks until the answer is not a failure, as an application does that repeats what failed. */
async function repeated(limiter: Limiter, requestId: string): Promise<number | null> {
  for (;;) {
    const answer = await limiter.check('alice', { requestId });
    if (answer.source !== 'failure') return answer.used;
  }
}

describe.each(Object.entries(CLIENTS))('%s', (_name, connect) => {
  test.each(Object.entries(RULES))(
    '%s counts a request with an id once, however often its reply is lost',
    async (_rule, rules) => {
      const { client, close } = await connect(server, proxy.port);
      try {
        const limiter = createLimiter({ client, rules, onError: 'closed', timeoutMs: 20_000 });
        const used: (number | null)[] = [];
        for (const [request, losses] of [0, 1, 2].entries()) {
          losing = losses;
          used.push(await repeated(limiter, `request-${request}`));
          expect(losing).toBe(0);
        }
        expect(used).toEqual([1, 2, 3]);
        expect(scripts).toBeGreaterThanOrEqual(3 + 3);
        expect(await limiter.look('alice')).toMatchObject({ used: 3 });
      } finally {
        close();
      }
    },
  );
});

test('a request without an id is not sent again by the limiter', async () => {
  const { client, close } = await CLIENTS['node-redis']!(server, proxy.port);
  try {
    const limiter = createLimiter({ client, rules: RULES['listLog']!, onError: 'open', timeoutMs: 20_000 });
    await limiter.check('alice');
    [losing, scripts] = [1, 0];
    expect(await limiter.check('alice')).toMatchObject({ allowed: true, source: 'failure', failure: { code: 'error' } });
    expect(scripts).toBe(1);
    expect(await server.client().llen('alice')).toBe(2);
  } finally {
    close();
  }
});
