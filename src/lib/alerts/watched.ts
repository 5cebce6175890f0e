/** Limits and budgets in one form, with a key that stays the same from run to run. */
import { createHash } from 'node:crypto';
import type { Decimal } from '../format/decimal.js';
import type { Measured } from './model.js';
import type { Threshold } from './thresholds.js';

export interface Watched {
  /** A digest: no name or id can be read from it. */
  key: string;
  measured: Measured;
  /** `null`: not known. */
  amounts: { used: Decimal; allowed: Decimal } | null;
  /** Ascending. */
  thresholds: readonly Threshold[];
}

/** Of what identifies it: rule, kind of entity, id, billing cycle. */
export const keyOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
