/** Files that are large enough to be read in a thread of their own: the report is that of the same bytes on standard input, which are not. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Entry } from '../../src/lib/demo/entry.js';
import type { Manifest } from '../../src/lib/demo/manifest.js';
import { writeSnapshot } from '../../src/lib/demo/rdb/snapshot.js';
import { sizedEntries } from '../../src/lib/demo/relay.js';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { BASE, BASE_ISO } from '../support/clock.js';
import { runMeter } from '../support/meter.js';

const KEYS = 60_000;
const LARGE = 9 * 2 ** 20;

let folder: string;
let bytes: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-rdb-'));
  const { entries, size } = sizedEntries({ keys: KEYS, seed: 5, now: BASE, problems: false });
  bytes = Buffer.concat([...writeSnapshot(withOrphans(entries), { now: BASE, size })]);
  expect(bytes.length).toBeGreaterThan(LARGE);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One API key has another id, so that what it has used belongs to nobody. */
function* withOrphans(entries: Iterator<Entry, Manifest>): Generator<Entry, Manifest> {
  let renamed = false;
  for (;;) {
    const next = entries.next();
    if (next.done) return next.value;
    const isOwner: boolean = !renamed && /^apikey:[\da-f-]{36}$/.test(next.value.key);
    yield isOwner ? { ...next.value, key: 'apikey:00000000-0000-4000-8000-000000000000' } : next.value;
    renamed ||= isOwner;
  }
}

/** The report without the file's name. */
async function audit(name: string, input: Buffer, ...flags: string[]) {
  const { code, stdout } = await runMeter(['audit', '--rdb', name, '--now', BASE_ISO, '--json', '--quiet', ...flags], { input });
  const { data, warnings } = JSON.parse(stdout.replaceAll(JSON.stringify(name), '"FILE"')) as Envelope<AuditReport>;
  return { code, data, warnings };
}

async function bothWays(content: Buffer, ...flags: string[]) {
  const file = join(folder, 'large.rdb');
  await writeFile(file, content);
  const [aside, here] = await Promise.all([audit(file, Buffer.alloc(0), ...flags), audit('-', content, ...flags)]);
  return { aside, here };
}

test('the report is the same, findings included', async () => {
  const { aside, here } = await bothWays(bytes, '--show-ids');
  expect(aside).toEqual(here);
  expect(aside).toMatchObject({ code: 0, data: { keys: expect.closeTo(KEYS, -3), source: { countProven: true } } });
  expect(aside.data.findings.map(({ code }) => code)).toContain('orphan-owner');
});

test('a file that is cut off: what was read until there, and where', async () => {
  const { aside, here } = await bothWays(bytes.subarray(0, LARGE));
  expect(aside).toEqual(here);
  expect(aside).toMatchObject({ code: 6, data: { source: { partial: 'damaged', snapshots: [{ problem: { offset: LARGE } }] } } });
});
