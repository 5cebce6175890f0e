/** Subtotals by grain, by value class, and of fine-grained statistics. */
import type { Grain, ValueClass } from '../profile/types.js';
import type { AuditData, DimensionTop, GroupRow, SizeSource } from './model.js';
import { heldBytes } from '../keyspace/held-bytes.js';
import type { Tally } from '../keyspace/tally.js';
import { sumBytes } from './family-rows.js';
import type { ReportedFamily } from './findings/context.js';
import type { Identity } from './identity.js';

const TOP = 10;

function groupRow(families: readonly ReportedFamily[], allKeys: number): GroupRow {
  const keys = families.reduce((sum, { row }) => sum + row.keys, 0);
  const share = allKeys === 0 ? 0 : keys / allKeys;
  return { keys, share, families: families.length, exact: families.every(({ row }) => row.exact), ...sumBytes(families) };
}

function groupBy<Key extends string>(
  families: readonly ReportedFamily[],
  allKeys: number,
  keyOf: (family: ReportedFamily) => Key,
): Partial<Record<Key, GroupRow>> {
  const groups = new Map<Key, ReportedFamily[]>();
  for (const family of families) groups.set(keyOf(family), [...(groups.get(keyOf(family)) ?? []), family]);
  const rows: Partial<Record<Key, GroupRow>> = {};
  for (const [key, members] of groups) rows[key] = groupRow(members, allKeys);
  return rows;
}

export const byGrain = (families: readonly ReportedFamily[], keys: number): Partial<Record<Grain, GroupRow>> =>
  groupBy(families, keys, ({ row }) => row.grain);

export const byClass = (
  families: readonly ReportedFamily[],
  keys: number,
): Partial<Record<ValueClass | 'unrecognised', GroupRow>> =>
  groupBy(families, keys, ({ row }) => row.valueClass ?? 'unrecognised');

/** Statistics, and the index sets that list them. */
export const isStatistic = ({ owner }: ReportedFamily): boolean =>
  owner?.family.role === 'counter' || owner?.family.role === 'index';

/** The three groups overlap. */
export function fineGrained(families: readonly ReportedFamily[], keys: number): AuditData['fineGrained'] {
  const statistics = families.filter(isStatistic);
  return {
    hourly: groupRow(
      statistics.filter(({ row }) => row.grain === 'hour'),
      keys,
    ),
    minute: groupRow(
      statistics.filter(({ row }) => row.grain === 'minute'),
      keys,
    ),
    perModel: groupRow(
      statistics.filter(({ owner }) => owner!.dimensions.some(({ name }) => name === 'model')),
      keys,
    ),
  };
}

/** The API keys, accounts and models with the most bytes. */
export function dimensionTops(
  tally: Tally,
  families: readonly ReportedFamily[],
  identity: Identity,
  sizes: SizeSource,
): DimensionTop[] {
  const found: DimensionTop[] = [];
  for (const [dimension, table] of tally.dimensions) {
    const slot = families.flatMap(({ owner }) => owner?.dimensions ?? []).find(({ name }) => name === dimension)?.slot;
    if (!slot) continue;
    const top = table.top(TOP).map(([value, { holdings }]) => {
      const { keys, bytes, how } = heldBytes(holdings);
      const bytesHow = how === 'counted' && sizes !== 'server' ? 'estimated' : how;
      return { value: identity.id(value, slot.placeholder), keys, bytes, bytesHow: bytes === null ? null : bytesHow };
    });
    found.push({ dimension, distinct: table.distinct, approximate: table.approximate, top });
  }
  return found;
}
