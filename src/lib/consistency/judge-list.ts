/** Compares lists with the keys that they list. Each differing member is a separate finding until the findings are merged. */
import { capturesOf, memberParser } from '../profile/listing.js';
import { fillPattern } from '../profile/pattern.js';
import type { IndexInvariant, Listed, ListingInvariant } from '../profile/invariants.js';
import { wholeName, type Case } from './case.js';
import { dimensionValues, driftSentence, goneOwner, groupHours, upgrade, type JudgeContext } from './drift-rules.js';
import type { Finding, ListItem } from './finding.js';
import { NO_PERIOD } from './group-table.js';
import type { KeyValue } from './key-value.js';
import { listedBy, NOT_EVIDENT } from './listed-by.js';
import type { FamilyPlan } from './relation.js';
import { isBeyond } from './sweep.js';

const HOUR_MS = 3_600_000;

type Off = Pick<Finding, 'class' | 'drift' | 'cause'> & {
  missing?: ListItem;
  ghost?: ListItem;
  unrepairable?: string | undefined;
};

function finding(each: Case, off: Off): Finding {
  const { relation, db } = each;
  const [plan] = relation.sides.whole;
  const key = wholeName(each);
  const { type, ttl } = plan!.compiled.family;
  const [add, remove] = [off.missing ? [off.missing] : [], off.ghost ? [off.ghost] : []];
  const isAltered = off.missing !== undefined && off.missing.member === off.ghost?.member;
  const text = ({ member, value }: ListItem): string => (value === null ? member : `${member}\0${value}`);
  return {
    relation,
    db,
    key,
    plan: plan!,
    class: off.class,
    drift: off.drift,
    verdict: null,
    cause: off.drift === null ? off.cause : driftSentence(relation, off.drift),
    fields: [],
    members: isAltered
      ? { missing: [], ghosts: [], altered: add.map(text) }
      : { missing: add.map(text), ghosts: remove.map(text), altered: [] },
    repair:
      off.unrepairable === undefined
        ? { kind: 'members', db, key, type, add, remove, seconds: ttl.expires ? (ttl.seconds ?? null) : null }
        : { kind: 'none', why: off.unrepairable },
    identity: `${key}\n${add.map(text).join()}\n${remove.map(text).join()}`,
  };
}

/** The members of a set that was read; empty when there is no set. */
const setOf = (value: KeyValue): readonly string[] => (Array.isArray(value) ? (value as readonly string[]) : []);

export interface IndexGap {
  member: string;
  captures: Readonly<Record<string, string>> | null;
  /** The key that the member represents. */
  name: string | null;
  ghost: boolean;
}

/** Members without a key among those found, and keys without a member. Whether the keys exist is checked next. */
export function indexGaps(each: Case, { index }: IndexInvariant, values: ReadonlyMap<string, KeyValue>): IndexGap[] {
  const { relation, texts } = each;
  const { member: template } = relation.sides.whole[0]!.compiled.family.lists!;
  const captured = memberParser(template);
  const listed = relation.sides.parts[0]!;
  const own = Object.fromEntries(relation.placeholders.map((name, at) => [name, texts[at]!]));
  const value = values.get(wholeName(each));
  // A value of the wrong type cannot be judged; another invariant reports it.
  if (typeof value === 'symbol' || index === '') return [];
  const members = new Set(setOf(value));
  const missing = each.parts.flatMap(({ name }): IndexGap[] => {
    const captures = capturesOf(listed.compiled, name);
    const member = fillPattern(template, captures);
    return members.delete(member) ? [] : [{ member, captures, name, ghost: false }];
  });
  const ghosts = [...members].map((member): IndexGap => {
    const captures = captured(member);
    const all = captures && { ...captures, ...own };
    const name = all && fillPattern(listed.compiled.family.pattern, all);
    // A made-up member may name a key of another family, even the index itself.
    const isListed = name !== null && relation.profile.classify(name)?.family === listed.compiled.family;
    return { member, captures: all, name: isListed ? name : null, ghost: true };
  });
  return [...missing, ...ghosts];
}

export function judgeIndex(
  each: Case,
  invariant: IndexInvariant,
  gaps: readonly IndexGap[],
  existing: ReadonlySet<string>,
  context: JudgeContext,
): Finding[] {
  const [plan] = each.relation.sides.whole;
  const { ghostMembers = [] } = plan!.compiled.family;
  const beyond = isBeyond(each.relation, groupHours(each.relation, each.texts, context), context.clock);
  return gaps.flatMap(({ member, captures, name, ghost }): Finding[] => {
    // Keys that may have expired are not reported, except members that never listed a key.
    if (beyond && !(ghost && ghostMembers.includes(member))) return [];
    const exists = name !== null && existing.has(name);
    if (exists === ghost) return [];
    const item = { member, value: null };
    if (!ghost) {
      const drift = upgrade(each.relation, plan!, [], groupHours(each.relation, each.texts, context), context);
      return [finding(each, { class: drift === null ? 'index' : 'known-drift', drift, cause: invariant.cause, missing: item })];
    }
    const explained = ghostDrift(each, invariant, member, captures, context);
    return explained === 'expired' ? [] : [finding(each, { ...explained, cause: invariant.cause, ghost: item })];
  });
}

function ghostDrift(
  { relation }: Case,
  invariant: IndexInvariant,
  member: string,
  captures: Readonly<Record<string, string>> | null,
  context: JudgeContext,
): Pick<Finding, 'class' | 'drift'> | 'expired' {
  const { ghostMembers = [] } = relation.sides.whole[0]!.compiled.family;
  if (ghostMembers.includes(member)) return { class: 'known-drift', drift: invariant.ghosts ?? null };
  const [listed] = relation.sides.parts;
  if (captures && hasExpired(listed!, captures, context)) return 'expired';
  const upgraded = captures && upgrade(relation, listed!, [], hoursOf(listed!, captures, context), context);
  if (upgraded) return { class: 'known-drift', drift: upgraded };
  const ownerDrift = captures && goneOwner(relation, dimensionValues(listed!, captures), context);
  return ownerDrift ? { class: 'orphan', drift: ownerDrift } : { class: 'index', drift: null };
}

/** True when the listed key has expired normally: a list without a TTL keeps naming it. */
function hasExpired(listed: FamilyPlan, captures: Readonly<Record<string, string>>, context: JudgeContext): boolean {
  const { family } = listed.compiled;
  const { clock } = context;
  const hours = hoursOf(listed, captures, context);
  if (hours === NO_PERIOD || !family.ttl.expires || family.ttl.seconds === undefined) return false;
  return (hours - clock.utcOffset) * HOUR_MS < clock.nowMs - family.ttl.seconds * 1000;
}

function hoursOf(
  { compiled: { period } }: FamilyPlan,
  captures: Readonly<Record<string, string>>,
  { periods }: JudgeContext,
): number {
  const text = period && captures[period.name];
  return text ? periods.of(text) : NO_PERIOD;
}

export function judgeListing(each: Case, invariant: ListingInvariant, values: ReadonlyMap<string, KeyValue>): Finding[] {
  const list = values.get(wholeName(each));
  if (typeof list === 'symbol') return [];
  // A list that was never computed is not stale.
  if (list === null && invariant.refreshed !== undefined) return [];
  const valued = invariant.valued === true;
  const actual = new Map(itemsOf(each, list).map((item) => [item.member, item]));
  const off = (rest: Pick<Off, 'missing' | 'ghost'>): Finding =>
    finding(each, {
      class: invariant.refreshed === undefined ? 'index' : 'stale',
      drift: invariant.refreshed ?? null,
      cause: invariant.cause,
      unrepairable: invariant.unrepairable,
      ...rest,
    });
  const wanted = new Map<string, Listed>();
  for (const { name, plan } of each.parts) {
    for (const listed of listedIn(each, invariant, plan, name, values.get(name))) {
      // Several entities may imply the same entry; a required one decides.
      if (listed.optional === undefined || !wanted.has(listed.member)) wanted.set(listed.member, listed);
    }
  }
  const findings = [...wanted.values()].flatMap(({ member, value = null, optional }): Finding[] => {
    const item = actual.get(member);
    actual.delete(member);
    if (!item) return optional === undefined ? [off({ missing: { member, value } })] : [];
    return valued && item.value !== value && optional !== NOT_EVIDENT ? [off({ missing: { member, value }, ghost: item })] : [];
  });
  return [...findings, ...[...actual.values()].map((ghost) => off({ ghost }))];
}

/** The entries that the entity implies in this list. */
function listedIn(each: Case, invariant: ListingInvariant, plan: FamilyPlan, name: string, value: KeyValue): Listed[] {
  if (!Array.isArray(value)) return [];
  return listedBy(invariant, plan, name, value as readonly string[]).filter(({ group }) =>
    each.relation.placeholders.every((placeholder, at) => (group?.[placeholder] ?? '') === each.texts[at]),
  );
}

function itemsOf({ relation }: Case, value: KeyValue): ListItem[] {
  const texts = setOf(value);
  if (relation.sides.whole[0]!.compiled.family.type === 'set') return texts.map((member) => ({ member, value: null }));
  return texts.flatMap((member, at) => (at % 2 === 0 ? [{ member, value: texts[at + 1] ?? null }] : []));
}
