/**
 * Verbs that follow each other on the same data: none makes another complain, what a fix line asks for is done once, a run that was cut off is
 * finished by the same command, and every run is undone exactly, in whatever order somebody tries it.
 */
import { join } from 'node:path';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DifferenceClass } from '../../src/lib/profile/invariants.js';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { ConsistencyReport } from '../../src/lib/report/consistency/worded.js';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { BASE_ISO, dayAgo, UTC_OFFSET } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import { valuesOf, type PlainValue } from '../support/plain-values.js';
import { loadProblemRelay } from '../support/problem-relay.js';
import type { TestServer } from '../support/redis-server.js';
import { useServerAndFolder } from '../support/server-and-folder.js';

interface DataSet {
  name: string;
  load: (server: TestServer, client: Redis) => Promise<void>;
  verbs: readonly (readonly string[])[];
}

/** Users with all that the two handlers of AIECS leave, some of it wrong. */
async function loadAiecs(_: TestServer, client: Redis): Promise<void> {
  const pipeline = client.pipeline();
  for (let user = 0; user < 30; user++) {
    for (const hours of [0, 24, 48, 72]) {
      const [prompt, completion] = [100 + user, 50 + hours];
      const total = prompt + completion + (user % 5 === 0 ? -7 : user % 7 === 0 ? 30 : 0);
      const name = `token_usage:user-${user}:${dayAgo(hours)}`;
      pipeline.hset(name, { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total });
    }
  }
  pipeline.hset(`token_usage:health_check_test:${dayAgo(48)}`, { total_tokens: 1 });
  await pipeline.exec();
}

const SETS: readonly DataSet[] = [
  {
    name: 'claude-relay-service',
    load: async (server, client) => {
      await loadProblemRelay(server, client, { keys: 1_200, traffic: { days: 14, hours: 48 } });
      // A day that is told by its hours alone.
      const days = await client.keys(`usage:daily:????????-*:${dayAgo(24)}`);
      expect(await client.del(days.toSorted().at(-1)!)).toBe(1);
    },
    verbs: [
      ['prune', '--orphans'],
      ['prune', '--leaked'],
      ['migrate', '--rollup', 'hourly:daily'],
      ['prune', '--hourly'],
      ['prune', '--records', '--trim-to', '50'],
      ['prune', '--model', '--older-than', '9d'],
      ['fix-consistency', '--apply'],
    ],
  },
  {
    name: 'aiecs',
    load: loadAiecs,
    verbs: [
      ['prune', '--family', 'token-usage.health-check'],
      ['fix-consistency', '--apply'],
    ],
  },
];

describe.each(SETS)('on data of $name', ({ name, load, verbs }) => {
  let server: TestServer;
  let client: Redis;
  let folder: string;
  useServerAndFolder((own) => ({ server, client, folder } = own));
  beforeAll(() => load(server, client));

  const clock = ['--now', BASE_ISO, ...(name === 'claude-relay-service' ? ['--utc-offset', String(UTC_OFFSET)] : [])];
  const meter = (...args: readonly string[]) => runMeterInside([...args, '-u', server.url, '--json'], { cwd: folder });
  const run = (...args: readonly string[]) => meter(...args, ...clock);

  type Counts = Partial<Record<DifferenceClass, number>>;
  interface Seen {
    differ: Counts;
    application: unknown;
    utcOffset: number;
    /** Commands that an audit names. */
    fixes: string[];
  }

  async function look(): Promise<Seen> {
    const [checked, audited] = [await run('fix-consistency'), await run('audit')];
    const { invariants, profiles, clock: told } = checked.json<Envelope<ConsistencyReport>>().data;
    const audit = audited.json<Envelope<AuditReport>>().data;
    const differ: Counts = {};
    for (const { byClass } of invariants)
      for (const [kind, count] of Object.entries(byClass) as [DifferenceClass, number][])
        differ[kind] = (differ[kind] ?? 0) + count;
    expect(audit.clock.utcOffset).toBe(told.utcOffset);
    expect(audit.profiles.map(({ name: each, version, upTo }) => [each, version, upTo])).toEqual(
      profiles.map(({ name: each, version, upTo }) => [each, version, upTo]),
    );
    const fixes = audit.findings.map(({ fix }) => fix).filter((fix) => fix.startsWith('meter '));
    return { differ, application: profiles, utcOffset: told.utcOffset, fixes: [...new Set(fixes)].sort() };
  }

  async function change(
    verb: readonly string[],
    ...more: readonly string[]
  ): Promise<{ code: number | null; data: ChangeReport }> {
    const ran = await run(...verb, '--yes', ...more);
    const { data } = ran.json<Envelope<ChangeReport | ConsistencyReport>>();
    return { code: ran.code, data: 'plan' in data ? data : data.applied! };
  }

  async function contents(): Promise<Map<string, PlainValue>> {
    const names = (await client.keys('*')).filter((each) => !each.startsWith('meter:') && !each.endsWith(':empty'));
    return valuesOf(client, names.toSorted());
  }

  const archives: string[] = [];
  let before: Map<string, PlainValue>;

  test.each(verbs)('%s %s is done once, and no other verb finds anything new', async (...verb) => {
    before ??= await contents();
    const [first, planned] = [
      await look(),
      (await run(...verb, ...(verb.includes('--apply') ? ['--dry-run'] : ['--dry-run']))).code,
    ];
    expect(planned).toBe(0);
    const { code, data } = await change(verb);
    expect([code, data.changed > 0]).toEqual([0, true]);
    archives.push(join(folder, data.archive!));
    const again = await change(verb);
    expect([again.code, again.data.planned, again.data.changed]).toEqual([0, 0, 0]);
    const then = await look();
    expect([then.application, then.utcOffset]).toEqual([first.application, first.utcOffset]);
    for (const [kind, count] of Object.entries(then.differ))
      expect(count, kind).toBeLessThanOrEqual(first.differ[kind as DifferenceClass] ?? 0);
    expect(first.fixes).toEqual(expect.arrayContaining(then.fixes));
    // A command that was advised in these words has nothing more to do.
    expect(then.fixes.filter((fix) => fix.startsWith(`meter ${verb.join(' ')} `))).toEqual([]);
  });

  test('every run is undone exactly, in whatever order somebody tries it', async () => {
    expect(archives).toHaveLength(verbs.length);
    const orders = fc.sample(fc.shuffledSubarray(archives, { minLength: archives.length }), {
      numRuns: 1,
      seed: archives.length,
    });
    let left = [...orders[0]!];
    for (let round = 0; left.length > 0; round++) {
      // What is refused because of a later run is possible after that one.
      expect(round).toBeLessThanOrEqual(archives.length);
      const refused: string[] = [];
      for (const archive of left) {
        const ran = await meter('restore', archive, '--merge', '--yes');
        expect([0, 4], ran.stdout).toContain(ran.code);
        if (ran.code === 4) refused.push(archive);
      }
      left = refused;
    }
    expect(await contents()).toEqual(before);
  });
});
