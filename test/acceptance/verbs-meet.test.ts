/** What one verb does never makes another complain: each prune and rollup leaves a check with what it found before, and is undone exactly. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DifferenceClass } from '../../src/lib/profile/invariants.js';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { ConsistencyReport } from '../../src/lib/report/consistency/worded.js';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { readDump, restoreDump } from '../support/dump-file.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { contentsOf } from '../support/server-contents.js';
import { dataFile } from './data-folder.js';

const SETS = [
  { file: 'crs-real.restore.ndjson.gz', now: '2026-11-20T19:45:00Z' },
  { file: 'crs-upgraded.restore.ndjson.gz', now: null },
];

const CHANGES = [
  ['prune', '--hourly'],
  ['prune', '--orphans'],
  ['prune', '--model'],
  ['migrate', '--rollup', 'hourly:daily', '--prune'],
];

type Counts = Partial<Record<DifferenceClass, number>>;

describe.each(SETS)('on $file', ({ file, now }) => {
  const dump = dataFile(file);
  const clock = now === null ? [] : ['--now', now];

  describe.skipIf(dump.missing)(dump.title, () => {
    let server: TestServer;
    let folder: string;
    beforeAll(async () => {
      server = await startRedis();
      folder = await mkdtemp(join(tmpdir(), 'meter-verbs-meet-'));
      await restoreDump(server.client(), await readDump(dump.path));
    });
    afterAll(async () => {
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    const run = (...args: readonly string[]) => runMeterInside([...args, '-u', server.url], { cwd: folder });

    /** Differences by class, and what tells the dates. */
    async function check(): Promise<{ counts: Counts; utcOffset: number }> {
      const ran = await run('fix-consistency', ...clock, '--json');
      const { invariants, clock: told } = ran.json<Envelope<ConsistencyReport>>().data;
      const counts: Counts = {};
      for (const { byClass } of invariants)
        for (const [name, count] of Object.entries(byClass))
          counts[name as DifferenceClass] = (counts[name as DifferenceClass] ?? 0) + count;
      return { counts, utcOffset: told.utcOffset };
    }

    const offsetOfAudit = async (): Promise<number> =>
      (await run('audit', ...clock, '--json')).json<Envelope<AuditReport>>().data.clock.utcOffset;

    const values = async () => {
      const held = [...(await contentsOf(server.client()))].filter(([name]) => !name.startsWith('meter:'));
      return new Map(held.map(([name, { contents }]) => [name, contents]));
    };

    test.each(CHANGES)('%s %s leaves no difference that was not there, and is undone exactly', async (...change) => {
      const [before, offset, held] = [await check(), await offsetOfAudit(), await values()];
      const confirm = ['--confirm', `127.0.0.1:${server.port}/0`, '--json'];
      const changed = (await run(...change, ...clock, ...confirm)).json<Envelope<ChangeReport>>().data;
      const after = await check();
      expect(after.utcOffset).toBe(before.utcOffset);
      expect(await offsetOfAudit()).toBe(offset);
      for (const [name, count] of Object.entries(after.counts))
        expect(count, name).toBeLessThanOrEqual(before.counts[name as DifferenceClass] ?? 0);
      if (changed.archive === null) return;
      const restored = await run('restore', join(folder, changed.archive), '--merge', ...confirm);
      expect(restored.code, restored.stdout).toBe(0);
      expect(await values()).toEqual(held);
      expect(await check()).toEqual(before);
      expect(await server.client().exists('meter:state')).toBe(0);
    });
  });
});
