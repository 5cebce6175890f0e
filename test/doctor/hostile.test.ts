/** Servers that answer the questions of `meter doctor` in ways that Redis does not. */
import { afterEach, describe, expect, test } from 'vitest';
import type { DoctorReport, WordedCheck } from '../../src/lib/report/doctor/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import {
  anyOf,
  array,
  bulk,
  CLOSE,
  error,
  HANG,
  integer,
  on,
  startHostile,
  texts,
  type Hook,
  type HostileServer,
} from '../support/hostile-server.js';
import { runMeterInside } from '../support/meter-inside.js';
import { assertMatchesSchema } from '../support/schema.js';

let server: HostileServer | null = null;
afterEach(async () => {
  await server?.stop();
  server = null;
});

async function doctor(hook: Hook, info: Readonly<Record<string, string>> = {}, ...args: string[]) {
  server = await startHostile({ hook, info });
  const result = await runMeterInside(['doctor', '--pings', '3', '--json', '-u', server.url, ...args]);
  const envelope = result.json<Envelope<DoctorReport>>();
  await assertMatchesSchema('doctor', envelope);
  const of = (id: string): WordedCheck => envelope.data.checks.find((check) => check.id === id)!;
  return { ...result, data: envelope.data, of };
}

const nested = array([array([array([]), bulk(null), texts(['x'])]), integer(5), array([integer(1), bulk('x'), integer(-9)])]);

test.each([
  ['entries that are none', nested],
  ['no entries', array([])],
  ['a text', bulk('OK')],
  ['a number', integer(7)],
  ['control characters', array([array([integer(1), integer(1), integer(99_999_999), texts(['\x1b[31mEVIL\n', 'x'])])])],
])('the slow log and the latency monitor with %s', async (_, answer) => {
  const { data, stdout, code } = await doctor(anyOf(on('SLOWLOG', answer), on('LATENCY', answer)));
  expect([0, 6]).toContain(code);
  expect(data.checks).toHaveLength(28);
  expect(stdout).not.toContain('\x1b');
  expect(stdout).not.toContain('EVIL');
});

test('settings that are no settings', async () => {
  const hook = on('CONFIG', (_, args) => texts([args[2] ?? '', '\x1b]0;x\x07 -1e309 */etc/cron.d']));
  const { of, stdout, code } = await doctor(hook);
  expect(code).toBe(0);
  expect(of('intrusion')).toMatchObject({ state: 'fail', evidence: [{ code: 'odd-file' }] });
  for (const character of ['\x07', '\x1b']) expect(stdout).not.toContain(character);
});

test('figures of INFO that no server has', async () => {
  const { of, code } = await doctor(() => undefined, {
    connected_clients: '-5',
    maxclients: '0',
    mem_fragmentation_ratio: 'NaN',
    expired_stale_perc: '999999999999999999999999',
    total_system_memory: '0',
    latest_fork_usec: '-1',
    role: '\x1b[2Jslave',
    redis_version: '7.0.15\x1b[31m',
  });
  expect(code).toBe(0);
  expect(of('clients')).toMatchObject({ state: 'skipped', why: { code: 'not-told' } });
  expect(of('expiry').state).toBe('fail');
  expect(JSON.stringify(of('version'))).not.toContain('\\u001b');
});

test('a server that hangs up in the middle: exit 6, and each check that was not made says so', async () => {
  const { data, code } = await doctor(on('SLOWLOG', CLOSE));
  expect(code).toBe(6);
  expect(data.partial).not.toBeNull();
  expect(data.checks.filter(({ why }) => why?.code === 'ended').length).toBeGreaterThan(3);
});

test('one that answers a PING with a list is not trusted: exit 5 or 6', async () => {
  const { code } = await doctor(on('PING', (context) => (context.nth > 3 ? array([]) : context.honest())));
  expect([5, 6]).toContain(code);
});

test('one that refuses everything but the login still gets a report', async () => {
  const { code, data } = await doctor((args) => (args[0] === 'PING' ? undefined : error('NOPERM this user has no permissions')));
  expect(code).toBe(0);
  expect(data.checks.filter(({ state }) => state === 'skipped').length).toBeGreaterThan(15);
});

describe('a server that does not answer', () => {
  test('in the middle ends the run: what was not asked is skipped with the reason, and the connection fails', async () => {
    const { code, data, of } = await doctor(on('TIME', HANG), {}, '--timeout', '300ms');
    expect(code).toBe(6);
    expect(data.partial).toBe('timeout');
    expect(of('ping')).toMatchObject({ state: 'fail', evidence: [{ code: 'no-answer', params: { seconds: 0.3 } }] });
    expect(of('rights')).toMatchObject({ state: 'skipped', whyText: 'the run ended before: the server did not answer' });
    expect(of('memory').why?.code).not.toBe('ended');
  });

  test('in time ends all checks together, although each answer would be awaited for longer', async () => {
    const { code, data, of } = await doctor(on('TIME', HANG), {}, '--timeout', '1h', '--within', '1s');
    expect(code).toBe(6);
    expect(data.partial).toBe('deadline');
    expect(of('rights')).toMatchObject({ state: 'skipped', why: { params: { why: 'deadline' } } });
    expect(of('connect').state).toBe('ok');
  });
});
