import { placeholderNames } from './placeholder-names.js';
import type { Family, Grain, Profile, Rollup } from './types.js';

const PERIODS: readonly Grain[] = ['minute', 'hour', 'day', 'month'];

/** Problems of a profile's rollups. */
export function lintRollups(profile: Profile): string[] {
  const families = new Map(profile.families.map((family) => [family.id, family]));
  return (profile.rollups ?? []).flatMap((rollup) =>
    rollupProblems(rollup, families).map((problem) => `rollup ${rollup.fine} to ${rollup.coarse}: ${problem}`),
  );
}

function rollupProblems(rollup: Rollup, families: ReadonlyMap<string, Family>): string[] {
  const [fine, coarse] = [families.get(rollup.fine), families.get(rollup.coarse)];
  if (!fine || !coarse) {
    return [rollup.fine, rollup.coarse].filter((id) => !families.has(id)).map((id) => `family ${id} does not exist`);
  }
  return [...grainProblems(rollup, fine, coarse), ...placeholderProblems(fine, coarse), ...fieldProblems(rollup, fine, coarse)];
}

function grainProblems({ over }: Rollup, fine: Family, coarse: Family): string[] {
  const [from, to] = [PERIODS.indexOf(fine.grain), PERIODS.indexOf(coarse.grain)];
  if (over === 'dimension') return fine.grain === coarse.grain ? [] : ['over a dimension, both need the same grain'];
  return from >= 0 && to > from ? [] : [`over periods, ${fine.grain} does not add up to ${coarse.grain}`];
}

/** The coarse name repeats placeholders of the fine name; these determine the group of a fine key. */
function placeholderProblems(fine: Family, coarse: Family): string[] {
  const known = placeholderNames(fine.pattern);
  const period: readonly string[] = fine.grain === coarse.grain ? [] : placeholderNames(coarse.pattern).slice(-1);
  return placeholderNames(coarse.pattern)
    .filter((name) => !known.includes(name) && !period.includes(name))
    .map((name) => `{${name}} of the coarse pattern is not in the fine one`);
}

function fieldProblems({ fields }: Rollup, fine: Family, coarse: Family): string[] {
  if (fine.type !== coarse.type || (fine.type !== 'hash' && fine.type !== 'string'))
    return ['both must be hashes, or both strings'];
  if (fine.type === 'string') return fine.value === coarse.value ? [] : ['both need the same unit'];
  const has = (family: Family, name: string): boolean => Object.hasOwn({ ...family.fields, ...family.optionalFields }, name);
  const strangers = Object.entries(fields ?? {}).flatMap(([from, to]) => [
    ...(has(fine, from) ? [] : [`${fine.id} has no field ${from}`]),
    ...(has(coarse, to) ? [] : [`${coarse.id} has no field ${to}`]),
  ]);
  const shared = Object.keys(fine.fields ?? {}).some((name) => has(coarse, name));
  return fields || shared ? strangers : ['they share no field'];
}
