import { expect, test } from 'vitest';
import { defaultArchivePaths } from '../../../src/lib/change/archive/default-path.js';

const now = new Date('2026-11-21T02:03:04.567Z');

test.each([
  ['relay.example', '/var/archives/meter-prune-relay.example-6379-db0-20261121T020304Z.archive'],
  ['fe80::1%eth0', '/var/archives/meter-prune-fe80_1_eth0-6379-db0-20261121T020304Z.archive'],
  ['../../etc', '/var/archives/meter-prune-.._.._etc-6379-db0-20261121T020304Z.archive'],
])('the archive of %s is named by verb, target and time, within its folder', (host, path) => {
  const paths = defaultArchivePaths('/var/archives', { verb: 'prune', host, port: 6379, db: 0 }, now);
  expect(paths.next().value).toBe(path);
  expect(paths.next().value).toBe(path.replace('.archive', '.2.archive'));
});
