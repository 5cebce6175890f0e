import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { snapshotFile, stringRecord } from '../snapshot/support/file.js';
import { NOW } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { relayFile } from '../support/relay-snapshot.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-doubt-'));
});
afterAll(() => rm(folder, { recursive: true }));

const VERBS = [['audit'], ['fix-consistency']] as const;

async function run(verb: readonly string[], bytes: Buffer) {
  const file = join(folder, `${verb[0]}.rdb`);
  await writeFile(file, bytes);
  return runMeterInside([...verb, '--rdb', file, '--now', NOW, '--json']);
}

test.each(VERBS)('%s of a snapshot with one byte of a name changed exits with 6 and names the byte', async (...verb) => {
  const bytes = Buffer.from(relayFile());
  const at = bytes.indexOf('usage:daily:') + 'usage:daily:'.length;
  bytes[at]! ^= 1;
  const { code, stdout } = await run(verb, bytes);
  expect(code).toBe(6);
  expect(stdout).toContain(`the checksum at byte ${bytes.length - 8} does not match`);
});

test.each(VERBS)('%s of a snapshot of a newer format exits with 6 and says so', async (...verb) => {
  const { code, stdout } = await run(verb, snapshotFile([stringRecord('a', '1')], { start: 'REDIS0077' }));
  expect(code).toBe(6);
  expect(stdout).toContain('its format REDIS 77 is newer than this release of meter knows');
});

test.each(VERBS)('%s of what is no snapshot exits with 1', async (...verb) => {
  const { code, stdout } = await run(verb, Buffer.from('a letter to somebody'));
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'not-a-snapshot' } });
});

test('fix-consistency judges no sums of a snapshot that is damaged', async () => {
  const bytes = Buffer.from(relayFile());
  const at = bytes.indexOf('usage:daily:') + 'usage:daily:'.length;
  bytes[at]! ^= 1;
  const { stdout } = await run(['fix-consistency'], bytes);
  const { data } = JSON.parse(stdout) as { data: { source: { partial: string }; invariants: { unjudged: object }[] } };
  expect(data.source.partial).toBe('checksum');
  expect(data.invariants.some(({ unjudged }) => 'partial' in unjudged)).toBe(true);
});
