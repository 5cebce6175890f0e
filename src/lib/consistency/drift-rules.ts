/** Known reasons for differences in any invariant: deleted owners, and releases that wrote less. */
import type { Drift } from '../profile/invariants.js';
import type { Evidence, PeriodHours } from './evidence.js';
import { NO_PERIOD } from './group-table.js';
import type { FamilyPlan, Relation } from './relation.js';
import type { Clock } from './sweep.js';
import type { Removals } from './removals.js';
import { hashText } from '../format/text-hash.js';

export interface JudgeContext {
  clock: Clock;
  /** Possible dates of the current day. */
  openDays: readonly string[];
  evidence: Evidence;
  periods: PeriodHours;
  owners: ReadonlyMap<string, ReadonlySet<number>>;
  plans: readonly FamilyPlan[];
  /** What this program has removed, and with it the evidence of an upgrade. */
  removals: Removals;
  /** Allows lowering a total to the sum of its parts. */
  allowLower: boolean;
}

const driftOf = ({ profile }: Relation, how: Drift['how'], dimension?: string): string | null =>
  profile.profile.consistency?.drifts.find((drift) => drift.how === how && drift.dimension === dimension)?.id ?? null;

/** The drift's explanation of a difference, as a sentence. */
export function driftSentence({ profile }: Relation, id: string): string {
  const title = profile.profile.consistency?.drifts.find((drift) => drift.id === id)?.title ?? id;
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}.`;
}

/** The drift for a deleted owner among the values of these dimensions; `null`: all exist, or unknown. */
export function goneOwner(
  relation: Relation,
  dimensions: Iterable<readonly [dimension: string, id: string]>,
  { owners }: JudgeContext,
): string | null {
  for (const [dimension, id] of dimensions) {
    const known = owners.get(dimension);
    if (known && !known.has(hashText(id))) return driftOf(relation, 'owner-gone', dimension);
  }
  return null;
}

/** The dimensions of a family's placeholders, with their values in these captures. */
export function* dimensionValues(plan: FamilyPlan, captures: Readonly<Record<string, string>>): Generator<[string, string]> {
  for (const { name, slot } of plan.compiled.dimensions) {
    const id = captures[slot.name];
    if (id !== undefined) yield [name, id];
  }
}

/**
 * The drift for an upgrade: the smaller side's family, or all differing fields, were first written in this bucket or later, when
 * the profile already had data. `hours`: the bucket.
 */
export function upgrade(
  relation: Relation,
  less: FamilyPlan,
  fields: readonly string[],
  hours: number,
  context: JudgeContext,
): string | null {
  const drift = driftOf(relation, 'upgrade');
  if (drift === null) return null;
  const reaches = (began: number | null): boolean => began !== null && (hours === NO_PERIOD || hours <= began);
  if (hours !== NO_PERIOD && reaches(familyBegan(less, context))) return drift;
  const mayHaveBegun = (field: string): boolean =>
    reaches(fieldBegan(less, field, context)) || (hours === NO_PERIOD && isFirstWriteRemoved(less, field, context));
  return fields.length > 0 && fields.every(mayHaveBegun) ? drift : null;
}

/** True when the keys that show the first write of the field were removed. */
function isFirstWriteRemoved({ compiled: { profile } }: FamilyPlan, field: string, { removals, plans }: JudgeContext): boolean {
  const name = plainName(field);
  return plans.some(
    ({ compiled, optional, fields }) =>
      compiled.profile === profile && optional.includes(fields.get(name) ?? -1) && removals.concerns(compiled),
  );
}

/** The bucket of the first release that wrote the family, seen in any pair of families that shows that release. */
function familyBegan({ compiled: { family, profile } }: FamilyPlan, { evidence, plans }: JudgeContext): number | null {
  const planOf = (id: string): FamilyPlan | undefined =>
    plans.find(({ compiled }) => compiled.profile === profile && compiled.family.id === id);
  const began = (profile.upgradeSigns ?? []).flatMap(({ older, newer, since }) => {
    const [old, fresh] = [planOf(older), planOf(newer)];
    if (since !== family.since || !old || !fresh) return [];
    return evidence.familyBegan(fresh, old) ?? [];
  });
  return began.length === 0 ? null : began.reduce((latest, hours) => Math.max(latest, hours));
}

function fieldBegan({ compiled: { profile } }: FamilyPlan, field: string, { evidence, plans }: JudgeContext): number | null {
  const name = plainName(field);
  const began = plans.flatMap((plan) => (plan.compiled.profile === profile ? (evidence.fieldBegan(plan, name) ?? []) : []));
  return began.length === 0 ? null : began.reduce((latest, hours) => Math.max(latest, hours));
}

/** Totals and embedded fields are named `totalX` and `model:…:x`. */
function plainName(field: string): string {
  const last = field.slice(field.lastIndexOf(':') + 1);
  return /^total[A-Z]/.test(last) ? last.charAt(5).toLowerCase() + last.slice(6) : last;
}

/** Start of the group's period in hours since 1970, with its text read as UTC; `NO_PERIOD`: none. */
export function groupHours({ sides, placeholders }: Relation, texts: readonly string[], { periods }: JudgeContext): number {
  const period = sides.whole[0]?.compiled.period;
  const at = period ? placeholders.indexOf(period.name) : -1;
  return at < 0 ? NO_PERIOD : periods.of(texts[at]!);
}
