/** Judges keys that must exist together, and owners that must exist. */
import { capturesOf } from '../profile/listing.js';
import { keySegments, slotText } from '../profile/pattern.js';
import type { OwnerInvariant, PresenceInvariant } from '../profile/invariants.js';
import type { Case, Member } from './case.js';
import { dimensionValues, driftSentence, goneOwner, groupHours, upgrade, type JudgeContext } from './drift-rules.js';
import { NOTHING_WRONG, type Finding } from './finding.js';
import type { KeyValue } from './key-value.js';

const exists = (member: Member, values: ReadonlyMap<string, KeyValue>): boolean => {
  const value = values.get(member.name);
  return value !== null && value !== undefined;
};

export function judgePresence(
  each: Case,
  invariant: PresenceInvariant,
  values: ReadonlyMap<string, KeyValue>,
  context: JudgeContext,
): Finding[] {
  const { relation, db, texts } = each;
  const left = each.parts.find((member) => exists(member, values));
  const right = each.whole.find((member) => exists(member, values));
  if (!left === !right) return [];
  const present = (left ?? right)!;
  const missing = relation.sides[left ? 'whole' : 'parts'][0]!;
  const alone = left && invariant.alone && values.get(left.name) === invariant.alone.value ? invariant.alone.drift : null;
  const ownerDrift = goneOwner(relation, dimensionValues(present.plan, capturesOf(present.plan.compiled, present.name)), context);
  const drift = alone ?? ownerDrift ?? upgrade(relation, missing, [], groupHours(relation, texts, context), context);
  return [
    {
      relation,
      db,
      key: present.name,
      plan: present.plan,
      class: drift === null ? 'partial-write' : drift === ownerDrift ? 'orphan' : 'known-drift',
      drift,
      verdict: `no ${missing.compiled.family.id}`,
      cause: drift === null ? invariant.cause : driftSentence(relation, drift),
      fields: [],
      members: null,
      repair: {
        kind: 'none',
        why: drift === null ? (invariant.unrepairable ?? 'the missing data is not stored elsewhere') : NOTHING_WRONG,
      },
      identity: `${present.name} alone`,
    },
  ];
}

/** `each.whole`: the keys of which at least one exists while the owner exists. */
export function judgeOwner(
  each: Case,
  invariant: OwnerInvariant,
  values: ReadonlyMap<string, KeyValue>,
  context: JudgeContext,
): Finding[] {
  const left = each.parts.filter((member) => exists(member, values));
  if (left.length === 0 || each.whole.some((member) => exists(member, values))) return [];
  const { relation, db } = each;
  const [first] = left;
  const slot = first!.plan.compiled.dimensions.find(({ name }) => name === invariant.dimension)!.slot;
  return [
    {
      relation,
      db,
      key: first!.name,
      plan: first!.plan,
      class: 'orphan',
      drift: goneOwner(relation, [[invariant.dimension, slotText(slot, keySegments(first!.name))]], context),
      verdict: null,
      cause: invariant.cause,
      fields: [],
      members: null,
      repair: { kind: 'none', why: invariant.unrepairable ?? 'its owner does not exist' },
      identity: `${first!.name} without owner`,
    },
  ];
}
