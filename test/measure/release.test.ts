import { expect, test } from 'vitest';
import { workloadOf } from '../../src/lib/estimate/workload.js';
import { requestFields } from '../../src/lib/measure/request-fields.js';
import { releaseOf } from '../../src/lib/measure/release.js';
import { builtinProfile, builtinProfiles } from '../../src/lib/profile/builtin/index.js';
import { atVersion } from '../../src/lib/profile/at-version.js';
import { compareVersions } from '../../src/lib/profile/version.js';

const relay = (await builtinProfile('claude-relay-service'))!;
const workload = workloadOf(relay, {});
/** Signs that a database has which only releases up to this one wrote. */
const upTo = (release: string) => (sign: { since: string }) => compareVersions(sign.since, release) <= 0;

test.each([
  ['1.1.314', '1.1.314'],
  ['1.1.290', '1.1.314'],
  ['1.1.279', '1.1.279'],
  ['1.1.263', '1.1.279'],
  ['1.1.262', '1.1.262'],
  ['1.1.122', '1.1.262'],
])('the signs of %s allow no release after %s', (wrote, newest) => {
  expect(releaseOf(relay, workload, upTo(wrote)).version).toBe(newest);
});

test('without any knowledge the newest release is taken, and said to be a guess', () => {
  expect(releaseOf(relay, workload, () => null)).toEqual({ version: '1.1.314', evidence: 'the newest release known, not seen' });
});

test('an application without releases has none', async () => {
  const oneApi = (await builtinProfile('one-api'))!;
  expect(releaseOf(oneApi, workloadOf(oneApi, {}), () => true).version).toBeNull();
});

test('requests are counted where the profile has a field for them', async () => {
  const found = (await builtinProfiles()).map((profile) => {
    const fields = requestFields(profile, null, workloadOf(profile, {}));
    return [profile.name, fields.slice(0, 2).map(({ family, field }) => `${family.id} ${field}`)];
  });
  expect(Object.fromEntries(found)).toEqual({
    'claude-relay-service': ['global.total requests', 'usage.total totalRequests'],
    aiecs: [],
    'new-api': ['perf req'],
    'one-api': [],
  });
});

test('every screen reads families that exist, and an old release has the screens of its own families', () => {
  const ids = new Set(relay.families.map(({ id }) => id));
  const screens = relay.screens ?? [];
  expect(screens.flatMap(({ families }) => families).filter((id) => !ids.has(id))).toEqual([]);
  expect(new Set(screens.map(({ id }) => id)).size).toBe(screens.length);
  const old = atVersion(relay, '1.1.20');
  const known = new Set(old.families.map(({ id }) => id));
  expect(old.screens!.flatMap(({ families }) => families).filter((id) => !known.has(id))).toEqual([]);
  expect(old.screens!.map(({ id }) => id)).not.toContain('account-trend');
});
