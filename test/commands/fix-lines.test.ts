/** What an audit says mends a finding is run: it has to change what was found. */
import type { Redis } from 'ioredis';
import { beforeEach, describe, expect, test } from 'vitest';
import { builtinProfile } from '../../src/lib/profile/builtin/index.js';
import type { Family, Unit } from '../../src/lib/profile/types.js';
import type { WordedFinding } from '../../src/lib/report/audit/worded.js';
import { auditInside } from '../support/audit.js';
import { BASE, BASE_ISO, hoursAgo, UTC_OFFSET } from '../support/clock.js';
import { runMeterInside } from '../support/meter-inside.js';
import { type TestServer } from '../support/redis-server.js';
import { loadProblemRelay } from '../support/problem-relay.js';
import { loadTinyRelay, TINY_CLOCK } from '../support/tiny-relay.js';
import { useServerAndFolder } from '../support/server-and-folder.js';

let server: TestServer;
let client: Redis;
let folder: string;
useServerAndFolder((own) => ({ server, client, folder } = own));
beforeEach(() => client.flushall());

const TEXTS: Partial<Record<Unit, string>> = { json: '{}', text: 'x', id: 'x', secret: 'x', usd: '0.5', flag: 'true' };
const valueOf = (unit: Unit | undefined): string => (unit === undefined ? '1' : (TEXTS[unit] ?? '1'));

/** A key of the family without a TTL. */
async function plant({ type, examples, fields = {}, value, evidenceFields = [] }: Family): Promise<string> {
  const name = examples[0]!;
  // Below zero, where that alone is wrong.
  if (type === 'string') await client.set(name, name.startsWith('user_quota:') ? '-5' : valueOf(value));
  else if (type === 'hash') {
    const named = { ...Object.fromEntries(evidenceFields.map((field) => [field, 'x'])), ...valuesOf(fields) };
    await client.hset(name, Object.keys(named).length > 0 ? named : { field: '1' });
  } else if (type === 'list') await client.rpush(name, valueOf(value));
  else if (type === 'set') await client.sadd(name, valueOf(value));
  else if (type === 'zset') await client.zadd(name, 1, valueOf(value));
  else await client.xadd(name, '*', 'data', valueOf(value));
  return name;
}

const valuesOf = (fields: Readonly<Record<string, Unit>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([field, unit]) => [field, valueOf(unit)]));

const meter = (...args: readonly string[]) => runMeterInside([...args, '-u', server.url, '--yes', '-q'], { cwd: folder });

/** The verbs that the fix lines name, each with all the families that it is named for. */
function verbsIn(findings: readonly WordedFinding[]): Map<string, string[]> {
  const verbs = new Map<string, string[]>();
  for (const { fix, family } of findings) {
    const line = /^meter (prune --leaked|fix-consistency) --family (\S+)( --apply)?/.exec(fix);
    if (!line) continue;
    expect(line[2]).toBe(family);
    verbs.set(line[1]!, [...(verbs.get(line[1]!) ?? []), family!]);
  }
  return verbs;
}

describe.each(['claude-relay-service', 'aiecs', 'new-api', 'one-api'])('keys of %s without a TTL', (profile) => {
  test('get one by the command that is named for them; where none is, there is none', async () => {
    const expiring = (await builtinProfile(profile))!.families.filter(({ ttl }) => ttl.expires);
    // Their keys say that others are in use.
    const signs = expiring.flatMap(({ leak }) => leak?.unless ?? []);
    const families = expiring.filter(({ pattern }) => !signs.includes(pattern));
    const keys = new Map<string, string>();
    for (const family of families) keys.set(family.id, await plant(family));
    const args = ['-u', server.url, '--profile', profile, '--all', '--exact'];
    const { data } = await auditInside(args);
    const found = data.findings.filter(({ code }) => code.endsWith('without-ttl'));
    expect(found.length).toBeGreaterThan(0);
    // Where the application itself makes keys without a TTL, nothing is wrong with them.
    const stay = families.flatMap(({ id, ttl }) => (ttl.expires && ttl.orStays ? [id] : []));
    expect(found.map(({ family }) => family).filter((id) => stay.includes(id!))).toEqual([]);
    const verbs = verbsIn(found);
    for (const [verb, ids] of verbs) {
      const named = ids.flatMap((id) => ['--family', id]);
      const more = verb === 'fix-consistency' ? ['--apply', '--no-archive'] : ['--no-archive'];
      const { code, stderr } = await meter(...verb.split(' '), ...named, '--profile', profile, '--now', BASE_ISO, ...more);
      expect([code, stderr]).toEqual([0, '']);
    }
    const mended = [...verbs.values()].flat();
    const still = [];
    for (const id of mended) if ((await client.ttl(keys.get(id)!)) === -1) still.push(id);
    expect(still).toEqual([]);
    // What no verb is named for, none would have mended.
    const others = found.flatMap(({ family }) => (mended.includes(family!) ? [] : [family!]));
    await meter('prune', '--leaked', '--profile', profile, '--now', BASE_ISO, '--no-archive');
    await meter('fix-consistency', '--apply', '--profile', profile, '--now', BASE_ISO, '--no-archive');
    for (const id of others) expect(await client.ttl(keys.get(id)!), id).toBe(-1);
  });
});

test('a prune that is finished is not advised again', async () => {
  await loadTinyRelay(client);
  // Minutes that are over are not what it takes.
  for (const family of (await builtinProfile('claude-relay-service'))!.families)
    if (family.grain === 'minute') await plant(family);
  const fixes = async (): Promise<string[]> => {
    const { data } = await auditInside(['-u', server.url, '--utc-offset', String(UTC_OFFSET)]);
    return data.findings.map(({ fix }) => fix);
  };
  expect(await fixes()).toContain(`meter prune --hourly --url ${server.url} --utc-offset ${UTC_OFFSET}`);
  expect((await meter('prune', '--hourly', ...TINY_CLOCK, '--no-archive')).code).toBe(0);
  const left = await fixes();
  expect(left).toContainEqual(expect.stringMatching(/^nothing now: /));
  expect(left.filter((fix) => fix.includes('prune --hourly'))).toEqual([]);
});

test('what was asked for already is not advised again', async () => {
  await client.set('nobody:knows:it', 'x');
  const fixes = async (...args: string[]): Promise<string[]> => {
    const { data } = await auditInside(['-u', server.url, ...args]);
    return data.findings.flatMap(({ code, fix }) => (code === 'unrecognised-keys' ? [fix] : []));
  };
  const [advice] = await fixes();
  const pattern = /^meter audit --pattern '?([^' ]+)'? --url /.exec(advice!)![1]!;
  expect(await fixes('--pattern', pattern)).toEqual(['look at what writes them']);
});

test('many families that lost their TTL are one finding for each way to mend them, whose command takes them all', async () => {
  const families = (await builtinProfile('claude-relay-service'))!.families.filter(
    ({ ttl }) => ttl.expires && ttl.orStays !== true,
  );
  const plantAll = async (): Promise<void> => {
    await client.flushall();
    for (const family of families) await plant(family);
  };
  await plantAll();
  const { stdout } = await runMeterInside(['audit', '-u', server.url, '--now', BASE_ISO]);
  expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(45);
  expect(stdout).toMatch(/ has keys that never expire, and \d+ other families\b/);
  const all = await runMeterInside(['audit', '-u', server.url, '--now', BASE_ISO, '--section', 'findings'], {
    env: { COLUMNS: '2000' },
  });
  const lines = [...all.stdout.matchAll(/fix: meter ((?:prune --leaked|fix-consistency --family)[^\n]*)/g)].map(
    ([, line]) => line!,
  );
  expect(lines.length).toBeGreaterThan(2);
  for (const line of new Set(lines)) {
    // Each by itself: once a period is over, the first command mends what another one is named for, too.
    await plantAll();
    const words = line.split(' for values')[0]!.split(' ');
    const ran = await runMeterInside([...words, '--now', BASE_ISO, '--yes', '-q', '--no-archive'], { cwd: folder });
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout, line).not.toContain('There is nothing to do');
  }
});

test('counters without a TTL that are in use have no command, and none would change them', async () => {
  await loadTinyRelay(client);
  await client.mset('rate_limit:cost:k1', '0.5', 'rate_limit:window_start:k1', String(BASE.getTime()));
  await client.expire('rate_limit:window_start:k1', 3_000);
  const fixOf = async (): Promise<string | undefined> => {
    const { data } = await auditInside(['-u', server.url, '--utc-offset', String(UTC_OFFSET)]);
    return data.findings.find(({ family }) => family === 'rate-limit.cost')?.fix;
  };
  expect(await fixOf()).toMatch(/^none now: /);
  await meter('prune', '--leaked', ...TINY_CLOCK, '--no-archive');
  expect(await client.ttl('rate_limit:cost:k1')).toBe(-1);
  await client.unlink('rate_limit:window_start:k1');
  expect(await fixOf()).toBe(`meter prune --leaked --family rate-limit.cost --url ${server.url} --utc-offset ${UTC_OFFSET}`);
});

/** Data with faults that commands can mend. */
interface Faulty {
  profile: string;
  load: () => Promise<void>;
  /** Flags of the clock. */
  clock: readonly string[];
  /** Beginnings of the commands that are named at least. */
  named: readonly string[];
}

/** Some families of a profile, without TTLs. */
async function plantSome(profile: string): Promise<void> {
  const expiring = (await builtinProfile(profile))!.families.filter(({ ttl }) => ttl.expires && ttl.orStays !== true);
  for (const [at, family] of expiring.entries())
    if (at % 3 === 0 || family.pattern.startsWith('user_quota:')) await plant(family);
}

const FAULTY: readonly Faulty[] = [
  {
    profile: 'claude-relay-service',
    async load() {
      await loadProblemRelay(server, client, { keys: 1_200 });
      const newest = async (pattern: string): Promise<string> => (await client.keys(pattern)).toSorted().at(-1)!;
      await client.expire(await newest('usage:daily:????????-*'), 80_000);
      await client.persist(await newest('usage:hourly:????????-*'));
    },
    clock: ['--utc-offset', String(UTC_OFFSET)],
    named: ['prune --hourly', 'prune --orphans', 'prune --leaked', 'fix-consistency'],
  },
  {
    profile: 'aiecs',
    async load() {
      await plantSome('aiecs');
      const yesterday = new Date(hoursAgo(24)).toISOString().slice(0, 10);
      await client.hset(`token_usage:alice:${yesterday}`, { total_tokens: 5, usage_limit: 1000 });
    },
    clock: ['--utc-offset', '0'],
    named: ['limits copy'],
  },
  { profile: 'new-api', load: () => plantSome('new-api'), clock: [], named: ['fix-consistency'] },
  { profile: 'one-api', load: () => plantSome('one-api'), clock: [], named: ['fix-consistency'] },
];

test.each(FAULTY)(
  'every command that the findings of a faulty $profile name changes something, one after the other',
  async ({ profile, load, clock, named }) => {
    await load();
    const run: string[] = [];
    const next = async (): Promise<string | undefined> => {
      const { data } = await auditInside(['-u', server.url, '--profile', profile, ...clock]);
      const lines = data.findings.flatMap(
        ({ fix }) => /^meter (?!audit)(.+?)(?: for values.*|, or more memory)?$/.exec(fix)?.[1] ?? [],
      );
      return lines.find((line) => !run.includes(line));
    };
    for (let line = await next(); line !== undefined; line = await next()) {
      run.push(line);
      const ran = await runMeterInside([...line.split(' '), '--now', BASE_ISO, '--yes', '-q', '--no-archive'], { cwd: folder });
      expect([ran.code, ran.stderr], line).toEqual([0, '']);
      expect(ran.stdout, line).not.toContain('There is nothing to do');
    }
    for (const begin of named) expect(run).toContainEqual(expect.stringMatching(new RegExp(`^${begin} `)));
  },
  120_000,
);
