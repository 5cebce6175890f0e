import { describe, expect, test } from 'vitest';
import { atVersion } from '../../src/lib/profile/at-version.js';
import { builtinProfiles } from '../../src/lib/profile/builtin/index.js';
import { lintProfile } from '../../src/lib/profile/lint.js';
import type { Family, Profile } from '../../src/lib/profile/types.js';

const family = (id: string, dates: Pick<Family, 'since' | 'until'>, pattern = `${id}:{key}`): Family => ({
  id,
  pattern,
  type: 'hash',
  ttl: { expires: false },
  grain: 'none',
  valueClass: 'required',
  role: 'counter',
  breaks: 'x',
  examples: [pattern.replace(/\{\w+\}/, '7')],
  ...dates,
});

const profile: Profile = {
  name: 'app',
  title: 'App',
  readFrom: 'app',
  versions: { oldest: '1.0', newest: '3.0' },
  placeholders: { key: { kind: 'segment', dimension: 'api-key' }, account: { kind: 'segment', dimension: 'account' } },
  families: [family('old', { until: '1.9' }), family('always', {}), family('new', { since: '2.0' }, 'new:{account}')],
  fingerprints: [
    { since: '1.0', family: 'always', sign: 'a' },
    { since: '1.5', family: 'always', field: 'f', sign: 'b' },
    { since: '2.0', family: 'new', sign: 'c' },
  ],
  upgradeSigns: [{ older: 'old', newer: 'new', since: '2.0', sign: 'd' }],
  owners: [
    { dimension: 'api-key', title: 'keys', exists: ['always:{key}'], usedIn: ['old', 'always'], fix: 'x' },
    { dimension: 'account', title: 'accounts', exists: ['account:{account}'], fix: 'x' },
  ],
  offset: { default: 8, records: { family: 'always', timeField: 't', hourly: 'new', via: 'always' } },
};

describe('the profile at a release', () => {
  test('before a family was written knows nothing of it', () => {
    const old = atVersion(profile, '1.2');
    expect(old.families.map(({ id }) => id)).toEqual(['old', 'always']);
    expect(old.fingerprints?.map(({ sign }) => sign)).toEqual(['a']);
    expect(old.owners?.map(({ title }) => title)).toEqual(['keys']);
    expect(Object.keys(old.placeholders)).toEqual(['key']);
    expect(old.offset).toEqual({ default: 8 });
    expect(old.upgradeSigns).toEqual([]);
  });

  test('after a family was given up knows nothing of it', () => {
    const late = atVersion(profile, '2.0');
    expect(late.families.map(({ id }) => id)).toEqual(['always', 'new']);
    expect(late.owners?.map(({ usedIn }) => usedIn)).toEqual([['always'], undefined]);
    expect(late.offset).toEqual(profile.offset);
  });
});

test('every built-in profile is sound at its oldest and newest release', async () => {
  for (const builtin of await builtinProfiles()) {
    for (const version of builtin.versions ? Object.values(builtin.versions) : []) {
      expect({ version, problems: lintProfile(atVersion(builtin, version)) }).toEqual({ version, problems: [] });
    }
  }
});
