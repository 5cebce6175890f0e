import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtinProfile } from '../../src/lib/profile/builtin/index.js';
import { familyIdNamed } from '../../src/lib/profile/family-named.js';

const profile = (await builtinProfile('claude-relay-service'))!;

test('a family is named by its id or by its pattern', () => {
  fc.assert(
    fc.property(fc.constantFrom(...profile.families), ({ id, pattern }) => {
      expect(familyIdNamed(id, [profile])).toBe(id);
      expect(profile.families.find((family) => family.id === familyIdNamed(pattern, [profile]))?.pattern).toBe(pattern);
    }),
  );
});

test.each([
  ['usage.dayly', 'Did you mean usage.daily'],
  ['usage:hourly:{key}:{hour}', 'Did you mean '],
  ['zzzzzzzzzzzzzzzzzzzzzzz', 'List them: meter profile show claude-relay-service'],
])('%s is refused with what may have been meant', (word, hint) => {
  expect(() => familyIdNamed(word, [profile])).toThrow(/^No family/);
  try {
    familyIdNamed(word, [profile]);
  } catch (error) {
    expect(error).toMatchObject({ exitCode: 2, suggestions: [expect.stringContaining(hint)] });
  }
});

test('any word is answered in a sentence', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (word) => {
      fc.pre(!profile.families.some(({ id, pattern }) => id === word || pattern === word));
      expect(() => familyIdNamed(word, [profile])).toThrow(/^No family "[^\p{Cc}]*" is known here\.$/u);
    }),
    { numRuns: 30 },
  );
});
