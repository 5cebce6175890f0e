import { expect, test } from 'vitest';
import { workloadOf } from '../../src/lib/estimate/workload.js';
import { requestFields } from '../../src/lib/measure/request-fields.js';
import { builtinProfile, builtinProfiles } from '../../src/lib/profile/builtin/index.js';
import { atVersion } from '../../src/lib/profile/at-version.js';

const relay = (await builtinProfile('claude-relay-service'))!;
test('requests are counted where the profile has a field for them', async () => {
  const found = (await builtinProfiles()).flatMap((profile) => {
    const fields = requestFields(profile, null, workloadOf(profile, {}));
    return fields.length === 0 ? [] : [[profile.name, fields.slice(0, 2).map(({ family, field }) => `${family.id} ${field}`)]];
  });
  expect(Object.fromEntries(found)).toEqual({
    'claude-relay-service': ['global.total requests', 'usage.total totalRequests'],
    'new-api': ['perf req'],
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
