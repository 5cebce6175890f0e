/** What one verb does never makes another complain: each prune and rollup leaves a check with what it found before, and is undone exactly. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DifferenceClass } from '../../src/lib/profile/invariants.js';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { ConsistencyReport } from '../../src/lib/report/consistency/worded.js';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { readDump, restoreDump } from '../support/dump-file.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { valuesOf } from '../support/plain-values.js';
import { contentsOf } from '../support/server-contents.js';
import { dataFile } from './data-folder.js';

/** `without`: changes that find nothing to do in these data. */
const SETS: readonly { file: string; now: string | null; without: readonly string[] }[] = [
  { file: 'crs-real.restore.ndjson.gz', now: '2026-11-20T19:45:00Z', without: [] },
  { file: 'crs-upgraded.restore.ndjson.gz', now: null, without: ['prune --orphans'] },
];

const CHANGES = [
  ['prune', '--hourly'],
  ['prune', '--orphans'],
  ['prune', '--model'],
  ['prune', '--leaked'],
  ['prune', '--records', '--trim-to', '50'],
  ['migrate', '--rollup', 'hourly:daily', '--prune'],
  ['migrate', '--rollup', 'daily:monthly', '--prune'],
  ['fix-consistency', '--apply'],
];

type Counts = Partial<Record<DifferenceClass, number>>;

/** What an operator sees of the data. */
interface Seen {
  counts: Counts;
  /** Application, releases and offset, as each verb tells them. */
  told: unknown;
  fixes: string[];
}

describe.each(SETS)('on $file', ({ file, now, without }) => {
  const dump = dataFile(file);
  const clock = now === null ? [] : ['--now', now];

  describe.skipIf(dump.missing)(dump.title, () => {
    let server: TestServer;
    let folder: string;
    let before: Seen;
    let held: Map<string, unknown>;
    beforeAll(async () => {
      server = await startRedis();
      folder = await mkdtemp(join(tmpdir(), 'meter-verbs-meet-'));
      const client = server.client();
      await restoreDump(client, await readDump(dump.path));
      await spoil(client);
      [before, held] = [await look(), await values()];
    });
    afterAll(async () => {
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    const run = (...args: readonly string[]) => runMeterInside([...args, '-u', server.url], { cwd: folder });

    async function look(): Promise<Seen> {
      const [checked, audited] = [
        (await run('fix-consistency', ...clock, '--json')).json<Envelope<ConsistencyReport>>().data,
        (await run('audit', ...clock, '--json')).json<Envelope<AuditReport>>().data,
      ];
      const counts: Counts = {};
      for (const { byClass } of checked.invariants)
        for (const [name, count] of Object.entries(byClass))
          counts[name as DifferenceClass] = (counts[name as DifferenceClass] ?? 0) + count;
      const told = toldBy(checked);
      expect(toldBy(audited)).toEqual(told);
      const fixes = audited.findings.flatMap(({ fix }) => (fix.startsWith('meter ') ? [fix] : []));
      return { counts, told, fixes: [...new Set(fixes)].toSorted() };
    }

    const values = async () => {
      const found = [...(await contentsOf(server.client()))].filter(([name]) => !name.startsWith('meter:'));
      const lists = found.flatMap(([name, { type }]) => (type === 'list' ? [name] : []));
      // A list that was trimmed and restored may be packed in another way.
      return new Map<string, unknown>([
        ...found.map(([name, { contents }]) => [name, contents] as const),
        ...(await valuesOf(server.client(), lists)),
      ]);
    };

    test.each(CHANGES)('%s %s is done once, leaves nothing worse, and is undone exactly', async (...change) => {
      const confirm = ['--confirm', `127.0.0.1:${server.port}/0`, '--json'];
      const changing = async (): Promise<ChangeReport> => {
        const ran = await run(...change, ...clock, ...confirm);
        const { data } = ran.json<Envelope<ChangeReport | ConsistencyReport>>();
        return 'plan' in data ? data : data.applied!;
      };
      const changed = await changing();
      expect(changed.changed > 0).toBe(!without.includes(change.join(' ')));
      expect(toldBy(changed.plan)).toEqual(before.told);
      expect(await changing()).toMatchObject({ planned: 0, changed: 0 });
      const after = await look();
      expect(after.told).toEqual(before.told);
      for (const [name, count] of Object.entries(after.counts))
        expect(count, name).toBeLessThanOrEqual(before.counts[name as DifferenceClass] ?? 0);
      expect(before.fixes).toEqual(expect.arrayContaining(after.fixes));
      const restored = await run('restore', join(folder, changed.archive!), '--merge', ...confirm);
      expect(restored.code, restored.stdout).toBe(0);
      expect(await values()).toEqual(held);
      expect(await server.client().exists('meter:state')).toBe(0);
    });

    test('after all of them everything is as it was', async () => {
      expect(await look()).toEqual(before);
    });
  });
});

interface Told {
  profiles: readonly { name: string; version: string | null; upTo: string | null }[];
  clock: { utcOffset: number };
}

const toldBy = ({ profiles, clock: { utcOffset } }: Told): unknown => [
  profiles.map(({ name, version, upTo }) => [name, version, upTo]),
  utcOffset,
];

/** A lost TTL, and a day whose counters are short of its hours. */
async function spoil(client: Redis): Promise<void> {
  const newest = async (pattern: string, at: number): Promise<string> => (await client.keys(pattern)).toSorted().at(at)!;
  await client.persist(await newest('account_usage:hourly:*', 0));
  await client.hincrby(await newest('usage:daily:????????-*', -1), 'requests', -1);
}
