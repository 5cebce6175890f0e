import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, escapeLiteral, fillPattern, parsePattern } from '../../src/lib/profile/pattern.js';
import { placeholderRule } from '../../src/lib/profile/placeholder-kinds.js';
import type { PlaceholderKind } from '../../src/lib/profile/types.js';
import { anyText } from '../support/any-text.js';
import { VALUES } from '../support/pattern-arbitraries.js';

describe('parsePattern', () => {
  it('splits text and placeholders', () => {
    expect(parsePattern('usage:{keyId}:model:{model}')).toEqual([
      { literal: 'usage:' },
      { placeholder: 'keyId' },
      { literal: ':model:' },
      { placeholder: 'model' },
    ]);
  });

  it('reads doubled braces as text', () => {
    expect(parsePattern('{{{slot}}}:x')).toEqual([{ literal: '{' }, { placeholder: 'slot' }, { literal: '}:x' }]);
  });

  it('gives any escaped text back', () => {
    fc.assert(
      fc.property(anyText({ minLength: 1 }), (text) => {
        expect(parsePattern(escapeLiteral(text))).toEqual([{ literal: text }]);
        expect(fillPattern(escapeLiteral(text), {})).toBe(text);
      }),
    );
  });

  it.each(['', 'a:{}', 'a:{1}', 'a:{b', 'a}b', '{a}{b}'])('refuses %j', (pattern) => {
    expect(() => parsePattern(pattern)).toThrow(/pattern/);
  });
});

describe('compilePattern', () => {
  it.each([
    ['{a}-{b}', { a: { kind: 'segment' }, b: { kind: 'segment' } }, 'two placeholders in one segment'],
    ['x:{a}', {}, 'not declared'],
    ['x{h}', { h: { kind: 'hour' } }, 'cannot touch other text'],
    ['{a}:x:{b}', { a: { kind: 'greedy' }, b: { kind: 'ip' } }, 'two placeholders of many segments'],
  ] as const)('refuses %s', (pattern, placeholders, reason) => {
    expect(() => compilePattern(pattern, placeholders)).toThrow(reason);
  });
});

describe('placeholder kinds', () => {
  const accepts = (kind: PlaceholderKind, text: string): boolean => placeholderRule({ kind }).accepts(text);

  it('take every value of their own', () => {
    for (const kind of Object.keys(VALUES) as PlaceholderKind[]) {
      fc.assert(
        fc.property(VALUES[kind], (value) => {
          expect(accepts(kind, value)).toBe(true);
        }),
        { numRuns: 50 },
      );
    }
  });

  it.each([
    ['date', '2026-13-01'],
    ['date', '2026-11-32'],
    ['date', '2026-11-20\n'],
    ['month', '2026-11-20'],
    ['hour', '2026-11-20:24'],
    ['hour', '2026-11-20'],
    ['date-hour', '2026-11-20:03'],
    ['week', '2026-W54'],
    ['week', '2026-W00'],
    ['minute', '123456'],
    ['integer', '1.5'],
    ['integer', ''],
    ['uuid', '0215614b9d6c4da3a43e17e866b60acb'],
    ['hex', '0123456789abcde'],
    ['ip', 'localhost'],
    ['ip', 'abcd'],
    ['segment', ''],
    ['greedy', ''],
  ] as const)('%s refuses %j', (kind, text) => {
    expect(accepts(kind, text)).toBe(false);
  });

  it('one of a few words takes no other', () => {
    const rule = placeholderRule({ kind: 'segment', oneOf: ['today', 'all'] });
    expect(['today', 'all', 'tomorrow', ''].map((text) => rule.accepts(text))).toEqual([true, true, false, false]);
  });
});
