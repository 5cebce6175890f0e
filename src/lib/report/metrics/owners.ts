/** Owners in labels: the first ones, as they may be shown, and the rest as one. Their number is bounded. */
import { OTHER } from './metric.js';

/** `id` `null`: anonymous. */
interface Owned {
  id: string | null;
  value: number | null;
}

/** The `most` largest, and the sum of the others. */
export function topOwners<Row extends Owned>(rows: readonly Row[], most: number): { owner: string; value: number }[] {
  const sorted = rows.filter(({ value }) => value !== null).toSorted((a, b) => b.value! - a.value!);
  const named = sorted.slice(0, most).map(({ id, value }) => ({ owner: id ?? OTHER, value: value! }));
  const rest = sorted.slice(most).reduce((sum, { value }) => sum + value!, 0);
  return most === 0 ? [] : [...named, ...(sorted.length > most ? [{ owner: OTHER, value: rest }] : [])];
}
