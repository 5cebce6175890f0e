/** A fine family and the coarser one that it adds up to. */
import type { CompiledFamily, CompiledProfile } from '../../profile/classify.js';
import type { Rollup, Unit } from '../../profile/types.js';
import { WHOLE } from '../compare/counters.js';
import { coarseNamer, type CoarseNamer } from './coarse-names.js';

/** One quantity of both families: the names of its hash fields, or `WHOLE` for a string's value. */
export interface Figure {
  fine: string;
  coarse: string;
  /** Costs that are written as decimals; all others are whole numbers. */
  decimal: boolean;
}

export interface RollupPair {
  profile: CompiledProfile;
  fine: CompiledFamily;
  coarse: CompiledFamily;
  figures: readonly Figure[];
  /** Fields that add up in the fine family but are absent in the coarse one. */
  lost: readonly string[];
  coarseOf: CoarseNamer;
}

const ADDITIVE: readonly Unit[] = ['tokens', 'requests', 'usd', 'micro-usd', 'count'];

/** Throws an Error if the families of the rollup do not match. The check of profiles prevents this. */
export function rollupPair(profile: CompiledProfile, rollup: Rollup, utcOffset: number): RollupPair {
  const familyOf = (id: string): CompiledFamily => {
    const found = profile.families.find(({ family }) => family.id === id);
    if (!found) throw new Error(`rollup ${rollup.fine} to ${rollup.coarse}: no family ${id}`);
    return found;
  };
  const [fine, coarse] = [familyOf(rollup.fine), familyOf(rollup.coarse)];
  const figures = figuresOf(fine, coarse, rollup);
  const summed = new Set(figures.map((figure) => figure.fine));
  const lost = [...additiveFields(fine).keys()].filter((name) => !summed.has(name));
  return { profile, fine, coarse, figures, lost, coarseOf: coarseNamer(fine, coarse, utcOffset) };
}

function figuresOf(fine: CompiledFamily, coarse: CompiledFamily, { fields }: Rollup): Figure[] {
  const [own, others] = [additiveFields(fine), additiveFields(coarse)];
  const names = fields ? Object.entries(fields) : [...own.keys()].map((name) => [name, name] as const);
  return names.flatMap(([name, other]) => {
    const unit = own.get(name);
    return unit === undefined || !others.has(other) ? [] : [{ fine: name, coarse: other, decimal: unit === 'usd' }];
  });
}

/** Fields with a fixed name; those with a placeholder cannot be read by name. */
function additiveFields({ family }: CompiledFamily): Map<string, Unit> {
  const { type, value, fields, optionalFields } = family;
  const all = type === 'string' ? [[WHOLE, value] as const] : Object.entries({ ...fields, ...optionalFields });
  return new Map(
    all.flatMap(([name, unit]) => (unit && ADDITIVE.includes(unit) && !name.includes('{') ? [[name, unit] as const] : [])),
  );
}
