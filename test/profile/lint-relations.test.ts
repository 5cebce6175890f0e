import { describe, expect, test } from 'vitest';
import { lintInvariants } from '../../src/lib/profile/lint-invariants.js';
import { lintListings } from '../../src/lib/profile/lint-listings.js';
import { lintRollups } from '../../src/lib/profile/lint-rollups.js';
import type { Invariant, SumInvariant } from '../../src/lib/profile/invariants.js';
import type { Family, Profile, Rollup } from '../../src/lib/profile/types.js';

const base = { valueClass: 'optional', role: 'counter', breaks: '', examples: [] } as const;
const lives = { expires: true, seconds: 60, rearmed: 'each-write' } as const;

const hourly: Family = {
  ...base,
  id: 'usage.hourly',
  pattern: 'usage:{keyId}:{model}:{hour}',
  type: 'hash',
  fields: { requests: 'requests' },
  ttl: lives,
  grain: 'hour',
};
const daily: Family = { ...hourly, id: 'usage.daily', pattern: 'usage:{keyId}:{model}:{date}', grain: 'day' };
const index: Family = {
  ...base,
  id: 'index',
  pattern: 'index:{hour}',
  type: 'set',
  ttl: lives,
  grain: 'hour',
  lists: { family: 'usage.hourly', member: '{keyId}:{model}', marker: 'marker' },
};
const marker: Family = { ...base, id: 'marker', pattern: 'index:{hour}:empty', type: 'string', ttl: lives, grain: 'hour' };

const profileOf = (families: Family[], rollups: Rollup[] = []): Profile => ({
  name: 'app',
  title: 'App',
  readFrom: 'app',
  placeholders: {},
  families,
  rollups,
});

describe('what an index lists', () => {
  const problems = (change: Partial<Family>): string =>
    lintListings(profileOf([hourly, { ...index, ...change }, marker])).join('; ');

  test('nothing is wrong with a sound one', () => {
    expect(problems({})).toBe('');
  });

  test.each<[string, Partial<Family>, string]>([
    ['a family that is none', { lists: { family: 'nobody', member: '{keyId}' } }, 'lists family nobody'],
    ['too little', { lists: { family: 'usage.hourly', member: '{keyId}' } }, 'neither its name nor its members contain {model}'],
    ['too much', { lists: { family: 'usage.hourly', member: '{keyId}:{model}:{user}' } }, 'has no {user}'],
    ['in no set', { type: 'zset' }, 'only sets list members'],
    ['with no such marker', { lists: { ...index.lists!, marker: 'nobody' } }, 'the marker nobody'],
    ['with the marker of another bucket', { pattern: 'index:{hour}:{x}' }, 'marker has other placeholders'],
  ])('%s', (_, change, problem) => {
    expect(problems(change)).toContain(problem);
  });
});

describe('a leak', () => {
  const problems = (change: Partial<Family>): string[] => lintListings(profileOf([{ ...hourly, ...change }]));
  const leak = { unless: 'window:{keyId}', seconds: 60, note: '' };

  test('is told by a key that its own name leads to', () => {
    expect(problems({ leak })).toEqual([]);
    expect(problems({ leak: { ...leak, unless: 'window:{user}' } })[0]).toContain('names {user}');
  });
});

describe('a rollup', () => {
  const problems = (rollup: Partial<Rollup>, coarse: Partial<Family> = {}): string =>
    lintRollups(
      profileOf([hourly, { ...daily, ...coarse }], [{ fine: 'usage.hourly', coarse: 'usage.daily', over: 'period', ...rollup }]),
    ).join('; ');

  test('nothing is wrong with a sound one', () => {
    expect(problems({})).toBe('');
    expect(problems({ fields: { requests: 'requests' } })).toBe('');
  });

  test.each<[string, Partial<Rollup>, Partial<Family>, string]>([
    ['of nobody', { fine: 'nobody' }, {}, 'family nobody does not exist'],
    ['backwards', { fine: 'usage.daily', coarse: 'usage.hourly' }, {}, 'day does not add up to hour'],
    ['over a dimension, of two grains', { over: 'dimension' }, {}, 'both need the same grain'],
    ['to a group that the fine name does not tell', {}, { pattern: 'usage:{user}:{date}' }, '{user} of the coarse pattern'],
    ['of two types', {}, { type: 'string', fields: {} }, 'both must be hashes'],
    ['without a common field', {}, { fields: { tokens: 'tokens' } }, 'they share no field'],
    ['of fields that are none', { fields: { tokens: 'requests' } }, {}, 'usage.hourly has no field tokens'],
    ['to fields that are none', { fields: { requests: 'total' } }, {}, 'usage.daily has no field total'],
  ])('%s', (_, rollup, coarse, problem) => {
    expect(problems(rollup, coarse)).toContain(problem);
  });
});

describe('what must hold', () => {
  const rule = { title: 'a sum', cause: 'A crash.' };
  const requests = { requests: 'requests' };
  const sum: SumInvariant = {
    ...rule,
    id: 'S1',
    kind: 'sum',
    parts: { family: 'usage.hourly', quantities: requests },
    whole: { family: 'usage.daily', quantities: requests },
  };
  const problems = (invariant: Invariant, drifts: { id: string; dimension: string }[] = []): string =>
    lintInvariants({
      ...profileOf([hourly, daily, index, marker]),
      placeholders: { keyId: { kind: 'segment' }, model: { kind: 'segment' }, hour: { kind: 'hour' }, date: { kind: 'date' } },
      consistency: {
        invariants: [invariant],
        drifts: drifts.map((drift) => ({ ...drift, title: '', how: 'owner-gone', rule: '' })),
      },
    }).join('; ');

  test('nothing is wrong with a sound one', () => {
    expect(problems(sum)).toBe('');
  });

  test.each<[Invariant, string]>([
    [{ ...sum, parts: { ...sum.parts, family: 'marker' } }, 'marker does not say which {keyId} of usage.daily it belongs to'],
    [{ ...sum, whole: { family: 'usage.daily', quantities: { requests: 'calls' } } }, 'usage.daily has no field calls'],
    [{ ...sum, tolerance: { amount: '1', per: { field: 'calls' } } }, 'usage.hourly has no field calls'],
    [{ ...sum, guards: [{ drift: 'D9', when: 'parts-below' }] }, 'drift D9 does not exist'],
    [{ ...rule, id: 'O1', kind: 'owner', dimension: 'user' }, 'the profile has no owner user'],
    [{ ...rule, id: 'I1', kind: 'index', index: 'usage.daily' }, 'usage.daily does not say what it lists'],
    [{ ...rule, id: 'T1', kind: 'carried', family: 'usage.daily', field: 'requests', period: 'day', beside: [] }, 'has no {day}'],
  ])('%# is found', (invariant, problem) => {
    expect(problems(invariant)).toContain(problem);
  });

  test('a drift of an owner that does not exist is found', () => {
    expect(problems(sum, [{ id: 'D1', dimension: 'user' }])).toContain('drift D1: the profile has no owner user');
  });
});
