import { describe, expect, test } from 'vitest';
import { lintListings } from '../../src/lib/profile/lint-listings.js';
import { lintRollups } from '../../src/lib/profile/lint-rollups.js';
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
    ['too little', { lists: { family: 'usage.hourly', member: '{keyId}' } }, 'neither its name nor its members tell {model}'],
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

  test('is told by a key that its own name leads to, of a family that has a TTL', () => {
    expect(problems({ leak })).toEqual([]);
    expect(problems({ leak: { ...leak, unless: 'window:{user}' } })[0]).toContain('names {user}');
    expect(problems({ leak, ttl: { expires: false } })[0]).toContain('has no TTL to lose');
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
