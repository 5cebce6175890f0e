import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { CHECKS } from '../../src/lib/doctor/model.js';
import { reachOf } from '../../src/lib/doctor/reach.js';
import { LISTED, releaseOf } from '../../src/lib/doctor/versions.js';

test.each([
  ['127.0.0.1', 'local'],
  ['::1', 'local'],
  ['localhost', 'local'],
  ['10.1.2.3', 'private'],
  ['172.31.0.1', 'private'],
  ['172.32.0.1', 'public'],
  ['192.168.1.1', 'private'],
  ['fd00::1', 'private'],
  ['2001:db8::1', 'public'],
  ['203.0.113.9', 'public'],
  ['redis', 'private'],
  ['redis.example.com', 'unknown'],
])('%s is %s', (host, reach) => {
  expect(reachOf({ host, path: null })).toBe(reach);
});

test('a socket is on this machine', () => {
  expect(reachOf({ host: '203.0.113.9', path: '/run/redis.sock' })).toBe('local');
});

test.each([
  ['Redis', '7.0.15', '2024-07-29'],
  ['Redis', '7.2.4', null],
  ['Valkey', '8.1.3', '2030-03-31'],
])('%s %s is maintained until %s', (product, version, ended) => {
  expect(releaseOf(product, version)?.ended).toBe(ended);
});

test.each([
  ['Redis', '99.0.1'],
  ['Redis', '7'],
  ['Dragonfly', '1.0.0'],
  ['constructor', '7.0.1'],
])('%s %s is not listed', (product, version) => {
  expect(releaseOf(product, version)).toBeNull();
});

test('the documentation has the same checks and releases', async () => {
  const text = await readFile(new URL('../../docs/doctor.md', import.meta.url), 'utf8');
  expect([...text.matchAll(/^\| `([a-z-]+)` +\| (?!it )/gm)].map(([, id]) => id).filter((id) => id! in CHECKS)).toEqual(
    Object.keys(CHECKS),
  );
  expect(text).toContain(`The list is of ${LISTED}`);
  const rows = [...text.matchAll(/^\| (Redis|Valkey) +\| ([\d.]+) +\| (\S+)/gm)];
  expect(rows.length).toBeGreaterThan(10);
  for (const [, product = '', release = '', until = ''] of rows)
    expect(releaseOf(product, `${release}.1`)?.ended ?? 'no', `${product} ${release}`).toBe(until);
});
