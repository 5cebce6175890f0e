/** Decides which figures of a family may be added up. */
import type { CompiledProfile } from '../../profile/classify.js';
import { parsePattern } from '../../profile/pattern.js';
import type { Family, Unit } from '../../profile/types.js';

export interface Additive {
  /** Of a string. */
  value: boolean;
  field(name: string): boolean;
}

/** A number in a key that no profile knows may be a time. */
const NOTHING: Additive = { value: false, field: () => false };

const UNITS: readonly Unit[] = ['tokens', 'requests', 'usd', 'micro-usd', 'count'];

/** Takes the family id of the archive. */
export function additiveFigures(profiles: readonly CompiledProfile[]): (familyId: string) => Additive {
  const known = new Map<string, Additive>();
  return (id) => {
    const found =
      known.get(id) ?? additiveOf(profiles.flatMap(({ families }) => families).find((one) => one.family.id === id)?.family);
    known.set(id, found);
    return found;
  };
}

function additiveOf(family: Family | undefined): Additive {
  if (!family) return NOTHING;
  const units = Object.entries({ ...family.fields, ...family.optionalFields }).map(
    ([name, unit]) => [fieldPattern(name), unit] as const,
  );
  // Counters may have fields that only some releases write.
  const others = family.role === 'counter';
  return {
    value: family.value === undefined ? others : UNITS.includes(family.value),
    field(name) {
      const unit = units.find(([pattern]) => pattern.test(name))?.[1];
      return unit === undefined ? others : UNITS.includes(unit);
    },
  };
}

const fieldPattern = (name: string): RegExp =>
  new RegExp(
    `^${parsePattern(name)
      .map((part) => ('literal' in part ? part.literal.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&') : '[^]*'))
      .join('')}$`,
  );
