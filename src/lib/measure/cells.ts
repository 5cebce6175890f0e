/** A count of equal commands. */
export interface Cell {
  /** In upper case. */
  command: string;
  /** Family id; `null`: the command names no key; `undefined`: unknown, because server statistics contain no keys. */
  family: string | null | undefined;
  /** True for keys that the profile does not know. */
  unrecognised: boolean;
  inScript: boolean;
  count: number;
}

/** Stands for script calls that the profile counts but cannot name. */
const ANY_CALL = 'REDIS.CALL';

/** Equal commands that the profile expects of one event. */
export interface Expected {
  event: string;
  source: string;
  command: string;
  family: string | null;
  inScript: boolean;
  withRequests: boolean;
  /** True when the event always sends them. */
  always: boolean;
  count: number;
}

/** Commands of a cell, and how many of them each expectation explains. */
export interface Explained {
  cell: Cell;
  parts: { expected: Expected; count: number }[];
  /** The unexplained rest. */
  left: number;
}

/**
 * Distributes the counts over the expectations: first those that come with requests, then timers, proportionally if several
 * expect the same command. No expectation gets more than it expects, or more than the number of times its event can have
 * happened, which the rarest of its unconditional commands limits. The rest stays unexplained.
 */
export function explain(cells: readonly Cell[], expected: readonly Expected[]): Explained[] {
  const byKey = groups(expected, ({ command, family }) => keyOf(command, family));
  const byCommand = groups(expected, ({ command }) => command);
  const taken = new Map<Expected, number>();
  const linesOf = (cell: Cell): readonly Expected[] => {
    const own = cell.family === undefined ? byCommand.get(cell.command) : byKey.get(keyOf(cell.command, cell.family));
    const anyCall = cell.inScript && cell.family !== undefined ? byKey.get(keyOf(ANY_CALL, cell.family)) : undefined;
    // A document that counts commands without keys means any key.
    const anyKey = byKey.get(keyOf(cell.command, null));
    return cell.unrecognised ? [] : (own ?? anyCall ?? anyKey ?? []);
  };
  const limits = sentAtMost(cells, expected, linesOf);
  return cells.map((cell) => {
    const lines = linesOf(cell);
    let left = cell.count;
    const parts: Explained['parts'] = [];
    for (const withRequests of [true, false]) {
      const open = lines.filter((line) => line.withRequests === withRequests);
      const wanted = open.map((line) => Math.max(0, line.count * (limits.get(line.event) ?? 1) - (taken.get(line) ?? 0)));
      const sum = wanted.reduce((total, each) => total + each, 0);
      if (sum <= 0 || left <= 0) continue;
      const share = Math.min(1, left / sum);
      for (const [index, line] of open.entries()) {
        const count = wanted[index]! * share;
        if (count <= 0) continue;
        parts.push({ expected: line, count });
        taken.set(line, (taken.get(line) ?? 0) + count);
      }
      left -= sum * share;
    }
    return { cell, parts, left: left < ROUNDING * Math.max(1, cell.count) ? 0 : left };
  });
}

/** The share of each event that can have happened, if less than expected. */
function sentAtMost(
  cells: readonly Cell[],
  expected: readonly Expected[],
  linesOf: (cell: Cell) => readonly Expected[],
): Map<string, number> {
  const counted = new Map<Expected, number>();
  for (const cell of cells) for (const line of linesOf(cell)) counted.set(line, (counted.get(line) ?? 0) + cell.count);
  const limits = new Map<string, number>();
  for (const line of expected) {
    if (!line.always || line.count === 0) continue;
    const share = (counted.get(line) ?? 0) / line.count;
    if (share < (limits.get(line.event) ?? 1)) limits.set(line.event, share);
  }
  return limits;
}

function groups(expected: readonly Expected[], idOf: (line: Expected) => string): Map<string, Expected[]> {
  const found = new Map<string, Expected[]>();
  for (const line of expected) {
    const group = found.get(idOf(line)) ?? [];
    found.set(idOf(line), group);
    group.push(line);
  }
  return found;
}

/** Maximum rounding error of a sum of shares, relative to the count. */
const ROUNDING = 1e-9;

/** Key for a command on a family; `null`: the command names no key. */
export const keyOf = (command: string, family: string | null | undefined): string => `${command} ${family ?? ''}`;
