import { corruptValue } from '../parse-context.js';
import type { PackedVisitor } from '../packed/packed.js';
import type { ValueVisitor } from '../snapshot-key.js';

/** Joins every two entries of a packed value: field and value, or member and score. */
export function pairVisitor(visitor: ValueVisitor): PackedVisitor {
  let first: string | null = null;
  return (text) => {
    if (first === null) {
      first = text;
      return;
    }
    visitor.entry(first, text);
    first = null;
  };
}

export function pairs(entries: number | null, offset: number, what: string): number | null {
  if (entries === null) return null;
  if (entries % 2 !== 0) throw corruptValue(offset, what);
  return entries / 2;
}
