import { safeText } from '../../format/terminal.js';
import type { ViolationRow } from '../../consistency/model.js';

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

/** One line each, so that a log of them can be followed. */
export function changesText(now: string, { appeared, gone }: ViolationChanges): string {
  const line = (sign: string, row: ViolationRow): string =>
    `${now.slice(0, 19)}Z ${sign} ${row.class} ${safeText(row.invariant)} ${safeText(row.key)}${row.delta === null ? '' : ` (${row.delta})`}`;
  return [...gone.map((row) => line('-', row)), ...appeared.map((row) => line('+', row))].join('\n');
}
