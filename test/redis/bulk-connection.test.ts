import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BulkConnection, ConnectionLost } from '../../src/lib/redis/bulk-connection.js';
import { openLedger } from '../../src/lib/redis/ledger.js';
import type { Names } from '../../src/lib/redis/names.js';
import { ReplyError } from '../../src/lib/redis/resp.js';
import { bulkOptions } from '../support/connection.js';
import { startFake, startParrot } from '../support/fake-server.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.client().flushall();
});

/** Calls of each command that the server has seen. */
async function commandCalls(): Promise<Map<string, number>> {
  const info = await server.client().info('commandstats');
  return new Map([...info.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(([, name, calls]) => [name!, Number(calls)]));
}

describe('send', () => {
  test('answers a pipeline in order, errors included', async () => {
    await server.client().mset('a', '1', 'b', '22');
    const connection = await BulkConnection.open(await bulkOptions(server.port));
    const replies = await connection.send([
      ['STRLEN', 'b'],
      ['HLEN', 'a'],
      ['TYPE', 'none'],
      ['MEMORY', 'USAGE', 'none'],
      ['SCAN', '0', 'COUNT', '100'],
    ]);
    expect(replies.slice(0, 4)).toEqual([2, expect.any(ReplyError), 'none', null]);
    const [cursor, names] = replies[4] as [string, Names];
    expect([cursor, [...names].sort()]).toEqual(['0', ['a', 'b']]);
    expect(await connection.send([])).toEqual([]);
    connection.close();
  });

  test('keeps several pipelines apart', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `k${index}`);
    await server.client().mset(names.flatMap((name, index) => [name, 'x'.repeat(index)]));
    const connection = await BulkConnection.open(await bulkOptions(server.port));
    const pipelines = await Promise.all(
      [0, 100, 200].map((from) => connection.send(names.slice(from, from + 100).map((name) => ['STRLEN', name]))),
    );
    expect(pipelines.flat()).toEqual(names.map((_, index) => index));
    connection.close();
  });

  test('sends so many at once, waits for their replies, and books a round trip for each part', async () => {
    const ledger = openLedger();
    const waiting: number[] = [];
    let unanswered = 0;
    // Answers only once nothing more has come for a while.
    const fake = await startFake((socket) => {
      const answer = (): void => {
        waiting.push(unanswered);
        socket.write('+OK\r\n'.repeat(unanswered));
        unanswered = 0;
      };
      let timer: NodeJS.Timeout | undefined;
      socket.on('data', (chunk) => {
        unanswered += chunk.toString('latin1').match(/\*\d+\r\n/g)?.length ?? 0;
        clearTimeout(timer);
        timer = setTimeout(answer, 20);
      });
    });
    const connection = await BulkConnection.open(await bulkOptions(fake.port, { ledger }));
    const before = ledger.roundTrips;
    waiting.length = 0;
    const types = Array.from({ length: 10 }, () => ['TYPE', 'a']);
    expect(await connection.send(types, 4)).toEqual(types.map(() => 'OK'));
    expect(waiting).toEqual([4, 4, 2]);
    expect(ledger.roundTrips - before).toBe(3);
    connection.close();
    await fake.stop();
  });

  test('carries any bytes in names', async () => {
    const name = Buffer.from(Array.from({ length: 256 }, (_, code) => code));
    await server.client().set(name, 'abc');
    const connection = await BulkConnection.open(await bulkOptions(server.port));
    expect(await connection.send([['STRLEN', name.toString('latin1')]])).toEqual([3]);
    connection.close();
  });

  test('refuses a pipeline with one writing command before any of it leaves', async () => {
    await server.client().set('a', '1');
    const connection = await BulkConnection.open(await bulkOptions(server.port));
    const before = await commandCalls();
    for (const writing of [['UNLINK', 'a'], ['flushall'], ['CONFIG', 'SET', 'maxmemory', '1'], ['EVAL', 'return 1', '0'], []]) {
      expect(() => connection.send([['STRLEN', 'a'], writing])).toThrow(expect.objectContaining({ code: 'not-read-only' }));
    }
    const after = await commandCalls();
    for (const name of ['strlen', 'unlink', 'flushall', 'config|set', 'eval']) expect(after.get(name)).toBe(before.get(name));
    expect(await server.client().dbsize()).toBe(1);
    expect(await connection.send([['STRLEN', 'a']])).toEqual([1]);
    connection.close();
  });

  test('refuses a pipeline beyond the ceiling before any of it leaves', async () => {
    const ledger = openLedger(20);
    const connection = await BulkConnection.open(await bulkOptions(server.port, { ledger }));
    const room = ledger.remaining;
    expect(room).toBeLessThan(20);
    const before = await commandCalls();
    const strlen = (count: number): string[][] => Array.from({ length: count }, () => ['STRLEN', 'a']);
    expect(() => connection.send(strlen(room + 1))).toThrow(expect.objectContaining({ code: 'command-budget' }));
    expect((await commandCalls()).get('strlen')).toBe(before.get('strlen'));
    await connection.send(strlen(room));
    expect((await commandCalls()).get('strlen')).toBe((before.get('strlen') ?? 0) + room);
    expect(ledger.remaining).toBe(0);
    connection.close();
  });

  test('books what it sends, the greeting included', async () => {
    const ledger = openLedger();
    await server.client().config('RESETSTAT');
    const connection = await BulkConnection.open(await bulkOptions(server.port, { ledger, db: 3, noTouch: true }));
    await connection.send([['DBSIZE'], ['PING']]);
    const calls = await commandCalls();
    for (const own of ['info', 'config|resetstat', 'client|setinfo']) calls.delete(own);
    const seen = [...calls.values()].reduce((sum, count) => sum + count, 0);
    // An unknown subcommand, as CLIENT NO-TOUCH is before Redis 7.2, is in no statistics.
    expect(ledger.commands - seen).toBe(calls.has('client|no-touch') ? 0 : 1);
    expect(ledger.roundTrips).toBe(2);
    connection.close();
  });

  test('selects the database', async () => {
    await server.client({ db: 15 }).set('a', '1');
    const connection = await BulkConnection.open(await bulkOptions(server.port, { db: 15 }));
    expect(await connection.send([['DBSIZE']])).toEqual([1]);
    connection.close();
  });
});

describe('a connection that ends', () => {
  test('close rejects what waits, and what comes after', async () => {
    const connection = await BulkConnection.open(await bulkOptions(server.port));
    const waiting = connection.send([['PING']]);
    connection.close();
    await expect(waiting).rejects.toBeInstanceOf(ConnectionLost);
    await expect(connection.send([['PING']])).rejects.toBeInstanceOf(ConnectionLost);
  });

  test('a server that hangs up rejects what waits', async () => {
    const connection = await BulkConnection.open(await bulkOptions(server.port));
    await server.client().call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await expect(connection.send([['PING']])).rejects.toBeInstanceOf(ConnectionLost);
  });

  test('a server that falls silent is given up', async () => {
    const fake = await startFake((socket) => {
      // The greeting is two commands; nothing is answered after it.
      socket.once('data', () => socket.write('+PONG\r\n+OK\r\n'));
    });
    const options = await bulkOptions(fake.port);
    const connection = await BulkConnection.open({ ...options, target: { ...options.target, commandTimeoutMs: 100 } });
    await expect(connection.send([['PING']])).rejects.toThrow('no reply within 0.1 s');
    await fake.stop();
  });

  test('bytes that are no reply end it', async () => {
    const fake = await startFake((socket) => {
      socket.once('data', () => {
        socket.write('+PONG\r\n+OK\r\n');
        socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
      });
    });
    const connection = await BulkConnection.open(await bulkOptions(fake.port));
    await expect(connection.send([['PING']])).rejects.toMatchObject({
      code: 'alien-reply',
      message: expect.stringMatching(/answers PING in a way that Redis does not: the reply is not RESP/),
    });
    await fake.stop();
  });
});

test('a reply too many along with the last of the handshake is told as alien, exit 5', async () => {
  const parrot = await startParrot('+OK\r\n+OK');
  try {
    const opening = BulkConnection.open(await bulkOptions(parrot.port));
    await expect(opening).rejects.toMatchObject({ name: 'MeterError', exitCode: 5 });
  } finally {
    await parrot.stop();
  }
});
