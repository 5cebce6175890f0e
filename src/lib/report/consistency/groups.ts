import type { ConsistencyData, ViolationGroup, ViolationRow } from '../../consistency/model.js';

/** The listed differences by invariant and class, with the number of all. */
export function groupsOf({ violations, invariants }: ConsistencyData): ViolationGroup[] {
  const groups = new Map<string, ViolationRow[]>();
  for (const row of violations) {
    const id = `${row.profile}\n${row.invariant}\n${row.class}`;
    const known = groups.get(id);
    if (known) known.push(row);
    else groups.set(id, [row]);
  }
  return [...groups.values()].map((rows): ViolationGroup => {
    const { invariant, profile, class: kind } = rows[0]!;
    const own = invariants.find((row) => row.id === invariant && row.profile === profile);
    return {
      invariant,
      class: kind,
      count: rows.length + (own?.leftOut[kind] ?? 0),
      hasOneCause: new Set(rows.map(({ cause }) => cause)).size === 1,
      rows: () => rows,
    };
  });
}
