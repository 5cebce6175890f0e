/** What this program itself leaves on a server is named for what it is, beside whatever application there is, and is none. */
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditSnapshots } from '../../src/lib/audit/snapshot-audit.js';
import type { ArchivedValue } from '../../src/lib/change/archive/record.js';
import { makeChoice } from '../../src/lib/change/plan/choice.js';
import { builtinProfiles } from '../../src/lib/profile/builtin/index.js';
import { meterItself } from '../../src/lib/profile/builtin/meter/index.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { lintProfile } from '../../src/lib/profile/lint.js';
import type { Profile } from '../../src/lib/profile/types.js';
import type { AuditData } from '../../src/lib/audit/model.js';
import { archiveOf, restoring } from '../change/restore/support/restoring.js';
import { HOURLY } from '../change/prune/support/pruning.js';
import { BASE, DAY_MS, UTC_OFFSET } from '../support/clock.js';
import { auditDirectly } from '../support/direct-audit.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

const HOUR = 'usage:hourly:k1:2026-11-20:03';
const profiles = await builtinProfiles();

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
  const value: ArchivedValue = { form: 'typed', type: 'hash', value: [{ field: 'requests', value: '7', expireAtMs: null }] };
  const path = await archiveOf([
    { name: HOUR, value },
    { name: 'usage:hourly:k2:2026-11-20:03', value },
  ]);
  // A part: until all is back each record is noted.
  expect((await restoring(server.port, [path], { wanted: { keys: [HOUR] } })).fates.restored).toBe(1);
  await client.save();
});
afterAll(() => server.stop());

const fromSnapshot = async (chosen: readonly Profile[], asked: boolean, now = BASE): Promise<AuditData> => {
  const options = {
    profiles: chosen,
    profilesAsked: asked,
    pattern: null,
    type: null,
    limit: Infinity,
    databases: 0,
    now,
    offset: { flag: null, env: null, noted: null },
    showIds: false,
    signal: new AbortController().signal,
    onProgress: () => {},
    several: false,
    reader: null,
  };
  return (await auditSnapshots([join(server.dir, 'dump.rdb')], options)).data;
};
const live = async (chosen: readonly Profile[], asked: boolean): Promise<AuditData> =>
  (await auditDirectly({ port: server.port }, { profiles: chosen, profilesAsked: asked })).data;

test.each([
  ['live', live],
  ['from a snapshot', fromSnapshot],
])('%s: the notes of a restore, whatever profile is asked for', async (_, look) => {
  for (const [chosen, asked, unrecognised] of [
    [profiles, false, 0],
    [profiles.filter(({ name }) => name === 'aiecs'), true, 1],
  ] as const) {
    const data = await look(chosen, asked);
    expect(data.profiles.map(({ name }) => name)).toEqual([asked ? 'aiecs' : 'claude-relay-service']);
    expect(data.unrecognised.keys).toBe(unrecognised);
    const notes = data.families.find(({ profile }) => profile === 'meter');
    expect(notes).toMatchObject({ keys: 1, type: 'set', inferred: false, valueClass: 'operational', noTtl: 0 });
    expect(notes!.ttlPolicy).toEqual({ expires: true, seconds: 7 * 86_400 });
    expect(data.findings.filter(({ profile }) => profile === 'meter')).toEqual([]);
  }
});

test('in a snapshot they have also expired as what they are', async () => {
  const { expired } = await fromSnapshot(profiles, false, new Date(BASE.getTime() + 8 * DAY_MS));
  expect(expired.families.map(({ id }) => id)).toEqual(['restore-notes']);
});

test('alone they are no application', async () => {
  await client.unlink(HOUR);
  expect((await live(profiles, false)).profiles).toEqual([]);
});

test('a profile that claims all names does not get them', async () => {
  const [notes] = await client.keys('meter:restored:*');
  const [relay] = profiles;
  const greedy: Profile = {
    ...relay!,
    placeholders: { ...relay!.placeholders, rest: { kind: 'greedy' } },
    families: [
      {
        ...relay!.families.find(({ id }) => id === 'usage.hourly')!,
        id: 'all',
        pattern: 'meter:{rest}',
        grain: 'none',
        role: 'log',
      },
    ],
  };
  const rule = { now: BASE.getTime(), utcOffset: UTC_OFFSET, marginMs: 0, olderThanMs: null, includeOpen: true };
  const choice = makeChoice([compileProfile(greedy)], { ...HOURLY, grains: ['none'] }, new Map(), rule);
  expect(choice.candidates.judge('meter:other')).toMatchObject({ action: 'delete' });
  expect(choice.candidates.judge(notes!)).toMatchObject({ spared: 'ambiguous' });
});

test('its profile is sound', () => expect(lintProfile(meterItself)).toEqual([]));
