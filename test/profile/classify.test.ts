import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { fillPattern } from '../../src/lib/profile/pattern.js';
import type { Placeholder } from '../../src/lib/profile/types.js';
import { familyOf, patternCase, profileOf } from '../support/pattern-arbitraries.js';

const PLACEHOLDERS: Record<string, Placeholder> = {
  keyId: { kind: 'segment', dimension: 'api-key' },
  model: { kind: 'greedy', dimension: 'model' },
  date: { kind: 'date' },
  hour: { kind: 'hour' },
  ip: { kind: 'ip' },
  n: { kind: 'integer' },
};

function classifier(...patterns: string[]): (name: string) => unknown {
  const compiled = compileProfile(
    profileOf(
      patterns.map((pattern) => familyOf(pattern, pattern)),
      PLACEHOLDERS,
    ),
  );
  return (name) => {
    const found = compiled.classify(name);
    return found && [found.family.pattern, found.captures];
  };
}

describe('classify', () => {
  it('finds the family and the values that a name was made from', () => {
    fc.assert(
      fc.property(patternCase, ({ pattern, placeholders, values }) => {
        const compiled = compileProfile(profileOf([familyOf('only', pattern)], placeholders));
        const found = compiled.classify(fillPattern(pattern, values));
        expect(found?.family.id).toBe('only');
        expect(found?.captures).toEqual(values);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves a name alone that lacks a segment or has one more', () => {
    const classify = classifier('usage:{keyId}:{date}');
    expect(classify('usage:k:2026-11-20')).not.toBeNull();
    for (const name of ['usage:k', 'usage:k:2026-11-20:', 'usage::2026-11-20', 'Usage:k:2026-11-20', '', 'usage:k:2026-11-2'])
      expect(classify(name)).toBeNull();
  });

  it.each(['deepseek/deepseek-r1:free', 'claude-sonnet-4-5[1m]', 'a:b:c', '2026-11-20:03', 'm:2026-11-20'])(
    'keeps the model %s whole between the id and the hour',
    (model) => {
      const pattern = 'usage:{keyId}:model:hourly:{model}:{hour}';
      expect(classifier(pattern)(`usage:k1:model:hourly:${model}:2026-11-20:03`)).toEqual([
        pattern,
        { keyId: 'k1', model, hour: '2026-11-20:03' },
      ]);
    },
  );

  it('takes IPv6 addresses after a mark in the same segment', () => {
    const classify = classifier('rateLimit:GA{ip}', 'rateLimit:v2:{ip}:{n}');
    expect(classify('rateLimit:GA2001:db8::1')).toEqual(['rateLimit:GA{ip}', { ip: '2001:db8::1' }]);
    expect(classify('rateLimit:v2:::1:7')).toEqual(['rateLimit:v2:{ip}:{n}', { ip: '::1', n: '7' }]);
    expect(classify('rateLimit:GAexample.org')).toBeNull();
  });

  it('prefers literal text, then the stricter kind, then fewer open segments, whatever the order of the families', () => {
    const patterns = ['u:{model}', 'u:{keyId}', 'u:{n}', 'u:{date}', 'u:index', 'u:{model}:{date}', 'u:{model}:tail:{date}'];
    fc.assert(
      fc.property(fc.shuffledSubarray(patterns, { minLength: patterns.length }), (order) => {
        const classify = classifier(...order);
        const patternOf = (name: string): unknown => (classify(name) as unknown[])[0];
        expect(patternOf('u:index')).toBe('u:index');
        expect(patternOf('u:2026-11-20')).toBe('u:{date}');
        expect(patternOf('u:20')).toBe('u:{n}');
        expect(patternOf('u:x')).toBe('u:{keyId}');
        expect(patternOf('u:x:y')).toBe('u:{model}');
        expect(patternOf('u:x:y:2026-11-20')).toBe('u:{model}:{date}');
        expect(patternOf('u:x:tail:2026-11-20')).toBe('u:{model}:tail:{date}');
      }),
      { numRuns: 30 },
    );
  });

  it('turns back where a stricter beginning leads nowhere', () => {
    const classify = classifier('a:index:x', 'a:{n}:y', 'a:{keyId}:z');
    expect(classify('a:index:z')).toEqual(['a:{keyId}:z', { keyId: 'index' }]);
    expect(classify('a:12:z')).toEqual(['a:{keyId}:z', { keyId: '12' }]);
    expect(classify('a:index:y')).toBeNull();
  });

  it('names period and dimensions', () => {
    const { families } = compileProfile(profileOf([familyOf('f', 'u:{keyId}:{model}:{hour}')], PLACEHOLDERS));
    expect(families[0]!.period?.name).toBe('hour');
    expect(families[0]!.dimensions.map(({ name }) => name)).toEqual(['api-key', 'model']);
  });

  it.each([
    ['u:{keyId}:x', 'u:{other}:x'],
    ['u:{model}', 'u:{more}'],
    ['u:{model}:{date}', 'u:{more}:{day}'],
    ['u:x', 'u:x'],
  ])('refuses %s beside %s', (first, second) => {
    const more: Record<string, Placeholder> = { other: { kind: 'segment' }, more: { kind: 'greedy' }, day: { kind: 'date' } };
    const profile = profileOf([familyOf('one', first), familyOf('two', second)], { ...PLACEHOLDERS, ...more });
    expect(() => compileProfile(profile)).toThrow('families one and two match the same key names');
  });

  it('takes greedy patterns that differ in what follows', () => {
    const classify = classifier('u:{model}:{date}', 'u:{model}:{n}', 'u:{model}:total');
    expect(classify('u:a:b:7')).toEqual(['u:{model}:{n}', { model: 'a:b', n: '7' }]);
    expect(classify('u:a:total')).toEqual(['u:{model}:total', { model: 'a' }]);
  });
});
