import { expect, test } from 'vitest';
import { newApi } from '../../src/lib/profile/builtin/new-api/index.js';
import { oneApi } from '../../src/lib/profile/builtin/one-api/index.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { lintProfile } from '../../src/lib/profile/lint.js';

const profile = compileProfile(oneApi);
const HMAC = 'ab12'.repeat(16);

test('the profile is sound', () => {
  expect(lintProfile(oneApi)).toEqual([]);
});

test.each([
  ['rateLimit:GA203.0.113.9', 'ip-limit.ga'],
  ['rateLimit:CT2001:db8::1', 'ip-limit.ct'],
  ['token:EXAMPLEexampleEXAMPLEexample', 'token'],
  ['user_group:7', 'user-group'],
  ['user_quota:7', 'user-quota'],
  ['user_enabled:7', 'user-enabled'],
  ['group_models:default', 'group-models'],
  ['user_quota:alice', null],
  ['rateLimit:7', null],
  [`token:fence:${HMAC}`, null],
])('%s belongs to %s', (name, family) => {
  expect(profile.classify(name)?.family.id ?? null).toBe(family);
});

test('the key name of a token is the secret itself', () => {
  expect(oneApi.placeholders['key']).toMatchObject({ redact: 'secret' });
  expect(oneApi.families.find((family) => family.id === 'token')).toMatchObject({
    type: 'string',
    valueClass: 'secret',
    value: 'secret',
  });
});

test('where new-api uses the same name, only the type tells the two apart, or the name counts as no evidence', () => {
  const other = compileProfile(newApi);
  const names = [`token:${HMAC}`, ...oneApi.families.flatMap((family) => family.examples)];
  const shared = names.flatMap((name) => {
    const [ours, theirs] = [profile.classify(name)?.family, other.classify(name)?.family];
    return ours && theirs ? [{ ours, theirs }] : [];
  });
  expect(shared.length).toBeGreaterThan(5);
  for (const { ours, theirs } of shared) {
    expect(ours.generic).toBe(true);
    expect(ours.type !== theirs.type || theirs.generic).toBe(true);
  }
});
