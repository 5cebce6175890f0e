/** One line of a comparison: in both texts, only in the old one, or only in the new one. Indexes count from 0. */
export type LineStep =
  | { kind: 'same'; old: number; new: number }
  | { kind: 'removed'; old: number }
  | { kind: 'added'; new: number };

/**
 * The shortest edit from one list of lines to the other (E. W. Myers, "An O(ND) Difference Algorithm", 1986). Time and memory grow
 * with the number of lines that differ.
 */
export function lineSteps(before: readonly string[], after: readonly string[]): LineStep[] {
  const trail: Map<number, number>[] = [];
  let reached = new Map([[1, 0]]);
  for (let distance = 0; ; distance++) {
    trail.push(reached);
    const next = new Map(reached);
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      let x = comesFromAbove(reached, diagonal, distance) ? reached.get(diagonal + 1)! : reached.get(diagonal - 1)! + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return walkBack(trail, before.length, after.length);
    }
    reached = next;
  }
}

const comesFromAbove = (reached: ReadonlyMap<number, number>, diagonal: number, distance: number): boolean =>
  diagonal === -distance || (diagonal !== distance && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1));

function walkBack(trail: readonly ReadonlyMap<number, number>[], oldLength: number, newLength: number): LineStep[] {
  const steps: LineStep[] = [];
  let [x, y] = [oldLength, newLength];
  for (let distance = trail.length - 1; distance >= 0; distance--) {
    const reached = trail[distance]!;
    const above = comesFromAbove(reached, x - y, distance);
    const previous = x - y + (above ? 1 : -1);
    const fromX = distance === 0 ? 0 : reached.get(previous)!;
    const fromY = distance === 0 ? 0 : fromX - previous;
    while (x > fromX && y > fromY) steps.push({ kind: 'same', old: --x, new: --y });
    if (distance > 0) steps.push(above ? { kind: 'added', new: --y } : { kind: 'removed', old: --x });
  }
  return steps.toReversed();
}
