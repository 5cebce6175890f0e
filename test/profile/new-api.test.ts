import { expect, test } from 'vitest';
import { newApi } from '../../src/lib/profile/builtin/new-api/index.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { lintProfile } from '../../src/lib/profile/lint.js';
import { loadProfile } from '../../src/lib/profile/load.js';

const profile = compileProfile(newApi);
const HMAC = 'ab12'.repeat(16);

test('the profile is sound', () => {
  expect(lintProfile(newApi)).toEqual([]);
});

test.each([
  ['rateLimit:GA203.0.113.9', 'ip-limit.ga', { ip: '203.0.113.9' }],
  ['rateLimit:GW2001:db8::1', 'ip-limit.gw', { ip: '2001:db8::1' }],
  ['rateLimit:CT::1', 'ip-limit.ct', { ip: '::1' }],
  ['rateLimit:DW::ffff:203.0.113.9', 'ip-limit.dw', { ip: '::ffff:203.0.113.9' }],
  ['rateLimit:UP10.0.0.1', 'ip-limit.up', { ip: '10.0.0.1' }],
  ['rateLimit:SR:user:7', 'user-limit.search', { uid: '7' }],
  ['rateLimit:v2:ip:GA:203.0.113.9', 'ip-limit.window', { mark: 'GA', ip: '203.0.113.9' }],
  ['rateLimit:v2:ip:GW:2001:db8::1', 'ip-limit.window', { mark: 'GW', ip: '2001:db8::1' }],
  ['rateLimit:v2:user:SR:7', 'user-limit.window', { mark: 'SR', uid: '7' }],
  ['rateLimit:v2:user:UC:access-token:7', 'user-limit.critical', { scope: 'access-token', uid: '7' }],
  ['rateLimit:MRRLS:7', 'model-limit.success', { uid: '7' }],
  ['rateLimit:MRRL:7', 'model-limit.total', { uid: '7' }],
  ['rateLimit:MRRLS:7:vip', 'model-limit.scoped', { uid: '7', scope: 'vip' }],
  ['rateLimit:MRRL:7:model:gpt-4o', 'model-limit.scoped-total', { uid: '7', scope: 'model:gpt-4o' }],
  ['rateLimit:7', 'model-limit.bucket', { uid: '7' }],
  [`token:${HMAC}`, 'token', { hmac: HMAC }],
  [`token:fence:${HMAC}`, 'token.fence', { hmac: HMAC }],
  ['user:7', 'user', { id: '7' }],
  ['auth:user:fence:7', 'auth.fence', { id: '7' }],
  ['auth:user:version:7', 'auth.version', { id: '7' }],
  [`auth:session:${HMAC}`, 'auth.session', { hmac: HMAC }],
  ['perf:deepseek/deepseek-r1:free:default:1795143600', 'perf', { model: 'deepseek/deepseek-r1:free', group: 'default' }],
  ['notify_limit:7:quota_exceed:2026112003', 'notify-limit', { uid: '7', notice: 'quota_exceed', clock: '2026112003' }],
  ['emailVerification:EV:2001:db8::1', 'email-limit', { ip: '2001:db8::1' }],
  ['new-api:channel_affinity:v1:a:b:c', 'channel-affinity', { rest: 'a:b:c' }],
  ['new-api:channel_affinity_usage_cache_stats:v1:a:b', 'channel-affinity.stats', { rest: 'a:b' }],
  ['new-api:subscription_plan:v1:3', 'subscription-plan', { rest: '3' }],
  ['new-api:subscription_plan_info:v1:3', 'subscription-plan.info', { rest: '3' }],
])('%s belongs to %s', (name, family, captures) => {
  expect(profile.classify(name)).toMatchObject({ family: { id: family }, captures });
});

test.each(['rateLimit:GA', 'rateLimit:XX203.0.113.9', 'rateLimit:GAhost', 'token:plain-key', 'MRRL7', 'user:alice', 'user:7:x'])(
  '%s belongs to no family',
  (name) => {
    expect(profile.classify(name)).toBeNull();
  },
);

test('the model bucket never expires, and says so', () => {
  expect(newApi.families.find((family) => family.id === 'model-limit.bucket')).toMatchObject({
    type: 'hash',
    ttl: { expires: false },
  });
});

test('nothing of it is ever prunable', () => {
  expect(newApi.families.filter((family) => family.valueClass === 'optional' || family.valueClass === 'excess')).toEqual([]);
});

test('the generations differ in their limiters and in the rights cache', async () => {
  const [first, second] = await Promise.all([loadProfile('new-api@G1'), loadProfile('new-api@G2')]);
  const ids = (profile: typeof first): string[] => profile.families.map((family) => family.id);
  expect(ids(first)).toContain('ip-limit.ga');
  expect(ids(second)).not.toContain('ip-limit.ga');
  expect(ids(second)).toContain('ip-limit.window');
  expect(ids(first).filter((id) => id.endsWith('.window') || id.startsWith('auth.'))).toEqual([]);
  for (const profile of [first, second]) {
    expect(ids(profile)).toEqual(expect.arrayContaining(['model-limit.bucket', 'model-limit.success', 'token', 'user', 'perf']));
  }
});
