import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRelations } from '../../src/lib/consistency/compile-relations.js';
import { GroupNames, groupHash } from '../../src/lib/consistency/group-names.js';
import { EMBEDDED } from '../../src/lib/consistency/relation.js';
import { builtinProfiles } from '../../src/lib/profile/builtin/index.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { fillPattern, keySegments } from '../../src/lib/profile/pattern.js';
import { VALUES } from '../support/pattern-arbitraries.js';

const profiles = (await builtinProfiles()).filter(({ consistency }) => consistency).map(compileProfile);
const EVERYTHING = { invariants: [], families: [] };
const all = compileRelations(profiles, EVERYTHING);

describe.each(profiles.map((profile) => [profile.profile.name, profile] as const))('%s', (_, profile) => {
  const { relations, families } = compileRelations([profile], EVERYTHING);
  const plans = [...families.values()];

  test('has a relation for each invariant, in their order, each at its index', () => {
    expect(relations.map(({ invariant }) => invariant.id)).toEqual(profile.profile.consistency!.invariants.map(({ id }) => id));
    expect(relations.map(({ index }) => index)).toEqual([...relations.keys()]);
    expect(plans.map(({ index }) => index)).toEqual([...plans.keys()]);
  });

  test('adds up numbers that its families have, in as many columns as the sum compares', () => {
    for (const plan of plans) {
      expect(plan.units).toHaveLength(plan.fields.size);
      for (const { relation, columns, group, side } of plan.contributions) {
        expect(group).toHaveLength(relation.placeholders.length);
        for (const place of group) expect(place === EMBEDDED || place < plan.texts.length).toBe(true);
        if (relation.invariant.kind !== 'sum') continue;
        const counted = relation.invariant.tolerance ? 1 : 0;
        expect(relation.width).toBe(Object.keys(relation.invariant.whole.quantities).length + counted);
        for (const column of columns) expect(column).toBeLessThan(plan.units.length);
        expect(relation.sides[side]).toContain(plan);
      }
    }
  });

  test('reads of a hash the fields alone that an invariant names', () => {
    for (const { needed, fields, embedded, listings, compiled } of plans) {
      if (needed === null) expect(embedded !== null || listings.length > 0).toBe(true);
      else expect(new Set(needed)).toEqual(new Set(fields.keys()));
      expect(compiled.profile).toBe(profile.profile);
    }
  });

  test('finds the same group by the name of a part and by that of its whole', () => {
    const names = new GroupNames();
    for (const plan of plans) {
      const { family, slots } = plan.compiled;
      const values = fc.record(Object.fromEntries(slots.map(({ name, placeholder }) => [name, VALUES[placeholder.kind]])));
      for (const contribution of plan.contributions) {
        const { relation, group } = contribution;
        if (relation.invariant.kind === 'owner') continue;
        fc.assert(
          fc.property(values, fc.nat(15), fc.string({ maxLength: 8 }), (given, db, embedded) => {
            names.read(plan, keySegments(fillPattern(family.pattern, given as Record<string, string>)));
            const texts = names.groupTexts(contribution, embedded);
            expect(names.hash(contribution, db, embedded)).toBe(groupHash(relation, db, texts));
            for (const [at, name] of relation.placeholders.entries()) {
              const own = (given as Record<string, string>)[name];
              if (group[at] === EMBEDDED) expect(texts[at]).toBe(embedded);
              else if (own !== undefined) expect(texts[at]).toBe(own);
            }
          }),
          { numRuns: 3 },
        );
      }
    }
  });
});

test('several profiles share the numbering, and nothing else', () => {
  expect(all.relations.map(({ index }) => index)).toEqual([...all.relations.keys()]);
  for (const { relation, side } of [...all.families.values()].flatMap(({ contributions }) => contributions))
    for (const plan of relation.sides[side]) expect(plan.compiled.profile).toBe(relation.profile.profile);
});

test('a selection leaves out what it does not name', () => {
  const [relay] = profiles.filter(({ profile }) => profile.name === 'claude-relay-service');
  const { relations, families } = compileRelations([relay!], { invariants: ['S3'], families: [] });
  expect(relations.map(({ invariant }) => invariant.id)).toEqual(['S3']);
  expect(families.size).toBe(2);
  const byFamily = compileRelations([relay!], { invariants: [], families: ['usage.hourly'] });
  expect(byFamily.relations.length).toBeGreaterThan(0);
  expect(byFamily.relations.length).toBeLessThan(all.relations.length);
  expect([...byFamily.families.keys()].map(({ family }) => family.id)).toContain('usage.hourly');
});
