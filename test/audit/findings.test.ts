import { rm } from 'node:fs/promises';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditOptions } from '../../src/lib/audit/options.js';
import { builtinProfile } from '../../src/lib/profile/builtin/index.js';
import type { WordedFinding } from '../../src/lib/report/audit/worded.js';
import { BASE, dayAgo, hourAgo } from '../support/clock.js';
import { auditDirectly, DAY, put, type SmallKeyspace } from '../support/direct-audit.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { serverHas } from '../support/server-program.js';
import { until } from '../support/waiting.js';
import { serverTime } from '../support/server-clock.js';

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server.stop());
beforeEach(async () => {
  await client.flushall();
  await client.config('SET', 'maxmemory', '0');
  await client.config('SET', 'maxmemory-policy', 'noeviction');
  await client.config('RESETSTAT');
});

async function findings(code: string, options: Partial<AuditOptions> = {}): Promise<WordedFinding[]> {
  const { data } = await auditDirectly({ port: server.port }, options);
  return data.findings.filter((finding) => finding.code === code);
}

const [TODAY, YESTERDAY] = [dayAgo(0), dayAgo(24)];
const hash = { requests: '1' };
const daily = (id: string, date = TODAY): SmallKeyspace => ({ [`usage:daily:${id}:${date}`]: hash });
/** A relay with one API key and what it used today, in good order. */
const relay = async (): Promise<void> => {
  await put(client, { 'apikey:k1': { name: 'one' } }, 365 * DAY);
  await put(client, daily('k1'), 32 * DAY);
};

/** `elements` elements, made on the server. */
const grow = (key: string, elements: number, command: string): Promise<unknown> =>
  client.eval(`for i = 1, ${elements} do redis.call(${command}) end`, 1, key);

test('a relay in good order has no finding but what its design and this server bring', async () => {
  await relay();
  const { data } = await auditDirectly({ port: server.port });
  expect(data.findings.map(({ code }) => code).sort()).toEqual(['background-scan-load', 'no-persistence']);
});

describe('lives', () => {
  beforeEach(relay);

  test('counter-without-ttl', async () => {
    await put(client, { 'rate_limit:requests:k1': '3' }, 60);
    expect(await findings('counter-without-ttl')).toEqual([]);
    await put(client, { 'rate_limit:requests:k2': '3' });
    expect(await findings('counter-without-ttl')).toMatchObject([{ family: 'rate-limit.requests', count: 1 }]);
  });

  test('imported-without-ttl', async () => {
    expect(await findings('imported-without-ttl')).toEqual([]);
    await put(client, { ...daily('k1', YESTERDAY), ...daily('k1', dayAgo(48)) });
    expect(await findings('imported-without-ttl')).toMatchObject([
      { family: 'usage.daily', count: 2, severity: 'medium', fix: 'meter fix-consistency --family usage.daily --apply' },
    ]);
  });

  test('key-without-ttl', async () => {
    await put(client, { [`usage:daily:index:${TODAY}:empty`]: '1' }, 3_600);
    expect(await findings('key-without-ttl')).toEqual([]);
    await put(client, { [`usage:daily:index:${YESTERDAY}:empty`]: '1' });
    expect(await findings('key-without-ttl')).toMatchObject([{ family: 'index.usage.daily.empty', count: 1, severity: 'low' }]);
  });

  test('one-day-ttl: only where the family promises more', async () => {
    // Thirty-one days old: its last day has come as it should.
    await put(client, daily('k1', dayAgo(31 * 24)), DAY - 60);
    await put(client, { [`usage:daily:index:${TODAY}:empty`]: '1' }, 60);
    expect(await findings('one-day-ttl')).toEqual([]);
    await put(client, daily('k1', YESTERDAY), DAY - 60);
    expect(await findings('one-day-ttl')).toMatchObject([{ family: 'usage.daily', count: 1, severity: 'high' }]);
  });
});

describe('orphan-owner', () => {
  beforeEach(relay);

  test('API keys', async () => {
    expect(await findings('orphan-owner')).toEqual([]);
    await put(client, { ...daily('gone'), ...daily('gone', YESTERDAY) }, 20 * DAY);
    const [finding, ...others] = await findings('orphan-owner', { exact: true });
    expect(finding).toMatchObject({ count: 1, evidence: expect.stringContaining('with 2 keys') });
    expect(finding?.title).toBe('data of API keys that no longer exist');
    expect(finding?.evidence).not.toContain('perhaps');
    expect(others).toEqual([]);
  });

  test('where not one is left, a look at the wrong place is more likely', async () => {
    await client.del('apikey:k1');
    await put(client, daily('k2'), 20 * DAY);
    expect(await findings('orphan-owner')).toMatchObject([
      { count: 2, evidence: expect.stringContaining('not one of them exists') },
    ]);
  });

  test('a profile may name owners in the plural', async () => {
    const { owners = [], ...profile } = (await builtinProfile('claude-relay-service'))!;
    const plural = owners.map((owner) => ({ ...owner, title: 'API keys' })).slice(0, 1);
    await put(client, daily('gone'), 20 * DAY);
    expect(await findings('orphan-owner', { profiles: [{ ...profile, owners: plural }] })).toMatchObject([
      { title: 'data of API keys that no longer exist' },
    ]);
  });
});

describe('the server', () => {
  beforeEach(relay);

  test('eviction-can-drop-counters', async () => {
    await client.config('SET', 'maxmemory', '1gb');
    expect(await findings('eviction-can-drop-counters')).toEqual([]);
    const severityOf = async (policy: string, maxmemory: string): Promise<string | undefined> => {
      await client.config('SET', 'maxmemory-policy', policy);
      await client.config('SET', 'maxmemory', maxmemory);
      return (await findings('eviction-can-drop-counters'))[0]?.severity;
    };
    expect(await severityOf('allkeys-lru', '1gb')).toBe('high');
    expect(await severityOf('volatile-ttl', '1gb')).toBe('medium');
    expect(await severityOf('allkeys-lru', '0')).toBe('low');
    await client.flushall();
    expect(await severityOf('allkeys-lru', '1gb')).toBeUndefined();
  });

  test('memory-headroom', async () => {
    const used = Number(/used_memory:(\d+)/.exec(await client.info('memory'))![1]);
    await client.config('SET', 'maxmemory', String(used * 4));
    expect(await findings('memory-headroom')).toEqual([]);
    // The connections of the audit itself take some too.
    await client.config('SET', 'maxmemory', String(Math.round(used * 1.05)));
    expect(await findings('memory-headroom')).toMatchObject([{ family: null }]);
  });

  describe('no-persistence', () => {
    afterEach(() => client.config('SET', 'save', '', 'appendonly', 'no'));

    test('neither save points nor an append-only file', async () => {
      expect(await findings('no-persistence')).toMatchObject([
        { severity: 'medium', count: 2, fix: 'redis-cli CONFIG SET appendonly yes # and start the server with --appendonly yes' },
      ]);
      await client.flushall();
      await put(client, { foo: 'x' });
      expect(await findings('no-persistence')).toEqual([]);
    });

    test('a snapshot that somebody asked for once is no habit', async () => {
      await client.save();
      expect(await findings('no-persistence')).toHaveLength(1);
    });

    test.each([
      ['save', '3600 1'],
      ['appendonly', 'yes'],
    ])('%s %s', async (name, value) => {
      await client.config('SET', name, value);
      expect(await findings('no-persistence')).toEqual([]);
    });

    test('what is a cache of SQL loses nothing that is not elsewhere', async () => {
      await client.flushall();
      await put(client, { 'user_group:7': 'default', [`token:${'ab'.repeat(24)}`]: '{}', 'user_enabled:7': '1' }, 60);
      const { data } = await auditDirectly({ port: server.port }, { profiles: [(await builtinProfile('one-api'))!] });
      expect(data.findings.map(({ code }) => code)).not.toContain('no-persistence');
    });
  });

  test('save-failed', async () => {
    expect(await findings('save-failed')).toEqual([]);
    const own = await startRedis(['--save', '3600 1000000']);
    try {
      await put(own.client(), { 'apikey:k1': { name: 'one' } });
      await rm(own.dir, { recursive: true });
      await own.client().bgsave();
      await until(async () => (await own.client().info('persistence')).includes('rdb_last_bgsave_status:err'));
      const { data } = await auditDirectly({ port: own.port });
      const [finding] = data.findings.filter(({ code }) => code === 'save-failed');
      expect(finding).toMatchObject({ severity: 'high', title: 'the last snapshot failed' });
      expect(finding!.evidence).toMatch(/MISCONF.*1 change is in no snapshot/);
    } finally {
      await own.stop();
    }
  });

  test('abandoned-leases: a key that nobody has renewed for a while, and no other', async () => {
    const leaseEnd = (await serverTime(client)) + 300_000;
    for (const [key, seconds] of [
      ['k1', 330],
      ['k2', 301],
    ] as const)
      await client.pipeline().zadd(`concurrency:${key}`, leaseEnd, 'a').expire(`concurrency:${key}`, seconds).exec();
    await put(client, { 'usage:k1': { totalRequests: '1', totalTokens: '1', totalAllTokens: '1' } });
    expect(await findings('abandoned-leases')).toEqual([]);
    await client.expire('concurrency:k2', 200);
    expect(await findings('abandoned-leases')).toMatchObject([{ family: 'concurrency.key', count: 1, severity: 'low' }]);
    const [{ evidence, fix }] = (await findings('abandoned-leases')) as [WordedFinding];
    expect(evidence).toMatch(/^1 of 2 keys was renewed 1\.5 min ago or longer, as after kill -9.* 4 min$/);
    expect(fix).toContain('DELETE /admin/concurrency/');
  });

  test('keys-command', async () => {
    expect(await findings('keys-command')).toEqual([]);
    await client.keys('none*');
    await client.keys('none*');
    expect(await findings('keys-command')).toMatchObject([{ count: 2, severity: 'medium' }]);
    const [{ evidence }] = (await findings('keys-command')) as [WordedFinding];
    expect(evidence).toMatch(/no other client is served; Claude Relay Service does so at each start/);
  });

  test.runIf(serverHas('6.2'))('failed-calls', async () => {
    const unknown = 'a'.repeat(40);
    const fail = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time++) await client.evalsha(unknown, 0).catch(() => {});
    };
    await fail(5);
    expect(await findings('failed-calls')).toEqual([]);
    await fail(295);
    const [finding, ...more] = await findings('failed-calls');
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ count: 300, severity: 'medium' });
    expect(finding!.evidence).toMatch(/^300 of 300 calls of EVALSHA since .*; errors of any command: NOSCRIPT 300/);
    expect(finding!.fix).toContain('EVALSHA answers NOSCRIPT');
    // A full server refuses before it runs anything.
    await client.config('RESETSTAT');
    await client.config('SET', 'maxmemory', '1');
    for (let time = 0; time < 25; time++) await client.set('more', '1').catch(() => {});
    await client.config('SET', 'maxmemory', '0');
    expect(await findings('failed-calls')).toMatchObject([
      { count: 25, severity: 'high', fix: expect.stringContaining('maxmemory') },
    ]);
  });

  test('background-scan-load names the switches that the release reads', async () => {
    const fewer = async (): Promise<string[]> => {
      const [finding] = await findings('background-scan-load');
      if (finding?.remedy.code !== 'fewer-keys') throw new Error('another remedy');
      return finding.remedy.params.switches.map(({ env, value }) => `${env}=${value}`);
    };
    expect(await fewer()).toContain('CLEANUP_INTERVAL=86400000');
    // Only later releases have it, and the scheduler's switch as well.
    await client.set('system:migrated:version', '1.1.314');
    expect((await fewer())[0]).toBe('ACCOUNT_TEST_SCHEDULER_ENABLED=false');
    await client.del('system:migrated:version');
  });

  test('background-scan-load: only of an application that is there', async () => {
    expect(await findings('background-scan-load')).toMatchObject([
      { count: expect.any(Number), profile: 'claude-relay-service', params: { keys: 2, accounts: null, settings: {} } },
    ]);
    await client.flushall();
    await put(client, { [`token_usage:alice:${TODAY}`]: { total_tokens: '5' } });
    expect(await findings('background-scan-load')).toEqual([]);
  });
});

describe('sizes', () => {
  beforeEach(relay);

  test('fine-grained-statistics', async () => {
    expect(await findings('fine-grained-statistics')).toEqual([]);
    await put(client, { [`usage:hourly:k1:${hourAgo(1)}`]: hash, [`usage:hourly:k1:${hourAgo(2)}`]: hash }, 6 * DAY);
    expect(await findings('fine-grained-statistics')).toMatchObject([{ count: 2, severity: 'medium' }]);
  });

  test('fine-grained-statistics: its total is that of the table, and what reads them is in the words of the profile', async () => {
    await put(client, { [`usage:hourly:k1:${hourAgo(1)}`]: hash, [`account_usage:hourly:a1:${hourAgo(1)}`]: hash }, 6 * DAY);
    await put(client, { [`system:metrics:minute:${Math.floor(BASE.getTime() / 60_000)}`]: hash }, 300);
    await client.sadd(`usage:hourly:index:${hourAgo(1)}`, 'k1');
    const { data } = await auditDirectly({ port: server.port });
    const { hourly, minute } = data.fineGrained;
    const [finding] = data.findings.filter(({ code }) => code === 'fine-grained-statistics');
    expect(finding?.count).toBe(4);
    expect(finding?.count).toBe(hourly.keys + minute.keys);
    expect(finding?.evidence).toContain(`${hourly.families + minute.families} families`);
    expect(finding?.evidence).toContain('the account trend by hour');
    expect(finding?.evidence).toContain('the requests and tokens per minute on the dashboard');
    expect(finding?.evidence).not.toContain('only');
  });

  test('unbounded-collection', async () => {
    const xadd = `'XADD', KEYS[1], '*', 'f', 'v'`;
    await grow('billing:events', 100, xadd);
    await grow('short', 100, `'RPUSH', KEYS[1], 'x'`);
    expect(await findings('unbounded-collection')).toEqual([]);
    await grow('billing:events', 10_000, xadd);
    await grow('log', 10_000, `'RPUSH', KEYS[1], 'x'`);
    expect(await findings('unbounded-collection')).toMatchObject([
      { family: 'billing.events', severity: 'medium' },
      { family: 'inferred.log', severity: 'low' },
    ]);
  });

  test('heavy-optional-data', async () => {
    await put(client, { 'usage:records:k1': ['{}'] }, 80 * DAY);
    expect(await findings('heavy-optional-data')).toEqual([]);
    await grow('usage:records:k1', 200, `'RPUSH', KEYS[1], string.rep('x', 10000)`);
    expect(await findings('heavy-optional-data')).toMatchObject([{ family: 'usage.records' }]);
  });

  test('big-hot-structure', async () => {
    await grow('small', 1_000, `'SADD', KEYS[1], i`);
    expect(await findings('big-hot-structure')).toEqual([]);
    await grow('wide', 50_000, `'SADD', KEYS[1], i`);
    await grow('long', 1, `'SET', KEYS[1], string.rep('x', 17 * 1024 * 1024)`);
    const found = await findings('big-hot-structure');
    expect(Object.fromEntries(found.map(({ title, count }) => [title, count]))).toEqual({
      'one set is very big': 50_000,
      'one string is very big': 17 * 1024 * 1024,
    });
  });
});

test('shares say what they are shares of', async () => {
  await relay();
  await grow('usage:records:k1', 200, `'RPUSH', KEYS[1], string.rep('x', 10000)`);
  await put(client, { 'cart:1': 'x' });
  const wording = async (options: Partial<AuditOptions>): Promise<string> => {
    const { data } = await auditDirectly({ port: server.port }, options);
    return data.findings.map(({ title, evidence }) => `${title} ${evidence}`).join('\n');
  };
  expect(await wording({})).toMatch(/% of the data .*% of all keys, /s);
  expect(await wording({ pattern: 'usage:*' })).toMatch(/% of the data asked for /);
  expect(await wording({ pattern: 'c*' })).toMatch(/% of all keys asked for,/);
});

describe('names and members', () => {
  beforeEach(relay);

  test('secret-in-key-name', async () => {
    expect(await findings('secret-in-key-name')).toEqual([]);
    await put(client, { 'user_quota:7': '5', 'token:sk0123456789': '{}' }, 600);
    const found = await findings('secret-in-key-name', { showIds: true });
    expect(found).toMatchObject([{ profile: 'one-api', count: 1, severity: 'high' }]);
    // A user with these rights taken away can list no name, whatever the key pattern.
    const rights = /-scan .*?(?=\))/.exec(found[0]!.fix)![0].split(' ');
    await client.call('ACL', 'SETUSER', 'unlisted', 'on', '>pw', '~*', '+@all', ...rights);
    const other = server.client({ username: 'unlisted', password: 'pw' });
    for (const command of [['SCAN', '0'], ['KEYS', '*'], ['RANDOMKEY'], ['MONITOR'], ['SLOWLOG', 'GET']])
      await expect(other.call(command[0]!, ...command.slice(1))).rejects.toThrow('NOPERM');
    expect(JSON.stringify(found)).not.toContain('sk0123456789');
  });

  test('wrong-type', async () => {
    await put(client, daily('k2'), 32 * DAY);
    expect(await findings('wrong-type')).toEqual([]);
    await put(client, { [`usage:daily:k1:${dayAgo(48)}`]: 'text' }, 30 * DAY);
    expect(await findings('wrong-type')).toMatchObject([{ family: 'usage.daily', count: 1 }]);
  });

  test('ghost-index-member', async () => {
    const index = `usage:daily:index:${TODAY}`;
    await client
      .pipeline()
      .sadd(index, 'k1')
      .expire(index, 30 * DAY)
      .exec();
    expect(await findings('ghost-index-member')).toEqual([]);
    await client.sadd(index, 'index');
    expect(await findings('ghost-index-member')).toMatchObject([{ family: 'index.usage.daily', count: 1 }]);
  });

  test('limit-ended', async () => {
    await client.flushall();
    const [today, yesterday] = [0, 1].map((ago) => new Date(BASE.getTime() - ago * DAY * 1000).toISOString().slice(0, 10));
    const keys = (day: string | undefined, limits: Record<string, string | null>): SmallKeyspace =>
      Object.fromEntries(
        Object.entries(limits).map(([user, limit]) => [
          `token_usage:${user}:${day}`,
          { total_tokens: '5', ...(limit !== null && { usage_limit: limit }) },
        ]),
      );
    await put(client, keys(yesterday, { kept: '100', zero: '0', odd: 'many', none: null }));
    await put(client, keys(today, { kept: '200', zero: null, odd: null, none: null }));
    expect(await findings('limit-ended')).toEqual([]);
    await put(client, keys(yesterday, { ended: '100', 'tenant:7:absent': '100' }));
    await put(client, keys(today, { ended: '0' }));
    expect(await findings('limit-ended')).toMatchObject([
      { family: 'token-usage', count: 2, severity: 'medium', fix: 'meter limits copy' },
    ]);
  });

  test('unrecognised-keys', async () => {
    expect(await findings('unrecognised-keys')).toEqual([]);
    await put(client, { 'cart:1': 'x', 'cart:2': 'x' });
    expect(await findings('unrecognised-keys')).toMatchObject([{ count: 2, fix: "meter audit --pattern 'cart:*'" }]);
  });

  test.each([
    ['', "':*'"],
    ['\x1b[31mred', "'?\\[31mred:*'"],
    // U+200B, which no terminal shows.
    ['\xe2\x80\x8bhidden', "'???hidden:*'"],
    ['{braces}', "'{braces}:*'"],
    ["it's", `'it'\\''s:*'`],
    ['\xff\xfe', "'??:*'"],
  ])('a command that finds %j, and can be typed', async (name, glob) => {
    // So many keys share it that it is shown, whatever it is.
    await put(client, Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${name}:${index}`, 'x'])));
    const [finding] = await findings('unrecognised-keys');
    expect(finding?.fix).toBe(`meter audit --pattern ${glob}`);
  });

  test('a key that nobody knows gives nothing away, in no part of the report', async () => {
    await put(client, { 'vault:hunter2secret': 'x', 'user:alice': 'x', 'myapp:feature-flags': 'x' });
    const text = JSON.stringify((await auditDirectly({ port: server.port })).data);
    expect(text).toContain('myapp:feature-flags');
    expect(text).not.toContain('hunter2secret');
    expect(text).not.toContain('alice');
  });
});
