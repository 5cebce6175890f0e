import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aiecs } from '../../src/lib/profile/builtin/aiecs/index.js';
import { claudeRelayService } from '../../src/lib/profile/builtin/claude-relay-service/index.js';
import type { AuditData } from '../../src/lib/audit/model.js';
import { auditDirectly, DAY, put, type SmallKeyspace } from '../support/direct-audit.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server.stop());
beforeEach(() => client.flushall());

async function report(keys: SmallKeyspace, options: Parameters<typeof auditDirectly>[1] = {}): Promise<AuditData> {
  await put(client, keys);
  return (await auditDirectly({ port: server.port }, options)).data;
}
const names = ({ profiles }: AuditData): string[] => profiles.map(({ name }) => name);
const owners = ({ families }: AuditData): Record<string, string | null> =>
  Object.fromEntries(families.map(({ pattern, profile }) => [pattern, profile]));

const relay: SmallKeyspace = { 'usage:daily:k1:2026-11-20': { requests: '1' }, 'apikey:k1': { name: 'one' } };

describe('which application is there', () => {
  test('none in an empty database', async () => {
    const data = await report({});
    expect([data.profiles, data.families, data.keys]).toEqual([[], [], 0]);
    expect(data.source).toMatchObject({ exact: true, countProven: true, partial: null });
  });

  test('the relay, and what it holds', async () => {
    const data = await report(relay);
    expect(data.profiles).toMatchObject([{ name: 'claude-relay-service', keys: 2 }]);
    expect(data.unrecognised.keys).toBe(0);
  });

  test('aiecs by type and fields', async () => {
    expect(names(await report({ 'token_usage:tenant:7:alice:2026-11-20': { total_tokens: '5' } }))).toEqual(['aiecs']);
  });

  test.each<[string, SmallKeyspace]>([
    ['a string', { 'token_usage:alice:2026-11-20': '5' }],
    ['a hash without its fields', { 'token_usage:alice:2026-11-20': { tokens: '5' } }],
  ])('token usage that is %s is not aiecs', async (_, keys) => {
    const data = await report(keys);
    expect(names(data)).toEqual([]);
    expect(data.unrecognised.keys).toBe(1);
    expect(data.families).toMatchObject([{ inferred: true, profile: null, valueClass: null }]);
  });

  test('names that anybody may use prove nothing', async () => {
    const data = await report({ sessions: { a: 'b' }, 'conversation:1': ['x'], 'rate_limit:requests:k': '1', 'token:abc': 'x' });
    expect(names(data)).toEqual([]);
    expect(data.unrecognised.keys).toBe(4);
  });

  const hmac = 'ab12'.repeat(16);

  test('new-api by the hash at token:*', async () => {
    const data = await report({
      [`token:${hmac}`]: { Id: '1', UserId: '1', Status: '1', RemainQuota: '5' },
      'rateLimit:GA203.0.113.9': ['2026-11-20T04:00:00Z'],
    });
    expect(names(data)).toEqual(['new-api']);
    expect(owners(data)).toEqual({ 'token:{hmac}': 'new-api', 'rateLimit:GA{ip}': 'new-api' });
  });

  test('one-api by the string at token:*', async () => {
    const data = await report({
      [`token:${hmac}`]: '{}',
      'user_quota:7': '5',
      'rateLimit:GA2001:db8::1': ['2026-11-20T04:00:00Z'],
    });
    expect(names(data)).toEqual(['one-api']);
    expect(owners(data)).toEqual({ 'token:{key}': 'one-api', 'user_quota:{id}': 'one-api', 'rateLimit:GA{ip}': 'one-api' });
  });

  test('two that share a Redis', async () => {
    const data = await report({ ...relay, 'token_usage:alice:2026-11-20': { total_tokens: '5' } });
    expect(names(data).sort()).toEqual(['aiecs', 'claude-relay-service']);
    expect(owners(data)).toMatchObject({ 'token_usage:{user}:{period}': 'aiecs', 'apikey:{keyId}': 'claude-relay-service' });
  });

  test('the one that the user names, keys or not, and no other', async () => {
    const data = await report(relay, { profiles: [aiecs], profilesAsked: true });
    expect(data.profiles).toMatchObject([{ name: 'aiecs', keys: 0 }]);
    expect(data.unrecognised.keys).toBe(2);
  });

  test('by names and types alone where fields may not be read', async () => {
    await put(client, { 'token_usage:alice:2026-11-20': { other: '5' } });
    await client.call('ACL', 'SETUSER', 'nofields', 'on', '>pw', '~*', '+@all', '-hexists');
    const { data } = await auditDirectly({ port: server.port, user: 'nofields', password: 'pw' });
    expect(names(data)).toEqual(['aiecs']);
  });
});

describe('which release wrote it', () => {
  const bucket = { requests: '1' };
  const versions = async (keys: SmallKeyspace): Promise<[string | null, string | null]> => {
    const [profile] = (await report(keys, { profiles: [claudeRelayService] })).profiles;
    return [profile!.version, profile!.upgradedFrom];
  };

  test('told by what only newer releases write', async () => {
    expect(await versions({ 'usage:daily:k1:2026-11-20': bucket })).toEqual([null, null]);
    expect(await versions({ 'usage:cost:total:k1': '0.5' })).toEqual(['1.1.30', null]);
    expect(await versions({ 'usage:daily:k1:2026-11-20': { longContextRequests: '1' } })).toEqual(['1.1.122', null]);
    expect(await versions({ 'usage:opus:weekly:k1:2026-W47': '1' })).toEqual(['1.1.122', null]);
    expect(await versions({ 'usage:global:total': bucket })).toEqual(['1.1.263', null]);
    expect(await versions({ 'usage:opus:weekly:k1:2026-11-16T00': '1' })).toEqual(['1.1.281', null]);
  });

  test('an upgrade leaves days that only the old release counted', async () => {
    const days = (from: number, to: number, name: (day: string) => string): SmallKeyspace =>
      Object.fromEntries(Array.from({ length: to - from + 1 }, (_, index) => [name(`2026-11-${from + index}`), bucket]));
    const keys = { 'usage:global:total': bucket, ...days(10, 20, (day) => `usage:daily:k1:${day}`) };
    expect(await versions({ ...keys, ...days(11, 20, (day) => `usage:global:daily:${day}`) })).toEqual(['1.1.263', null]);
    await client.flushall();
    expect(await versions({ ...keys, ...days(15, 20, (day) => `usage:global:daily:${day}`) })).toEqual(['1.1.263', '< 1.1.263']);
  });
});

describe('figures of a small keyspace', () => {
  test('lives, periods and values', async () => {
    await put(
      client,
      { 'usage:daily:k1:2026-11-19': { requests: '1' }, 'usage:daily:k2:2026-11-20': { requests: '1' } },
      10 * DAY,
    );
    const data = await report({ 'usage:k1': { totalAllTokens: '9' } });
    const daily = data.families.find(({ id }) => id === 'usage.daily');
    expect(daily).toMatchObject({
      keys: 2,
      exact: true,
      noTtl: 0,
      type: 'hash',
      grain: 'day',
      valueClass: 'required',
      periods: { oldest: '2026-11-19', newest: '2026-11-20' },
    });
    expect(daily!.bytes).toBe(daily!.bytesLow);
    expect(Math.round(daily!.ttlSeconds!.median / DAY)).toBe(10);
    expect(data.families.find(({ id }) => id === 'usage.total')).toMatchObject({ keys: 1, noTtl: 1, ttlSeconds: null });
  });
});
