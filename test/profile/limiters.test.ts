/** Limiters of profiles: what the lint refuses, and what the built-in ones say. */
import { describe, expect, test } from 'vitest';
import { allBuiltin } from '../../src/lib/profile/builtin/all.js';
import { newApi } from '../../src/lib/profile/builtin/new-api/index.js';
import { atVersion } from '../../src/lib/profile/at-version.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { limiterLibraries } from '../../src/lib/profile/limiter-libraries/index.js';
import type { Limiter } from '../../src/lib/profile/limiters.js';
import { lintProfile } from '../../src/lib/profile/lint.js';
import { profileSchema } from '../../src/lib/profile/profile-schema.js';

test('every limiter of an application has keys, rules and checks that exist', () => {
  for (const profile of allBuiltin) expect([profile.name, lintProfile(profile)]).toEqual([profile.name, []]);
});

test('limiters of libraries are valid profiles', () => {
  for (const profile of limiterLibraries) expect(() => profileSchema.parse(profile)).not.toThrow();
});

test('every family of the role limiter has a limiter, except those whose checks are not known', () => {
  const unlimited = allBuiltin.flatMap(({ name, families, limiters = [] }) => {
    const starts = limiters.flatMap(({ counting }) => (counting.kind === 'started-window' ? [counting.start] : []));
    const own = new Set([...limiters.map(({ family }) => family), ...starts]);
    return families.filter(({ id, role }) => role === 'limiter' && !own.has(id)).map(({ id }) => `${name} ${id}`);
  });
  expect(unlimited).toEqual([
    'claude-relay-service limiter.redeem-failures',
    'claude-relay-service limiter.redeem',
    // These count answers and notifications, not requests.
    'claude-relay-service account.errors-401',
    'claude-relay-service account.errors-5xx',
    'new-api notify-limit',
    // An older form of limits that the newer one replaces, in JSON.
    'litellm limit.minute',
    'litellm limit.global',
    'litellm session.budget',
    // Their checks were not read.
    'sub2api slot.live',
    'sub2api slot.live.tagged',
    'sub2api slot.websocket',
    'sub2api slot.websocket.tagged',
    'sub2api key-create',
    'sub2api redeem',
    'sub2api session-limit',
  ]);
});

test.each([
  ['rlflx:203.0.113.9', 'rate-limiter-flexible'],
  ['@upstash/ratelimit:user:7:29402000', 'upstash-ratelimit'],
  ['@upstash/ratelimit:user:7', 'upstash-ratelimit'],
  ['rl:2001:db8::1', 'rate-limit-redis'],
  ['rate:203.0.113.9', 'redis-rate'],
  ['plugin-limit-count:2:route-1:203.0.113.9', 'apisix'],
  ['limit_conn:203.0.113.9', 'apisix'],
])('%s is a key of %s', (name, library) => {
  const found = limiterLibraries.filter((profile) => compileProfile(profile).classify(name) !== null);
  expect(found.map((profile) => profile.name)).toEqual([library]);
});

test('a release has the limiters that it writes', () => {
  const ids = (version: string): string[] => (atVersion(newApi, version).limiters ?? []).map(({ id }) => id);
  expect(ids('G1')).toEqual(expect.arrayContaining(['address.ga', 'user.search', 'model.success', 'model.total']));
  expect(ids('G1')).not.toContain('address.window');
  expect(ids('G2')).toEqual([
    'address.email',
    'address.window',
    'user.window',
    'user.critical',
    'model.success',
    'model.total-list',
    'model.scoped',
    'model.scoped-total',
    'model.total',
  ]);
  const times = (version: string): unknown =>
    atVersion(newApi, version).limiters?.find(({ id }) => id === 'model.success')?.counting;
  expect([times('G1'), times('G2')]).toEqual([
    { kind: 'list-log', times: 'local' },
    { kind: 'list-log', times: 'utc' },
  ]);
});

describe('the lint', () => {
  const limiter: Limiter = newApi.limiters!.find(({ id }) => id === 'address.window')!;
  const problems = (change: Partial<Limiter>): string[] =>
    lintProfile({ ...newApi, limiters: [{ ...limiter, ...change }] }).map(({ problem }) => problem);

  test.each<[string, Partial<Limiter>]>([
    ['family nothing does not exist', { family: 'nothing' }],
    ['the role of token is cache, and not limiter', { family: 'token', subject: 'hmac' }],
    ['list-log needs a list, and ip-limit.window is a string', { counting: { kind: 'list-log', times: 'utc' } }],
    ['the pattern of ip-limit.window has no placeholder uid', { subject: 'uid' }],
    ['family start does not exist', { counting: { kind: 'started-window', start: 'start' } }],
    ['ip-limit.window has no field left', { counting: { kind: 'token-bucket', tokens: 'left', at: 'since' } }],
    ['rule GA: a mark needs the placeholder that it is the text of', { rules: [{ name: 'GA', title: 'calls' }] }],
    ['rule GA: limit daily does not exist', { rules: [{ name: 'GA', title: 'calls', mark: 'GA', limit: 'daily' }] }],
  ])('says: %s', (problem, change) => {
    expect(problems(change).some((each) => each.endsWith(problem))).toBe(true);
  });

  test('refuses the same limiter twice for one release', () => {
    const twice = lintProfile({ ...newApi, limiters: [limiter, limiter] }).map(({ problem }) => problem);
    expect(twice).toContain('limiter address.window is stated twice for the same release');
  });
});
