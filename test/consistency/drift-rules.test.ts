import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dimensionValues, goneOwner, groupHours, upgrade } from '../../src/lib/consistency/drift-rules.js';
import { Evidence } from '../../src/lib/consistency/evidence.js';
import { NO_PERIOD } from '../../src/lib/consistency/group-table.js';
import { hashText } from '../../src/lib/format/text-hash.js';
import { dayAgo, hourAgo } from '../support/clock.js';
import { readyInvariant } from '../support/judging.js';

/** Buckets that expire one by one are no sign of an upgrade. */
const GAP_HOURS = 48;
const NONE = new Uint8Array(64);
const hour = fc.integer({ min: 480_000, max: 480_500 });

test('an owner is gone where others of its kind are known, and it is not', async () => {
  const { relation, planOf, context } = await readyInvariant('S1');
  const id = fc.string({ maxLength: 6 });
  fc.assert(
    fc.property(fc.uniqueArray(id, { maxLength: 5 }), id, (known, asked) => {
      const owners = new Map([['api-key', new Set(known.map((each) => hashText(each)))]]);
      const values = [...dimensionValues(planOf('usage.daily'), { keyId: asked, date: dayAgo(24) })];
      expect(values).toEqual([['api-key', asked]]);
      expect(goneOwner(relation, values, { ...context, owners })).toBe(known.includes(asked) ? null : 'D4');
      expect(goneOwner(relation, values, context)).toBeNull();
    }),
  );
});

test('a family that began later than its elder explains what it lacks, up to the bucket in which it began', async () => {
  const { relation, planOf, context } = await readyInvariant('S8');
  const [older, newer] = [planOf('usage.daily'), planOf('global.daily')];
  fc.assert(
    fc.property(
      fc.array(hour, { minLength: 1, maxLength: 6 }),
      fc.array(hour, { minLength: 1, maxLength: 6 }),
      hour,
      (old, fresh, at) => {
        const evidence = new Evidence();
        for (const each of old) evidence.note(older, each, NONE);
        for (const each of fresh) evidence.note(newer, each, NONE);
        const [first, began] = [Math.min(...old), Math.min(...fresh)];
        const explained = first + GAP_HOURS <= began && at <= began;
        expect(upgrade(relation, newer, [], at, { ...context, evidence })).toBe(explained ? 'D12' : null);
        // A total over all time tells nothing of when the family began.
        expect(upgrade(relation, newer, [], NO_PERIOD, { ...context, evidence })).toBeNull();
      },
    ),
  );
});

test('fields that began later explain a difference of nothing but them', async () => {
  const { relation, planOf, context } = await readyInvariant('S1');
  const plan = planOf('usage.daily');
  const [column] = plan.optional;
  const field = [...plan.fields].find(([, at]) => at === column)![0];
  const having = NONE.slice();
  having[column!] = 1;
  fc.assert(
    fc.property(fc.array(hour, { maxLength: 6 }), fc.array(hour, { maxLength: 6 }), hour, (without, withIt, at) => {
      const evidence = new Evidence();
      for (const each of without) evidence.note(plan, each, NONE);
      for (const each of withIt) evidence.note(plan, each, having);
      const began = Math.min(...withIt);
      const explained = Math.min(...without) + GAP_HOURS <= began && began !== Infinity && at <= began;
      const told = { ...context, evidence };
      expect(upgrade(relation, plan, [field], at, told)).toBe(explained ? 'D12' : null);
      expect(upgrade(relation, plan, [field, 'another'], at, told)).toBeNull();
      expect(upgrade(relation, plan, [], at, told)).toBeNull();
    }),
  );
});

test('totals call a field that began later by a name of their own', async () => {
  const { relation, planOf, context } = await readyInvariant('S1');
  const plan = planOf('usage.daily');
  const [column] = plan.optional;
  const field = [...plan.fields].find(([, at]) => at === column)![0];
  const having = NONE.slice();
  having[column!] = 1;
  const evidence = new Evidence();
  evidence.note(plan, 480_000, NONE);
  evidence.note(plan, 480_000 + GAP_HOURS, having);
  const total = `total${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  for (const name of [field, total, `model:any:${field}`])
    expect(upgrade(relation, plan, [name], NO_PERIOD, { ...context, evidence })).toBe('D12');
});

test("a group's hours are those of its period", async () => {
  const { relation, context } = await readyInvariant('S3');
  const at = hourAgo(30);
  const texts = relation.placeholders.map((name) => (name === 'keyId' ? 'key' : at));
  expect(groupHours(relation, texts, context)).toBe(Date.parse(`${at.slice(0, 10)}T${at.slice(11)}:00:00Z`) / 3_600_000);
  const { relation: owner } = await readyInvariant('O1');
  expect(groupHours(owner, ['key'], context)).toBe(NO_PERIOD);
});
