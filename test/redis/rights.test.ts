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
const ASKED = NAMES.filter(isAsked);

async function missing(commands: readonly AskedCommand[], ...rules: string[]): Promise<MissingRight[] | null> {
  await server.client().call('ACL', 'SETUSER', 'meter', 'reset', 'on', '>pw', '~*', '+@all', ...rules);
  const options = await bulkOptions(server.port, { guard: changeGuard([]) });
  const target = { ...options.target, username: 'meter', password: 'pw' };
  const connection = await BulkConnection.open({ ...options, target });
  return missingRights(connection, commands).finally(() => connection.close());
}

test('every command that changes keys can be asked about', () => {
  expect(NAMES.filter((name) => !isAsked(name))).toEqual([]);
});

describe('a server tells', () => {
  test('nothing of a user who may send all of them, and nothing is executed', async () => {
    const known = ASKED.filter((name) => !['HPEXPIREAT', 'HPEXPIRETIME'].includes(name));
    expect(await missing(known)).toEqual([]);
    expect(await server.client().dbsize()).toBe(0);
  });

  test.each(ASKED.filter((name) => !name.startsWith('HPEXPIRE')))('that the user may not send %s', async (command) => {
    const rule = `-${command.toLowerCase().replace(' ', '|')}`;
    expect(
      await missing(
        ASKED.filter((name) => !name.startsWith('HPEXPIRE')),
        rule,
      ),
    ).toEqual([{ command, unknown: false }]);
  });

  test('that keys may only be read', async () => {
    const found = await missing(['GET', 'UNLINK', 'SREM'], 'resetkeys', '%R~*');
    expect(found).toEqual([
      { command: 'UNLINK', unknown: false },
      { command: 'SREM', unknown: false },
    ]);
  });

  test.each(['-multi', '-@transaction'])('nothing where %s', async (rule) => {
    expect(await missing(['GET'], rule)).toBeNull();
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
  const connection = await BulkConnection.open(await bulkOptions(proxy.port, { guard: changeGuard([]) }));
  await expect(missingRights(connection, ['SADD'])).rejects.toThrow(/EXISTS in a way that Redis does not/);
  expect(sent).not.toContain('SADD');
  connection.close();
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
  const connection = await BulkConnection.open(await bulkOptions(fake.port, { guard: changeGuard([]) }));
  expect(await missingRights(connection, ['XADD', 'XSETID'])).toEqual([{ command: 'XSETID', unknown: true }]);
  connection.close();
  await fake.stop();
});
