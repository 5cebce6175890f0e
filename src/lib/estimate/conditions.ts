import type { Operations, Workload } from '../profile/operations.js';

/** The share of requests for which all conditions hold, assuming that conditions are independent; `!id` negates. */
export function shareOf(operations: Operations, { shares }: Workload, when: readonly string[]): number {
  if (impossible(when)) return 0;
  return [...new Set(when)].reduce((product, name) => {
    const id = name.replace(/^!/, '');
    const share = shares[id] ?? operations.conditions.find((condition) => condition.id === id)?.share;
    if (share === undefined) throw new RangeError(`no condition ${id}`);
    return product * (name.startsWith('!') ? 1 - share : share);
  }, 1);
}

/** True when a condition and its negation are both required. */
export const impossible = (when: readonly string[]): boolean => when.some((name) => when.includes(`!${name}`));
