import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BulkConnection } from '../../src/lib/redis/bulk-connection.js';
import { CHANGING_COMMANDS, changeGuard } from '../../src/lib/redis/guard.js';
import { isAsked, missingRights, type AskedCommand, type MissingRight } from '../../src/lib/redis/rights.js';
import { bulkOptions } from '../support/connection.js';
import { startFake } from '../support/fake-server.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

/** What a connection can only be asked for by sending it. */
const OF_TRANSACTIONS = ['MULTI', 'EXEC', 'DISCARD', 'WATCH', 'UNWATCH'];

const NAMES = Object.entries(CHANGING_COMMANDS)
  .flatMap(([name, rule]) => (rule === '*' ? [name] : rule.map((subcommand) => `${name} ${subcommand}`)))
  .filter((name) => !OF_TRANSACTIONS.includes(name));
/** Redis 7.4 brought the TTLs of fields. */
const ASKED_EVERYWHERE = NAMES.filter(isAsked).filter((name) => !name.startsWith('HPEXPIRE'));

async function missing(commands: readonly AskedCommand[], ...rules: string[]): Promise<MissingRight[]> {
  await server.client().call('ACL', 'SETUSER', 'meter', 'reset', 'on', '>pw', '~*', '+@all', ...rules);
  const options = await bulkOptions(server.port, { guard: changeGuard([]) });
  const target = { ...options.target, username: 'meter', password: 'pw' };
  return missingRights(() => BulkConnection.open({ ...options, target }), commands);
}

test('every command that changes keys can be asked about', () => {
  expect(NAMES.filter((name) => !isAsked(name))).toEqual([]);
});

describe('a server tells', () => {
  test('nothing of a user who may send all of them, and nothing is executed', async () => {
    expect(await missing(ASKED_EVERYWHERE)).toEqual([]);
    expect(await server.client().dbsize()).toBe(0);
  });

  test.each(ASKED_EVERYWHERE)('that the user may not send %s', async (command) => {
    const rule = `-${command.toLowerCase().replace(' ', '|')}`;
    expect(await missing(ASKED_EVERYWHERE, rule)).toEqual([{ command, unknown: false }]);
  });

  test('that keys may only be read', async () => {
    const found = await missing(['GET', 'UNLINK', 'SREM'], 'resetkeys', '%R~*');
    expect(found).toEqual([
      { command: 'UNLINK', unknown: false },
      { command: 'SREM', unknown: false },
    ]);
  });

  test.each([
    ['-discard', ['GET', 'SADD'], ['GET', 'SADD']],
    ['-multi', ['GET', 'SADD'], ['GET']],
    ['-@transaction', ['GET', 'SADD'], ['GET']],
  ] as const)('with %s it tells of %j: %j', async (rule, refused, told) => {
    const rules = refused.map((name) => `-${name.toLowerCase()}`);
    const found = await missing(ASKED_EVERYWHERE, rule, ...rules);
    expect(found.map(({ command }) => command)).toEqual(told);
    expect(await server.client().dbsize()).toBe(0);
  });
});

test('a proxy that takes MULTI for nothing is sent no change', async () => {
  const sent: string[] = [];
  const proxy = await startFake((socket) => {
    socket.on('data', (chunk) => {
      for (const [, name = ''] of chunk.toString('latin1').matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)) {
        sent.push(name);
        socket.write(name === 'EXISTS' ? ':0\r\n' : name === 'PING' ? '+PONG\r\n' : '+OK\r\n');
      }
    });
  });
  const options = await bulkOptions(proxy.port, { guard: changeGuard([]) });
  await expect(missingRights(() => BulkConnection.open(options), ['SADD'])).rejects.toThrow(
    /EXISTS in a way that Redis does not/,
  );
  expect(sent).not.toContain('SADD');
  await proxy.stop();
});

test('a command that the server does not have is told as such', async () => {
  await server.client().call('ACL', 'SETUSER', 'meter', 'reset', 'on', '>pw', '~*', '+@all');
  const fake = await startFake((socket) => {
    socket.on('data', (chunk) => {
      for (const [, name = ''] of chunk.toString('latin1').matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g))
        socket.write(
          name === 'PING'
            ? '+PONG\r\n'
            : /MULTI|DISCARD|CLIENT/.test(name)
              ? '+OK\r\n'
              : name === 'XSETID'
                ? "-ERR unknown command 'XSETID'\r\n"
                : '+QUEUED\r\n',
        );
    });
  });
  const options = await bulkOptions(fake.port, { guard: changeGuard([]) });
  expect(await missingRights(() => BulkConnection.open(options), ['XADD', 'XSETID'])).toEqual([
    { command: 'XSETID', unknown: true },
  ]);
  await fake.stop();
});
