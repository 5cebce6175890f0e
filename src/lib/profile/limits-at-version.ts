import type { Limit, Limits } from './limits.js';
import type { Family } from './types.js';
import { inRange } from './version.js';

/** The limits of one release: those whose families and fields it writes. */
export function limitsOf({ list, gates = [] }: Limits, families: readonly Family[], version: string): Limits {
  const familyOf = (id: string): Family | undefined => families.find((family) => family.id === id);
  const has = (id: string, field: string): boolean => {
    const family = familyOf(id);
    return family !== undefined && Object.hasOwn({ ...family.fields, ...family.optionalFields }, field);
  };
  const isKept = ({ since, until, family, field, figure, period }: Limit): boolean => {
    const needed = typeof figure === 'string' ? [] : [figure.family, figure.byDay];
    const start = period.kind === 'window' ? [period.start] : [];
    return (
      inRange(since, until, version) &&
      has(family, field) &&
      [...needed, ...start].every((id) => id === undefined || familyOf(id) !== undefined)
    );
  };
  const kept = list.filter(isKept);
  const isUsed = (id: string): boolean => kept.some(({ family }) => family === id);
  return { list: kept, gates: gates.filter(({ family, field }) => has(family, field) && isUsed(family)) };
}
