import type { ViolationRow } from './model.js';

/** Differences that a check shows and the one before did not, and the other way round. */
export interface ViolationChanges {
  appeared: ViolationRow[];
  gone: ViolationRow[];
}

const identity = (row: ViolationRow): string =>
  JSON.stringify([row.profile, row.invariant, row.key, row.class, row.verdict, row.fields, row.members]);

export function violationChanges(before: readonly ViolationRow[], after: readonly ViolationRow[]): ViolationChanges {
  const [old, fresh] = [new Set(before.map(identity)), new Set(after.map(identity))];
  return {
    appeared: after.filter((row) => !old.has(identity(row))),
    gone: before.filter((row) => !fresh.has(identity(row))),
  };
}
