/** Evaluates all groups after the first pass: which hold, which must be read again, and which cannot be judged. */
import { CORRUPT, HAS_PARTS, HAS_WHOLE, LARGE, NO_PERIOD, OPTIONAL, type GroupTable } from './group-table.js';
import type { FirstPass } from './first-pass.js';
import { hoursAfter, hoursBefore } from './group-periods.js';
import { HashSet } from './hash-set.js';
import type { Relation } from './relation.js';
import type { Removals } from './removals.js';

const HOUR_MS = 3_600_000;
/** Allowance for the clocks of application, server and this machine. Not judging a bucket this close to expiry loses nothing. */
const EDGE_MS = HOUR_MS;
/** A month: a bucket that started before it may have expired with others of the same time. */
const LONGEST_BUCKET_MS = 31 * 24 * HOUR_MS;

export interface Clock {
  nowMs: number;
  /** Hours. */
  utcOffset: number;
}

/** What a group is judged by, in addition to its sums. */
export interface Standards extends Clock {
  removals: Removals;
}

export interface Swept {
  /** By relation: number of groups, and number that cannot be judged because of a drift or a value that is not a number. */
  groups: number[];
  unjudged: Map<Unjudged, number>[];
  /** By relation: hashes of groups that differ. */
  suspects: HashSet[];
  /** By relation: number of further groups that differ. */
  forgotten: number[];
}

/**
 * `release`: the invariant depends on the release. `removed`: this program has removed keys of the group. `gone`: no owner has
 * parts of that age, although they should not have expired, so something else has deleted them.
 */
export type Unjudged = 'ttl-edge' | 'retention' | 'corrupt' | 'release' | 'removed' | 'gone';

/** Maximum suspect groups kept, in at most 64 MB; more are only counted. */
const MOST_GROUPS = 3_000_000;

export function sweep(pass: FirstPass, relations: readonly Relation[], by: Standards): Swept {
  const swept = {
    groups: relations.map(() => 0),
    unjudged: relations.map(() => new Map<Unjudged, number>()),
    suspects: relations.map(() => new HashSet()),
    forgotten: relations.map(() => 0),
  };
  let remembered = 0;
  for (const tables of pass.tables()) {
    for (const relation of relations) {
      if (relation.width === 0) continue;
      const table = tables[relation.index]!;
      for (let group = 0; group < table.size; group++) {
        swept.groups[relation.index]!++;
        const verdict = judge(pass, relation, table, group, by);
        if (verdict === 'holds') continue;
        if (verdict === 'suspect') {
          if (remembered++ < MOST_GROUPS) swept.suspects[relation.index]!.add(table.hash(group));
          else swept.forgotten[relation.index]!++;
        } else {
          const counts = swept.unjudged[relation.index]!;
          counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
        }
      }
    }
  }
  return swept;
}

/** The first pass's result for one group; `null`: no group with this hash, or not in memory. */
export function standingOf(
  pass: FirstPass,
  relation: Relation,
  hash: number,
  by: Standards,
): 'holds' | 'suspect' | 'unjudged' | null {
  const table = pass.tableInMemory(relation);
  const group = table?.find(hash) ?? -1;
  if (!table || group < 0) return null;
  const verdict = judge(pass, relation, table, group, by);
  return verdict === 'holds' || verdict === 'suspect' ? verdict : 'unjudged';
}

function judge(
  pass: FirstPass,
  relation: Relation,
  table: GroupTable,
  group: number,
  by: Standards,
): 'holds' | 'suspect' | Unjudged {
  const flags = table.flags(group);
  if (!differs(relation, table, group)) return 'holds';
  if (relation.open) return 'release';
  if (relation.invariant.kind === 'sum' && (flags & CORRUPT) !== 0) return 'corrupt';
  const { parts, whole } = relation.lives;
  const hours = table.hours(group);
  if (relation.invariant.kind === 'owner') return 'suspect';
  if (by.removals.covers(relation, hours)) return 'removed';
  if (isBeyond(relation, hours, by)) {
    if ((flags & OPTIONAL) !== 0) return 'suspect';
    const both = HAS_PARTS | HAS_WHOLE;
    return (flags & both) !== both && parts !== whole ? 'retention' : 'ttl-edge';
  }
  if (isGoneOfAllOwners(pass, relation, hours, by) && lacksParts(relation, table, group)) return 'gone';
  if (hours !== NO_PERIOD || parts === null) return 'suspect';
  return lacksParts(relation, table, group) && isOld(pass, relation, by, parts) ? 'ttl-edge' : 'suspect';
}

/** True when a key of the bucket may have expired: each exists at least for its full TTL from the start of the period. */
export function isBeyond({ lives: { parts, whole } }: Relation, hours: number, { nowMs, utcOffset }: Clock): boolean {
  const ttlMs = Math.min(parts ?? Infinity, whole ?? Infinity);
  return hours !== NO_PERIOD && (hours - utcOffset) * HOUR_MS < nowMs - ttlMs + EDGE_MS;
}

function differs(relation: Relation, table: GroupTable, group: number): boolean {
  const { invariant } = relation;
  const flags = table.flags(group);
  switch (invariant.kind) {
    case 'sum': {
      if ((flags & (LARGE | CORRUPT)) !== 0) return true;
      // Half of the tolerance, because doubles are inexact; groups near the limit are checked exactly.
      const most = invariant.tolerance ? (Number(invariant.tolerance.amount) * table.sum(group, relation.width - 1)) / 2 : 0;
      const columns = relation.width - (invariant.tolerance ? 1 : 0);
      for (let column = 0; column < columns; column++) {
        const difference = table.sum(group, column);
        if (difference > most || (difference < -most && invariant.compare !== 'at-most')) return true;
      }
      return false;
    }
    case 'presence':
      return table.sum(group, 0) > 0 !== table.sum(group, 1) > 0;
    case 'owner':
      return table.sum(group, 0) > 0 && table.sum(group, 1) === 0;
    default:
      // A list that was never computed is not stale.
      if (invariant.kind === 'listing' && invariant.refreshed !== undefined && (flags & HAS_WHOLE) === 0) return false;
      if ((flags & OPTIONAL) !== 0) return true;
      return table.sum(group, 0) !== 0 || table.sum(group, 1) !== 0 || table.sum(group, 2) !== 0;
  }
}

/**
 * True when the parts have a finer period, and no owner has any part in the group's period, or in the previous period and the
 * start of this one. An application that started then has no older wholes.
 */
function isGoneOfAllOwners(pass: FirstPass, relation: Relation, hours: number, by: Standards): boolean {
  const { parts, whole } = relation.sides;
  if (relation.invariant.kind !== 'sum' || hours === NO_PERIOD) return false;
  if (parts[0]!.compiled.family.grain === whole[0]!.compiled.family.grain) return false;
  const [end, before] = [hoursAfter(relation, hours), hoursBefore(relation, hours)];
  if (end === null || before === null) return false;
  const oldest = pass.evidence.oldest(parts[0]!);
  if (oldest >= end) return true;
  return oldest > hours && pass.evidence.oldest(whole[0]!) <= before && !isBeyond(relation, before, by);
}

/** True when the whole is at least as large in every column. */
function lacksParts(relation: Relation, table: GroupTable, group: number): boolean {
  for (let column = 0; column < relation.width; column++) {
    const isTolerance = relation.invariant.kind === 'sum' && relation.invariant.tolerance && column === relation.width - 1;
    if (!isTolerance && table.sum(group, column) > 0) return false;
  }
  return true;
}

/** True when parts of that age still exist, so older ones may have existed and expired. */
function isOld(pass: FirstPass, relation: Relation, { nowMs, utcOffset }: Clock, ttlMs: number): boolean {
  const oldest = relation.sides.parts.reduce((least, plan) => Math.min(least, pass.evidence.oldest(plan)), Infinity);
  return (oldest - utcOffset) * HOUR_MS < nowMs - ttlMs + LONGEST_BUCKET_MS;
}
