import type { Entity, Figures, FigureSet } from './figures.js';
import type { Family } from './types.js';

/** The figures that these families hold: those of one release. */
export const figuresOf = ({ sets, entities, log, lists }: Figures, families: readonly Family[]): Figures => ({
  sets: sets.flatMap((set) => setOf(set, families)),
  entities: entities.map((entity) => entityOf(entity, families)),
  ...(log && families.some(({ id }) => id === log.family) && { log }),
  ...(lists && families.some(({ id }) => id === lists.family) && { lists }),
});

/** Empty if the release has no such family, or none of the fields. */
function setOf({ fields, sparse, ...set }: FigureSet, families: readonly Family[]): FigureSet[] {
  const family = families.find(({ id }) => id === set.family);
  if (!family) return [];
  if (!fields) return [set];
  const has = (name: string): boolean => Object.hasOwn({ ...family.fields, ...family.optionalFields }, name);
  const kept = Object.entries(fields).filter(([, names]) => [names].flat().every(has));
  if (kept.length === 0) return [];
  const still = (sparse ?? []).filter((metric) => kept.some(([name]) => name === metric));
  return [{ ...set, fields: Object.fromEntries(kept), ...(still.length > 0 && { sparse: still }) }];
}

/** Names of families that the release has. */
function entityOf({ names = [], ...entity }: Entity, families: readonly Family[]): Entity {
  const has = (id: string | undefined): boolean => families.some((family) => family.id === id);
  const kept = names
    .filter(({ family }) => has(family))
    .map(({ listed, ...source }) => ({ ...source, ...(listed !== undefined && has(listed) && { listed }) }));
  return { ...entity, ...(kept.length > 0 && { names: kept }) };
}
