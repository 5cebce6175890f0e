import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { archiveOf, dumped } from '../change/restore/support/restoring.js';
import { EXPORT_USER, RESTORE_USER } from '../support/change-access.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const document = await readFile(new URL('../../docs/redis-access.md', import.meta.url), 'utf8');

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(() => server.client().flushall());

async function become(line: string): Promise<string> {
  const client = server.client();
  await client.call('ACL', 'DELUSER', 'meter');
  const [name = '', ...rest] = line.replace('PASSWORD', 'pw').split(' ');
  await client.call(name, ...rest);
  await client.call('ACL', 'LOG', 'RESET');
  await client.config('RESETSTAT');
  return `redis://meter:pw@127.0.0.1:${server.port}`;
}

/** One record of everything that can be undone, with a server on which each has its work to do. */
async function oneOfEach(): Promise<string> {
  const client = server.client();
  const hash = 'usage:hourly:k1:2026-11-20:03';
  const cost = 'usage:cost:hourly:k1:2026-11-20:03';
  const list = (value: string[]) => ({ form: 'typed' as const, type: 'list' as const, value });
  await client.set('whole', '1');
  const whole = await dumped(client, 'whole');
  await client.unlink('whole');
  const hashes = { form: 'typed' as const, type: 'hash' as const, value: [{ field: 'requests', value: '2', expireAtMs: null }] };
  await client.hset(hash, 'requests', '1');
  await client.hset('raised', { a: '5', b: '7', c: '1.5' });
  await client.mset({ [cost]: '1', [`${cost}d`]: '0.1', mark: '1', shorter: '1', lasting: '1' });
  const same = await dumped(client, 'shorter');
  await client.pexpire('shorter', 60_000);
  await client.pexpire('lasting', 60_000);
  await client.rpush('list', 'a');
  const later = Date.now() + 600_000;
  return archiveOf(
    [
      { name: 'whole', value: whole, expireAtMs: later },
      { name: hash, value: hashes },
      { name: cost, family: 'cost.hourly', value: { form: 'typed', type: 'string', value: '2' } },
      { name: `${cost}d`, family: 'cost.hourly', value: { form: 'typed', type: 'string', value: '0.2' } },
      { name: 'shorter', action: 'expire', value: same, expireAtMs: later },
      { name: 'lasting', action: 'expire', value: same },
      { name: 'index', action: 'members', value: { form: 'typed', type: 'set', value: ['m'] } },
      { name: 'mark', action: 'mark' },
      { name: 'list', action: 'trim', value: list(['b']) },
      {
        name: 'raised',
        action: 'raise',
        fields: { a: { before: '1', after: '4' }, b: { before: null, after: '7' }, c: { before: '0.1', after: '1.5' } },
      },
      { name: 'raised', action: 'raise', fields: { c: { before: '9', after: '8' } } },
    ],
    { complete: false },
  );
}

test('a restore needs no more than the documented rights, and each of them', async () => {
  const archive = await oneOfEach();
  const url = await become(RESTORE_USER);
  const { stdout, code } = await runMeterInside(['restore', archive, '-u', url, '--merge', '--yes', '--json']);
  expect(code).toBe(0);
  const { data } = JSON.parse(stdout) as Envelope<ChangeReport>;
  expect(data).toMatchObject({ changed: 8, receipt: { complete: true, way: 'scripts' } });
  const stats = await server.client().info('commandstats');
  // A note is only taken back where the server refuses a part of a transaction, and a batch made void where a run was cut off.
  const rarely = ['srem', 'hsetnx'];
  const granted = RESTORE_USER.split(' ').flatMap((word) => (word.startsWith('+') ? word.slice(1) : []));
  for (const command of granted.filter((name) => !rarely.includes(name)))
    expect(stats, command).toMatch(new RegExp(`^cmdstat_${command.replace('|', '\\|')}:calls=[1-9]`, 'm'));
  expect(await server.client().call('ACL', 'LOG')).toEqual([]);
});

test('an export needs no more than the documented rights', async () => {
  await server.client().set('usage:cost:total:k1', '1');
  const url = await become(EXPORT_USER);
  const path = join(tmpdir(), `meter-access-${server.port}.archive`);
  const { code } = await runMeterInside(['export', '-u', url, '-o', path, '--all']);
  expect(code).toBe(0);
  expect(await server.client().call('ACL', 'LOG')).toEqual([]);
  await rm(path);
});

test('the documentation has these lines', () => {
  const shown = document.replaceAll(/ \\\n +/g, ' ');
  expect(shown).toContain(RESTORE_USER);
  expect(shown).toContain(EXPORT_USER);
});
