/** Known reasons for differences that concern every invariant: owners that are gone, and releases that wrote less. */
import type { Drift } from '../profile/invariants.js';
import type { Evidence, PeriodHours } from './evidence.js';
import { NO_PERIOD } from './group-table.js';
import type { FamilyPlan, Relation } from './relation.js';
import type { Clock } from './sweep.js';
import type { Taken } from './taken.js';
import { hashText } from './text-hash.js';

export interface JudgeContext {
  clock: Clock;
  /** Dates that the open day may have. */
  openDays: readonly string[];
  evidence: Evidence;
  periods: PeriodHours;
  owners: ReadonlyMap<string, ReadonlySet<number>>;
  plans: readonly FamilyPlan[];
  /** What this program has taken away, and with it what would tell of an upgrade. */
  taken: Taken;
  /** Whether a total above its parts may be brought down to them. */
  allowLower: boolean;
}

const driftOf = ({ profile }: Relation, how: Drift['how'], dimension?: string): string | null =>
  profile.profile.consistency?.drifts.find((drift) => drift.how === how && drift.dimension === dimension)?.id ?? null;

/** What a drift says of a difference, as a sentence. */
export function driftSentence({ profile }: Relation, id: string): string {
  const title = profile.profile.consistency?.drifts.find((drift) => drift.id === id)?.title ?? id;
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}.`;
}

/** The drift of an owner that is gone, among the values of these dimensions; `null` when all exist, or nothing tells. */
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

/** Dimensions of a family's placeholders, with the values that these captures give them. */
export function* dimensionValues(plan: FamilyPlan, captures: Readonly<Record<string, string>>): Generator<[string, string]> {
  for (const { name, slot } of plan.compiled.dimensions) {
    const id = captures[slot.name];
    if (id !== undefined) yield [name, id];
  }
}

/**
 * The drift of an upgrade: the side that has less belongs to a family, or all that differ are fields, that began to be written in this
 * bucket or later, while the profile had data already. `hours`: the bucket.
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
    reaches(fieldBegan(less, field, context)) || (hours === NO_PERIOD && beginningIsGone(less, field, context));
  return fields.length > 0 && fields.every(mayHaveBegun) ? drift : null;
}

/** Keys that would show when the field began to be written have been taken away. */
function beginningIsGone({ compiled: { profile } }: FamilyPlan, field: string, { taken, plans }: JudgeContext): boolean {
  const name = plainName(field);
  return plans.some(
    ({ compiled, optional, fields }) =>
      compiled.profile === profile && optional.includes(fields.get(name) ?? -1) && taken.concerns(compiled),
  );
}

/** The bucket in which the release came that began to write the family; seen in any pair of families that tells of that release. */
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

/** Totals and embedded fields call theirs `totalX` and `model:…:x`. */
function plainName(field: string): string {
  const last = field.slice(field.lastIndexOf(':') + 1);
  return /^total[A-Z]/.test(last) ? last.charAt(5).toLowerCase() + last.slice(6) : last;
}

/** Start of the group's period in hours since 1970, as its text reads; `NO_PERIOD` where it has none. */
export function groupHours({ sides, placeholders }: Relation, texts: readonly string[], { periods }: JudgeContext): number {
  const period = sides.whole[0]?.compiled.period;
  const at = period ? placeholders.indexOf(period.name) : -1;
  return at < 0 ? NO_PERIOD : periods.of(texts[at]!);
}
