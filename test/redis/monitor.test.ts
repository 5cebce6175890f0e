import { expect, test } from 'vitest';
import { monitorGuard, READ_ONLY_COMMANDS, readOnlyGuard } from '../../src/lib/redis/guard.js';
import { openLedger } from '../../src/lib/redis/ledger.js';
import { openMonitor } from '../../src/lib/redis/monitor.js';
import { resolveTarget } from '../../src/lib/redis/resolve-target.js';
import { targetAddress } from '../../src/lib/redis/target.js';
import { startRedis } from '../support/redis-server.js';

test('the guard for MONITOR lets through what reads, and MONITOR alone', () => {
  const guard = monitorGuard();
  for (const [name, rule] of Object.entries(READ_ONLY_COMMANDS)) guard.check([name, rule === '*' ? 'x' : rule[0]!]);
  guard.check(['monitor']);
  for (const args of [['MONITOR', 'x'], ['SET', 'MONITOR', 'x'], ['DEBUG', 'MONITOR'], ['FLUSHALL'], []])
    expect(() => guard.check(args)).toThrow(expect.objectContaining({ code: 'not-read-only' }));
});

test('tells every command with its bytes as they were sent, and is charged for its own', async () => {
  const server = await startRedis(['--requirepass', 'secret'], { client: { password: 'secret' } });
  const client = server.client();
  await client.ping();
  const target = await resolveTarget({ port: server.port, password: 'secret' }, {});
  const ledger = openLedger();
  const connection = await openMonitor(target, targetAddress(target), { guard: monitorGuard(), ledger });
  let text = '';
  const ended = new Promise<void>((resolve) => {
    connection.start((chunk) => {
      const first = text === '';
      text += chunk.toString('latin1');
      if (first) void client.set('key', 'value').then(() => client.call('EVAL', "return redis.call('GET','key')", '0'));
      if (text.includes('"GET"')) connection.close();
    }, resolve);
  });
  await ended;
  await server.stop();
  const lines = text.split('\r\n');
  expect(lines[0]).toBe('+OK');
  expect(lines[1]).toMatch(/^\+\d+\.\d+ \[0 127\.0\.0\.1:\d+\] "set" "key" "value"$/);
  expect(lines[3]).toMatch(/\[0 lua\] "GET" "key"$/);
  expect(ledger.commands).toBe(4);
});

test('a wrong password is told, and a guard without MONITOR refuses it', async () => {
  const server = await startRedis(['--requirepass', 'secret']);
  const access = { guard: readOnlyGuard(), ledger: openLedger() };
  const wrong = await resolveTarget({ port: server.port, password: 'other' }, {});
  await expect(openMonitor(wrong, targetAddress(wrong), access)).rejects.toMatchObject({ exitCode: 5 });
  const right = await resolveTarget({ port: server.port, password: 'secret' }, {});
  const connection = await openMonitor(right, targetAddress(right), access);
  expect(() =>
    connection.start(
      () => {},
      () => {},
    ),
  ).toThrow(expect.objectContaining({ code: 'not-read-only' }));
  connection.close();
  await server.stop();
});
