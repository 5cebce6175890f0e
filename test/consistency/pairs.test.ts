import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Case } from '../../src/lib/consistency/case.js';
import { completed } from '../../src/lib/consistency/collect-cases.js';
import { Evidence } from '../../src/lib/consistency/evidence.js';
import { judgePresence } from '../../src/lib/consistency/judge-pair.js';
import type { KeyValue } from '../../src/lib/consistency/key-value.js';
import { hashText } from '../../src/lib/format/text-hash.js';
import type { PresenceInvariant } from '../../src/lib/profile/invariants.js';
import { dayAgo } from '../support/clock.js';
import { readyInvariant, type ReadyInvariant } from '../support/judging.js';

/** The two keys of one group. */
function pairOf({ relation }: ReadyInvariant): Case & { names: [left: string, right: string] } {
  const texts = relation.placeholders.map((name) => (name === 'keyId' ? 'key' : dayAgo(48)));
  const each = completed({ relation, db: 0, texts, parts: [], whole: [], left: [], order: 0 });
  return { ...each, names: [each.parts[0]!.name, each.whole[0]!.name] };
}

const judged = (ready: ReadyInvariant, each: Case, values: ReadonlyMap<string, KeyValue>, context = ready.context) =>
  judgePresence(each, ready.relation.invariant as PresenceInvariant, values, context);

test('one of two that exist together is told by the name of the one that is there', async () => {
  const ready = await readyInvariant('C8');
  const each = pairOf(ready);
  const [left, right] = each.names;
  expect(left).not.toBe(right);
  const value = fc.constantFrom<KeyValue>(null, undefined, '', '0', '1.5');
  fc.assert(
    fc.property(value, value, (one, other) => {
      const found = judged(
        ready,
        each,
        new Map([
          [left, one],
          [right, other],
        ]),
      );
      const [hasLeft, hasRight] = [one, other].map((each) => each !== null && each !== undefined);
      if (hasLeft === hasRight) expect(found).toEqual([]);
      else
        expect(found).toMatchObject([
          {
            key: hasLeft ? left : right,
            class: 'partial-write',
            drift: null,
            verdict: `no ${hasLeft ? 'cost.real.daily' : 'cost.daily'}`,
            repair: { kind: 'none' },
          },
        ]);
    }),
  );
});

test('of an owner that is gone it is an orphan', async () => {
  const ready = await readyInvariant('C8');
  const each = pairOf(ready);
  const owners = new Map([['api-key', new Set([hashText('another')])]]);
  const values = new Map([[each.names[0], '1']]);
  expect(judged(ready, each, values, { ...ready.context, owners })).toMatchObject([{ class: 'orphan', drift: 'D4' }]);
  owners.get('api-key')!.add(hashText('key'));
  expect(judged(ready, each, values, { ...ready.context, owners })).toMatchObject([{ class: 'partial-write', drift: null }]);
});

test('a value that may stand alone is a known drift, on its own side and with that text only', async () => {
  const ready = await readyInvariant('C8b');
  const each = pairOf(ready);
  const [left, right] = each.names;
  expect(judged(ready, each, new Map([[left, '0']]))).toMatchObject([
    {
      class: 'known-drift',
      drift: 'D7',
      cause: expect.stringMatching(/^The backfill of weekly costs/),
      repair: { why: expect.stringMatching(/remaining figures are correct/) },
    },
  ]);
  expect(judged(ready, each, new Map([[left, '0.1']]))).toMatchObject([{ class: 'partial-write', drift: null }]);
  expect(judged(ready, each, new Map([[right, '0']]))).toMatchObject([{ class: 'partial-write', drift: null }]);
});

test('what was written before an upgrade is a known drift only where the family that is missing is the newer one', async () => {
  const ready = await readyInvariant('C8');
  const each = pairOf(ready);
  const signs = ready.relation.profile.profile.upgradeSigns!;
  const newer = ready.relation.sides.whole[0]!;
  const sign = signs.find(({ since }) => since === newer.compiled.family.since);
  const evidence = new Evidence();
  const began = Date.parse(`${dayAgo(0)}T00:00:00Z`) / 3_600_000;
  if (sign) {
    evidence.note(ready.planOf(sign.older), began - 400, new Uint8Array(64));
    evidence.note(ready.planOf(sign.newer), began, new Uint8Array(64));
  }
  const [left] = each.names;
  const [found] = judged(ready, each, new Map([[left, '1']]), { ...ready.context, evidence });
  expect(found).toMatchObject(sign ? { class: 'known-drift', drift: 'D12' } : { class: 'partial-write', drift: null });
});
