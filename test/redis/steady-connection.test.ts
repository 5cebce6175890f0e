import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EXIT, type MeterError } from '../../src/lib/format/errors.js';
import { ConnectionLost } from '../../src/lib/redis/bulk-connection.js';
import { openLedger } from '../../src/lib/redis/ledger.js';
import { ReplyError } from '../../src/lib/redis/resp.js';
import { SteadyConnection } from '../../src/lib/redis/steady-connection.js';
import { CLOSED_PORT } from '../support/closed-port.js';
import { bulkOptions, listeningGuard } from '../support/connection.js';
import { CLOSE, on, startHostile, type HostileServer, type Hook } from '../support/hostile-server.js';
import { until } from '../support/waiting.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

/** Given up after so many ms. */
const SOON = 150;

let server: TestServer;
beforeEach(async () => {
  server = await startRedis();
});
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  await server.stop();
});

const named = async (): Promise<number> => {
  const list = (await server.client().call('CLIENT', 'LIST')) as string;
  return list.split('\n').filter((line) => line.includes('name=meter ')).length;
};

const killAll = (): Promise<unknown> => server.client().call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');

describe('a lost connection', () => {
  test('is made anew, and what had no answer is sent again', async () => {
    await server.client().mset('a', '1', 'b', '22');
    const connection = await SteadyConnection.open(await bulkOptions(server.port));
    for (let round = 1; round <= 2; round++) {
      // The server reads what comes next only after it has hung up.
      const killed = server
        .client()
        .pipeline()
        .call('DEBUG', 'SLEEP', '0.2')
        .call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
        .exec();
      await new Promise((resolve) => setTimeout(resolve, 50));
      const waiting = [
        connection.send([['STRLEN', 'a']]),
        connection.send([
          ['STRLEN', 'b'],
          ['TYPE', 'a'],
        ]),
      ];
      await killed;
      expect(await Promise.all(waiting)).toEqual([[1], [2, 'string']]);
      expect(connection.reconnects).toBe(round);
    }
    connection.close();
  });

  test('never makes it send more than the ceiling', async () => {
    const ledger = openLedger(30);
    let sent = 0;
    const guard = listeningGuard(() => sent++);
    const connection = await SteadyConnection.open(await bulkOptions(server.port, { ledger, guard }));
    const attempts = async (): Promise<void> => {
      for (;;) {
        await connection.send([['PING'], ['PING'], ['PING']]);
        await killAll();
      }
    };
    await expect(attempts()).rejects.toMatchObject({ code: 'command-budget', exitCode: EXIT.partial });
    expect(ledger.commands).toBeLessThanOrEqual(30);
    expect(sent).toBeGreaterThan(20);
  });

  test('is a failure with exit 6 when the server stays away', async () => {
    const connection = await SteadyConnection.open(await bulkOptions(server.port, { retry: SOON }));
    server.process.kill('SIGKILL');
    const waiting = [connection.send([['PING']]), connection.send([['PING']])];
    for (const result of await Promise.allSettled(waiting)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'connection-lost', exitCode: EXIT.partial } });
    }
  });
});

describe('close', () => {
  test('rejects what waits, and leaves no connection behind', async () => {
    const connection = await SteadyConnection.open(await bulkOptions(server.port));
    await until(async () => (await named()) === 1);
    await server.client().client('PAUSE', 300, 'ALL');
    const waiting = [connection.send([['PING']]), connection.send([['PING']])];
    connection.close();
    for (const each of waiting) await expect(each).rejects.toBeInstanceOf(ConnectionLost);
    await expect(connection.send([['PING']])).rejects.toBeInstanceOf(ConnectionLost);
    // Longer than the first wait before a new attempt.
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await named()).toBe(0);
  });

  test('ends a connection that is just being made anew', async () => {
    const connection = await SteadyConnection.open(await bulkOptions(server.port));
    await killAll();
    const waiting = connection.send([['PING']]);
    await until(async () => (await named()) === 0);
    connection.close();
    await expect(waiting).rejects.toBeInstanceOf(ConnectionLost);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await named()).toBe(0);
  });
});

describe('a server that refuses for the time being', () => {
  test('is asked again until it serves', async () => {
    const connection = await SteadyConnection.open(await bulkOptions(server.port));
    const admin = server.client();
    await admin.set('a', '1');
    await admin.config('SET', 'replica-serve-stale-data', 'no');
    await admin.call('REPLICAOF', '127.0.0.1', String(CLOSED_PORT));
    const waiting = connection.send([['STRLEN', 'a']]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await admin.call('REPLICAOF', 'NO', 'ONE');
    expect(await waiting).toEqual([1]);
    connection.close();
  });

  test('is given up when that does not end', async () => {
    const node = await startRedis(['--cluster-enabled', 'yes']);
    const connection = await SteadyConnection.open(await bulkOptions(node.port, { retry: SOON }));
    // No slot is assigned: every command on a key is refused, while PING and SCAN are not.
    await expect(connection.send([['TYPE', 'a']])).rejects.toMatchObject({ code: 'not-serving', exitCode: EXIT.partial });
    connection.close();
    await node.stop();
  });

  test('other refusals are answers', async () => {
    const connection = await SteadyConnection.open(await bulkOptions(server.port));
    await server.client().hset('h', 'f', 'v');
    expect(
      await connection.send([
        ['STRLEN', 'h'],
        ['HLEN', 'h'],
      ]),
    ).toEqual([expect.any(ReplyError), 1]);
    expect(connection.reconnects).toBe(0);
    connection.close();
  });
});

describe('a server that closes the connection at one command', () => {
  const closing = async (hook: Hook, retry: number): Promise<{ fake: HostileServer; connection: SteadyConnection }> => {
    const fake = await startHostile({ hook });
    cleanUps.push(() => fake.stop());
    const options = await bulkOptions(fake.port);
    return { fake, connection: await SteadyConnection.open({ ...options, target: { ...options.target, retryMs: retry } }) };
  };

  test('is given up although each new connection succeeds, and the command is named', async () => {
    const { fake, connection } = await closing(on('SCAN', CLOSE), 400);
    await expect(connection.send([['SCAN', '0']])).rejects.toMatchObject({
      code: 'connection-lost',
      exitCode: EXIT.partial,
      message: expect.stringMatching(/lost \d times at SCAN: the server closed the connection\.$/),
    });
    // A slow machine ends it by the time.
    expect(fake.counts.get('SCAN')).toBeLessThanOrEqual(6);
    expect(fake.counts.get('SCAN')).toBeGreaterThan(1);
  });

  test('is not given up while others get on: progress counts', async () => {
    const { connection } = await closing(
      on('TYPE', ({ nth }) => (nth % 3 === 0 ? undefined : CLOSE)),
      1_000,
    );
    for (let at = 0; at < 4; at++) expect(await connection.send([['TYPE', 'claude_stream_pool']])).toEqual(['string']);
    expect(connection.reconnects).toBe(8);
  });

  test('is given up by who sends only once, too', async () => {
    const { connection } = await closing(on('TYPE', CLOSE), 400);
    let failure: MeterError | null = null;
    let times = 0;
    for (; failure === null && times < 10; times++) {
      const lost = await connection.sendOnce([['TYPE', 'a']]);
      failure = 'failure' in lost ? lost.failure : null;
    }
    expect(failure).toMatchObject({ code: 'connection-lost', exitCode: EXIT.partial });
    expect(times).toBeLessThanOrEqual(6);
    expect(times).toBeGreaterThan(1);
  });
});
