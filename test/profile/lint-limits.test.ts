import { expect, test } from 'vitest';
import { atVersion } from '../../src/lib/profile/at-version.js';
import { builtinProfiles } from '../../src/lib/profile/builtin/index.js';
import type { Gate, Limit } from '../../src/lib/profile/limits.js';
import { lintLimits } from '../../src/lib/profile/lint-limits.js';
import type { Family, Profile } from '../../src/lib/profile/types.js';

const base = {
  valueClass: 'optional',
  role: 'counter',
  breaks: '',
  examples: [],
  ttl: { expires: false },
  grain: 'none',
} as const;

const user: Family = {
  ...base,
  id: 'user',
  pattern: 'user:{user}',
  type: 'hash',
  fields: { most: 'usd', window: 'count', name: 'text', off: 'flag', until: 'iso-time', tasks: 'count' },
};
const cost: Family = { ...base, id: 'cost', pattern: 'cost:{user}:{date}', type: 'string', value: 'usd', grain: 'day' };
const tokens: Family = { ...cost, id: 'tokens', pattern: 'tokens:{user}:{date}', value: 'tokens' };
const total: Family = { ...cost, id: 'total', pattern: 'total:{user}', grain: 'total' };
const hourly: Family = { ...cost, id: 'hourly', pattern: 'hourly:{user}', type: 'hash', value: 'usd', fields: { usd: 'usd' } };
const leases: Family = { ...base, id: 'leases', pattern: 'leases:{user}', type: 'zset', value: 'unix-ms' };
const lists: Family = { ...base, id: 'lists', pattern: 'lists:{user}', type: 'list', value: 'usd' };

const limit: Limit = {
  id: 'daily',
  title: 'daily cost',
  dimension: 'user',
  family: 'user',
  field: 'most',
  figure: { family: 'cost' },
  period: { kind: 'day' },
  compare: '>=',
  tested: 'before',
  by: 'app',
  where: 'All.',
};

const problems = (list: Limit[], gates: Gate[] = []): string => {
  const profile: Profile = {
    name: 'app',
    title: 'App',
    readFrom: 'app',
    placeholders: { user: { kind: 'segment', dimension: 'user' }, date: { kind: 'date' } },
    families: [user, cost, tokens, total, hourly, leases, lists],
    figures: { sets: [], entities: [{ dimension: 'user', word: 'user', title: 'user', titles: 'users' }] },
    limits: { list, gates },
  };
  return lintLimits(profile).join('; ');
};

test('nothing is wrong with sound limits', () => {
  expect(
    problems([
      limit,
      { ...limit, id: 'total', figure: { family: 'total', byDay: 'cost' }, period: { kind: 'total' } },
      { ...limit, id: 'tasks', field: 'tasks', figure: { family: 'leases' }, period: { kind: 'running' } },
      { ...limit, id: 'unknown', figure: 'It is in SQL.' },
    ]),
  ).toBe('');
});

test.each<[string, Partial<Limit>, string]>([
  ['of nobody', { dimension: 'group' }, 'figures name no entity with the dimension group'],
  ['in a family that is none', { family: 'nobody' }, 'family nobody does not exist'],
  ['in a string', { family: 'cost' }, 'cost is a string, and no hash'],
  ['in a field that is none', { field: 'nothing' }, 'user has no field nothing'],
  ['in a text', { field: 'name' }, 'name is in text'],
  ['that needs a field that is none', { needs: 'nothing' }, 'user has no field nothing'],
  ['against another unit', { figure: { family: 'tokens' } }, 'tokens is held against usd'],
  ['against a list', { figure: { family: 'lists' } }, 'a list holds no figure'],
  ['against a hash without a field', { figure: { family: 'hourly' } }, 'hourly is a hash: name the field'],
  ['of another period', { period: { kind: 'month' } }, 'the grain of cost is day'],
  [
    'against money as requests under way',
    { figure: { family: 'leases' }, period: { kind: 'running' } },
    'unix-ms is held against usd',
  ],
  ['with the pace of a period', { figure: { family: 'cost', byDay: 'cost' } }, 'byDay is for figures of all time'],
  [
    'with a window without a start',
    { period: { kind: 'window', minutes: 'window', start: 'cost' } },
    'cost is no string with a time',
  ],
  ['of a cycle elsewhere', { period: { kind: 'cycle' } }, 'a cycle needs the figure in the hash of the limit'],
])('a limit %s is none', (_, wrong, problem) => {
  expect(problems([{ ...limit, ...wrong }])).toContain(problem);
});

test('a release has each limit once', () => {
  expect(problems([limit, limit])).toBe('limit daily is stated twice for the same release');
  expect(
    problems([
      { ...limit, until: '1.9' },
      { ...limit, since: '2.0' },
    ]),
  ).toBe('');
});

test.each<[Gate, string]>([
  [{ id: 'off', family: 'total', field: 'off', is: { open: 'no' } }, 'no limit is in total'],
  [{ id: 'off', family: 'user', field: 'nothing', is: { open: 'no' } }, 'user has no field nothing'],
  [{ id: 'expired', family: 'user', field: 'off', is: { expires: true } }, 'off is no iso-time'],
])('gate %j is none', (gate, problem) => {
  expect(problems([limit], [gate])).toContain(problem);
});

test('every release of the built-in profiles has sound limits, and each kind once', async () => {
  const relay = (await builtinProfiles()).find(({ name }) => name === 'claude-relay-service')!;
  for (const version of ['1.1.6', '1.1.125', '1.1.157', '1.1.280', '1.1.281', '1.1.314']) {
    const own = atVersion(relay, version);
    expect(lintLimits(own)).toEqual([]);
    const ids = own.limits!.list.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
  expect(atVersion(relay, '1.1.6').limits!.list.map(({ id }) => id)).toEqual(['window-requests', 'window-tokens']);
});
