import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtinProfiles } from '../../src/lib/profile/builtin/index.js';
import { compileProfile, type CompiledProfile } from '../../src/lib/profile/classify.js';
import { FamilyPaths } from '../../src/lib/profile/family-paths.js';
import { fillPattern, keySegments } from '../../src/lib/profile/pattern.js';
import { Segment } from '../../src/lib/profile/segment.js';
import { SegmentKinds } from '../../src/lib/profile/segment-kinds.js';
import { familyOf, patternCase, profileOf, segmentText, VALUES } from '../support/pattern-arbitraries.js';

/** One object for each text, as a scan has them. */
class Texts {
  readonly #known = new Map<string, Segment>();

  of(text: string): Segment {
    const segment = this.#known.get(text) ?? new Segment(text);
    this.#known.set(text, segment);
    return segment;
  }
}

/** Asks for each name thrice: what is found out about a segment may not change what comes of it. */
function expectAsMatched(profiles: readonly CompiledProfile[], names: readonly string[], resolved = { names: 0 }): void {
  const idsOf = (texts: readonly string[]): string => profiles.map((profile) => profile.match(texts)?.family.id ?? '-').join(' ');
  const paths = new FamilyPaths(profiles, (texts) => {
    resolved.names++;
    return idsOf(texts);
  });
  const texts = new Texts();
  const isWrong = (name: string): boolean => {
    const segments = keySegments(name);
    return paths.of(segments.map((text) => texts.of(text))) !== idsOf(segments);
  };
  expect([...names, ...names, ...names].filter(isWrong)).toEqual([]);
}

const builtin = (await builtinProfiles()).map(compileProfile);

/** A name of some family of some application. */
const known: fc.Arbitrary<string> = fc.constantFrom(...builtin.flatMap(({ families }) => families)).chain(({ family, slots }) => {
  const values = slots.map(({ name, placeholder: { kind, oneOf } }) => [name, oneOf ? fc.constantFrom(...oneOf) : VALUES[kind]]);
  return fc.record(Object.fromEntries(values)).map((filled) => fillPattern(family.pattern, filled));
});

/** Nearly one: a segment more, less, or another one. */
const nearlyKnown = fc
  .tuple(
    known,
    fc.nat(9),
    fc.nat(1),
    fc.option(fc.oneof(segmentText, fc.constantFrom('', 'usage', '2026-11-20', '12')), { nil: null }),
  )
  .map(([name, at, removed, added]) =>
    keySegments(name)
      .toSpliced(at, removed, ...(added === null ? [] : [added]))
      .join(':'),
  );

test('the names of all applications that are known lead to the families that match them', () => {
  const names = fc.array(fc.oneof(known, nearlyKnown), { minLength: 1, maxLength: 40 });
  fc.assert(fc.property(names, (given) => expectAsMatched(builtin, given)));
});

test('so do those of any patterns', () => {
  fc.assert(
    fc.property(fc.array(patternCase, { minLength: 1, maxLength: 5 }), fc.array(segmentText, { maxLength: 6 }), (cases, odd) => {
      const profiles = cases.map(({ pattern, placeholders }, index) =>
        compileProfile(profileOf([familyOf(`f${index}`, pattern)], placeholders)),
      );
      const names = cases.map(({ pattern, values }) => fillPattern(pattern, values));
      expectAsMatched(profiles, [...names, ...names.map((name) => [...odd, name].join(':')), odd.join(':')]);
    }),
  );
});

test('names of one form are looked at once, but for the first that bring one of the 22 segments along', () => {
  const names = Array.from({ length: 100 }, (_, index) => `usage:daily:key-${index % 10}:2026-11-${10 + (index % 10)}`);
  const resolved = { names: 0 };
  expectAsMatched(builtin, names, resolved);
  expect(resolved.names).toBe(22 + 1);
});

test('more forms of names than are remembered still lead where they should', () => {
  const words = ['usage', 'daily', '2026-11-20', '12', 'key', ''];
  const names = Array.from({ length: 30_000 }, (_, index) =>
    Array.from(index.toString(6), (digit) => words[Number(digit)]).join(':'),
  );
  const resolved = { names: 0 };
  expectAsMatched(builtin, names, resolved);
  expect(resolved.names).toBeGreaterThan(30_000);
});

test('no built-in profile keeps names from being looked up by the kinds of their segments', () => {
  const kinds = new SegmentKinds(builtin);
  const segment = new Texts().of('a-word-of-no-profile');
  segment.hasCome = true;
  expect(kinds.areTogether(kinds.of(segment)!)).toBe(false);
});
