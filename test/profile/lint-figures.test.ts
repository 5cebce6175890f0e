import { describe, expect, test } from 'vitest';
import { atVersion } from '../../src/lib/profile/at-version.js';
import { builtinProfiles } from '../../src/lib/profile/builtin/index.js';
import type { Entity, FigureSet, RequestLog } from '../../src/lib/profile/figures.js';
import { lintFigures } from '../../src/lib/profile/lint-figures.js';
import type { Family, Profile } from '../../src/lib/profile/types.js';

const base = { valueClass: 'optional', role: 'counter', breaks: '', examples: [], ttl: { expires: false } } as const;

const daily: Family = {
  ...base,
  id: 'usage.daily',
  pattern: 'usage:{user}:{date}',
  type: 'hash',
  fields: { requests: 'requests', in: 'tokens', note: 'text' },
  optionalFields: { cost: 'micro-usd' },
  fieldReleases: { cost: { since: '2.0' } },
  grain: 'day',
};
const cost: Family = {
  ...base,
  id: 'cost',
  pattern: 'cost:{user}:{date}',
  type: 'string',
  value: 'usd',
  grain: 'day',
  since: '2.0',
};
const user: Family = {
  ...base,
  id: 'user',
  pattern: 'user:{user}',
  type: 'hash',
  fields: { name: 'text', key: 'secret' },
  grain: 'none',
  role: 'entity',
};
const list: Family = { ...base, id: 'users', pattern: 'users', type: 'set', grain: 'none', role: 'index' };

const set: FigureSet = { family: 'usage.daily', fields: { requests: 'requests', input: 'in' } };
const entity: Entity = {
  dimension: 'user',
  word: 'user',
  title: 'user',
  titles: 'users',
  names: [{ family: 'user', fields: ['name'], listed: 'users' }],
};

const profileOf = (sets: FigureSet[], entities: Entity[] = [entity], more: Partial<Profile> = {}): Profile => ({
  name: 'app',
  title: 'App',
  readFrom: 'app',
  versions: { oldest: '1.0', newest: '2.1' },
  placeholders: { user: { kind: 'greedy', dimension: 'user' }, date: { kind: 'date' } },
  families: [daily, cost, user, list],
  figures: { sets, entities },
  ...more,
});
const problems = (...of: Parameters<typeof profileOf>): string => lintFigures(profileOf(...of)).join('; ');

test('nothing is wrong with sound figures', () => {
  expect(problems([set, { family: 'cost', value: 'cost' }])).toBe('');
});

test.each<[string, FigureSet, string]>([
  ['a family that is none', { ...set, family: 'nobody' }, 'the family does not exist'],
  ['a family that counts nothing', { family: 'users', value: 'requests' }, 'its role is index'],
  ['a field that is none', { ...set, fields: { input: 'nothing' } }, 'there is no field nothing'],
  ['one of several fields', { ...set, fields: { tokens: ['in', 'out'] } }, 'there is no field out'],
  ['a field of another unit', { ...set, fields: { output: 'note' } }, 'output does not fit the unit text of note'],
  ['money for tokens', { ...set, fields: { tokens: 'cost' } }, 'tokens does not fit the unit micro-usd'],
  ['the value of a hash', { family: 'usage.daily', value: 'requests' }, 'a hash has fields and no value'],
  ['fields of a string', { family: 'cost', fields: { cost: 'cost' } }, 'a string has a value and no fields'],
  ['a value of another unit', { family: 'cost', value: 'requests' }, 'requests does not fit the unit usd'],
  ['a cycle that is nowhere', { ...set, cycle: 'period' }, 'the pattern has no {period}'],
])('%s is no figure', (_, wrong, problem) => {
  expect(problems([wrong])).toContain(problem);
});

test('no two sets state the same', () => {
  expect(problems([set, set])).toContain('input of user by day is stated twice');
  expect(problems([set, { ...set, part: 'some requests' }])).toBe('');
});

describe('entities', () => {
  test.each<[string, Partial<Entity>, string]>([
    ['of an unknown dimension', { dimension: 'group' }, 'no placeholder has this dimension'],
    ['that are named like a period', { word: 'day' }, 'day names a period'],
    [
      'with names from a family that is none',
      { names: [{ family: 'nobody', fields: ['name'] }] },
      'family nobody does not exist',
    ],
    ['with names in a field that is none', { names: [{ family: 'user', fields: ['title'] }] }, 'user has no field title'],
    ['with a secret for a name', { names: [{ family: 'user', fields: ['key'] }] }, 'field key of user is secret'],
    ['that no set lists', { names: [{ family: 'user', fields: ['name'], listed: 'cost' }] }, 'cost is no set'],
    ['that belong to an unknown one', { belongsTo: { dimension: 'team', field: 'name' } }, 'no entity has the dimension team'],
    ['that belong by a field that is none', { belongsTo: { dimension: 'user', field: 'team' } }, 'has no field team'],
  ])('%s are refused', (_, change, problem) => {
    expect(problems([set], [{ ...entity, ...change }])).toContain(problem);
  });

  test('are stated for each dimension that is counted', () => {
    expect(problems([set], [])).toContain('no entity has the dimension user');
  });
});

describe('a log of requests', () => {
  const stream: Family = { ...base, id: 'log', pattern: 'log', type: 'stream', grain: 'none', role: 'log', since: '2.0' };
  const log: RequestLog = {
    family: 'log',
    field: 'data',
    metrics: { 'real-cost': 'cost.total' },
    of: { dimension: 'user', path: 'user.id' },
    part: 'all',
  };
  const withLog = (given: Partial<RequestLog>, ...more: Family[]): Profile =>
    profileOf([set], [entity], {
      families: [daily, cost, user, list, stream, ...more],
      figures: { sets: [set], entities: [entity], log: { ...log, ...given } },
    });

  test.each<[string, Partial<RequestLog>, string]>([
    ['of no family', { family: 'nobody' }, 'log of requests: the family nobody does not exist'],
    [
      'that is a hash',
      { family: 'usage.daily' },
      'log of requests: usage.daily is a hash, not a stream; log of requests: usage.daily has more than one key',
    ],
    ['without figures', { metrics: {} }, 'log of requests: it has no metrics'],
    ['of nobody', { of: { dimension: 'group', path: 'group' } }, 'log of requests: no entity has the dimension group'],
    ['as it should be', {}, ''],
  ])('%s', (_, given, problem) => {
    expect(lintFigures(withLog(given)).join('; ')).toBe(problem);
  });

  test('belongs to the releases that write it', () => {
    expect([atVersion(withLog({}), '1.0').figures?.log, atVersion(withLog({}), '2.0').figures?.log]).toEqual([undefined, log]);
  });
});

test('a profile that counts elsewhere has no figures', () => {
  expect(problems([set], [entity], { usageElsewhere: 'In SQL.' })).toContain('contradict each other');
});

test('a release has the figures of its families and fields', () => {
  const sets: FigureSet[] = [
    { ...set, fields: { requests: 'requests', cost: 'cost' } },
    { family: 'cost', value: 'cost', part: 'some' },
  ];
  expect(atVersion(profileOf(sets), '1.0').figures?.sets).toEqual([{ ...set, fields: { requests: 'requests' } }]);
  expect(atVersion(profileOf(sets), '2.0').figures?.sets).toEqual(sets);
});

test('every built-in profile says what it counts, or where usage is counted', async () => {
  for (const { name, figures, usageElsewhere } of await builtinProfiles())
    expect([name, (figures === undefined) !== (usageElsewhere === undefined)]).toEqual([name, true]);
});
