import { describe, expect, test } from 'vitest';
import { builtinNames, builtinProfiles } from '../../src/lib/profile/builtin/index.js';
import { lintProfile } from '../../src/lib/profile/lint.js';
import type { Family, Profile } from '../../src/lib/profile/types.js';

const daily: Family = {
  id: 'usage.daily',
  pattern: 'app:usage:{key}:{date}',
  type: 'hash',
  fields: { requests: 'requests' },
  ttl: { expires: true, seconds: 86_400, rearmed: 'each-write' },
  grain: 'day',
  valueClass: 'optional',
  role: 'counter',
  breaks: 'The daily chart.',
  examples: ['app:usage:k1:2026-11-20'],
};
const entity: Family = {
  id: 'key',
  pattern: 'app:key:{key}',
  type: 'hash',
  ttl: { expires: false },
  grain: 'none',
  valueClass: 'required',
  role: 'entity',
  breaks: 'The key.',
  examples: ['app:key:k1'],
};
const sound: Profile = {
  name: 'app',
  title: 'App',
  readFrom: 'app 1.2.0',
  versions: { oldest: '1.0', newest: '1.2' },
  placeholders: { key: { kind: 'segment', dimension: 'api-key' }, date: { kind: 'date' } },
  families: [daily, entity],
  fingerprints: [{ since: '1.1', family: 'usage.daily', name: /:usage:/, field: 'requests', sign: 'usage exists' }],
  upgradeSigns: [{ older: 'key', newer: 'usage.daily', since: '1.1', sign: 'keys without usage' }],
  owners: [{ dimension: 'api-key', title: 'API keys', exists: ['app:key:{key}'], usedIn: ['usage.daily'], fix: 'Prune.' }],
};

const problems = (change: Partial<Profile>): string[] => lintProfile({ ...sound, ...change }).map(({ problem }) => problem);
const withDaily = (change: Partial<Family>): string[] => problems({ families: [{ ...daily, ...change }, entity] });

test('a sound profile has no problems', () => {
  expect(lintProfile(sound)).toEqual([]);
});

test('every built-in profile is sound', async () => {
  const profiles = await builtinProfiles();
  expect(profiles.map(({ name }) => name)).toEqual(builtinNames);
  expect(profiles.flatMap((profile) => lintProfile(profile).map((found) => ({ profile: profile.name, ...found })))).toEqual([]);
});

describe('a family', () => {
  test.each<[string, Partial<Family>, RegExp]>([
    ['with an id that is no id', { id: 'Usage_Daily' }, /kebab-case/],
    ['whose placeholder is not declared', { pattern: 'app:usage:{user}:{date}' }, /\{user\}, which is not declared/],
    ['whose pattern does not end a placeholder', { pattern: 'app:usage:{key' }, /without a name or an end/],
    ['with a placeholder twice', { pattern: 'app:usage:{key}:{key}:{date}' }, /same placeholder twice/],
    [
      'with a placeholder that the pattern lacks',
      { placeholders: { model: { kind: 'greedy' } } },
      /\{model\} is declared but not/,
    ],
    ['prunable, with a pattern that starts with anything', { pattern: '{key}:usage:{date}' }, /starts with literal text/],
    ['whose example is not its own', { examples: ['app:key:k1'] }, /app:key:k1 belongs to family key/],
    ['whose example is nobody’s', { examples: ['app:usage:k1:today'] }, /today belongs to no family/],
    ['without an example', { examples: [] }, /no example/],
    ['with the grain of another period', { grain: 'hour' }, /no placeholder of the pattern can hold such a period/],
    ['prunable, with a date but no grain', { grain: 'total' }, /names a date, but grain is total/],
    ['that keeps periods it does not have', { grain: 'none', keep: { periods: 2, reader: 'chart' } }, /keep counts periods/],
    ['secret, with periods', { valueClass: 'secret' }, /class secret has no periods/],
    ['with a TTL of nothing', { ttl: { expires: true, seconds: 0, rearmed: 'never' } }, /TTL must be/],
    ['with a TTL of half a second', { ttl: { expires: true, seconds: 0.5, rearmed: 'never' } }, /TTL must be/],
    ['with fields that its type lacks', { type: 'string' }, /a string has no fields/],
    ['with evidence that is no field', { evidenceFields: ['tokens'] }, /evidence field tokens/],
    ['with a field both needed and optional', { optionalFields: { requests: 'requests' } }, /requests is both/],
    ['with ghosts in a hash', { ghostMembers: ['index'] }, /no ghost members/],
    ['string, with elements', { type: 'string', fields: {}, growth: { bound: 'none', note: '' } }, /does not grow/],
    ['with its own type again', { alsoTypes: ['hash'] }, /alsoTypes repeats hash/],
    ['with a release that is none', { since: 'newest' }, /newest is not a release/],
    ['that ends before it begins', { since: '1.2', until: '1.1' }, /later than until/],
  ])('%s is reported', (_, change, expected) => {
    expect(withDaily(change).join('\n')).toMatch(expected);
  });

  test('is named in the problem', () => {
    expect(lintProfile({ ...sound, families: [{ ...daily, grain: 'hour' }, entity] })[0]?.family).toBe('usage.daily');
  });

  test('of free-text periods may not be prunable', () => {
    const free = { pattern: 'app:usage:{key}:{period}', placeholders: { period: { kind: 'segment' } } } as const;
    const complaint = 'grain is day, but no placeholder of the pattern can hold such a period';
    expect(withDaily({ ...free, valueClass: 'required' })).not.toContain(complaint);
    expect(withDaily(free)).toContain(complaint);
  });

  test('may not share its id', () => {
    expect(problems({ families: [daily, { ...entity, id: 'usage.daily' }] })).toContain('the id is used by more than one family');
  });

  test.each(['app:usage:{key}:{day}', 'app:usage:{key}:{date}'])('may not share its pattern, %s', (pattern) => {
    const twin = {
      ...daily,
      id: 'twin',
      pattern,
      placeholders: pattern.includes('day') ? { day: { kind: 'date' as const } } : {},
    };
    expect(problems({ families: [daily, entity, twin] }).join('\n')).toMatch(/matches the same names as that of usage.daily/);
  });

  test('of greedy placeholders may not share its pattern either', () => {
    const greedy = {
      ...entity,
      id: 'a',
      pattern: 'app:x:{rest}',
      placeholders: { rest: { kind: 'greedy' as const } },
      examples: ['app:x:1'],
    };
    expect(problems({ families: [daily, entity, greedy, { ...greedy, id: 'b' }] }).join('\n')).toMatch(/same names as that of a/);
  });

  test('needs the versions of the profile for its own', () => {
    const { versions: _, ...unversioned } = sound;
    const found = lintProfile({ ...unversioned, families: [{ ...daily, since: '1.0' }, entity] });
    expect(found.map(({ problem }) => problem)).toContain('since and until need the versions of the profile');
  });

  test('that is an index must not let its empty marker pass for a counter', () => {
    const index: Family = { ...entity, id: 'index', role: 'index', pattern: 'app:list:{key}', examples: ['app:list:k1'] };
    const counter: Family = {
      ...entity,
      id: 'list',
      role: 'counter',
      pattern: 'app:list:{key}:{name}',
      placeholders: { name: { kind: 'segment' } },
      examples: ['app:list:k1:a'],
    };
    expect(problems({ families: [daily, entity, index, counter] })).toEqual([
      'the marker app:list:k1:empty would be taken for a key of counter list',
    ]);
  });
});

describe('a reference', () => {
  test.each<[string, Partial<Profile>, RegExp]>([
    ['of a fingerprint', { fingerprints: [{ since: '1.1', family: 'gone', sign: 's' }] }, /fingerprint "s" names family gone/],
    ['to a release to come', { fingerprints: [{ since: '1.3', family: 'key', sign: 's' }] }, /later than the newest/],
    [
      'to a name that cannot be',
      { fingerprints: [{ since: '1.1', family: 'key', name: /zzz/, sign: 's' }] },
      /no example of key/,
    ],
    [
      'to a field that is not there',
      { fingerprints: [{ since: '1.1', family: 'key', field: 'f', sign: 's' }] },
      /has no field f/,
    ],
    ['of an upgrade sign', { upgradeSigns: [{ older: 'x', newer: 'key', since: '1.1', sign: 's' }] }, /names family x/],
    [
      'of the offset',
      { offset: { default: 8, records: { family: 'r', timeField: 't', hourly: 'key', via: 'key' } } },
      /the offset names family r/,
    ],
    [
      'to a placeholder',
      { placeholders: { ...sound.placeholders, spare: { kind: 'uuid' } } },
      /\{spare\} is declared but in no pattern/,
    ],
    ['to versions in the wrong order', { versions: { oldest: '1.3', newest: '1.2' } }, /oldest is later/],
  ])('%s is checked', (_, change, expected) => {
    expect(problems(change).join('\n')).toMatch(expected);
  });

  test.each<[string, object, RegExp]>([
    ['two placeholders', { exists: ['app:{key}:{date}'] }, /exactly one placeholder/],
    ['none', { exists: ['app:key'] }, /exactly one placeholder/],
    ['an undeclared one', { exists: ['app:{id}'] }, /not declared/],
    ['a family that does not exist', { usedIn: ['gone'] }, /names family gone/],
    ['a dimension that no family has', { dimension: 'team' }, /no family has the dimension team/],
  ])('of an owner to %s is reported', (_, change, expected) => {
    expect(problems({ owners: [{ ...sound.owners![0]!, ...change }] }).join('\n')).toMatch(expected);
  });
});
