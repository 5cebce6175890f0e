import type { Account, ApiKey } from './cast.js';
import type { World } from './large-world.js';

/** What tells the keys of one family apart. */
export type Axis = 'apiKey' | 'account' | 'model' | 'hour' | 'day' | 'month' | 'quarter';

/** One combination: the text of the placeholders, and what stands behind it. */
interface Spot {
  values: Record<string, string>;
  /** The period's instant, where there is a period. */
  at?: number;
  apiKey?: ApiKey;
  account?: Account;
}

type Step = (index: number) => Spot;

function axisOf(world: World, axis: Axis): { length: number; spot: Step } {
  const { calendar, apiKeys, accounts, models, hours, days, months } = world;
  const along = <T>(items: readonly T[], spot: (item: T) => Spot): { length: number; spot: Step } => ({
    length: items.length,
    spot(index) {
      const item = items[index];
      if (item === undefined) throw new RangeError(`${axis} has no item ${index}`);
      return spot(item);
    },
  });
  switch (axis) {
    case 'apiKey':
      return along(apiKeys, (apiKey) => ({ values: { keyId: apiKey.id }, apiKey }));
    case 'account':
      return along(accounts, (account) => ({ values: { accountId: account.id }, account }));
    case 'model':
      return along(models, (model) => ({ values: { model } }));
    case 'hour':
      return along(hours, (at) => ({ values: { hour: calendar.hour(at) }, at }));
    case 'day':
      return along(days, (at) => ({ values: { date: calendar.date(at) }, at }));
    case 'month':
      return along(months, (at) => ({ values: { month: calendar.month(at) }, at }));
    case 'quarter':
      return along(months.slice(0, 3), (at) => ({ values: { month: calendar.month(at) }, at }));
  }
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** A step that visits all of `length` places before it comes back to one. */
function coprimeStep(length: number): number {
  let step = Math.max(1, Math.round(length * 0.618));
  while (gcd(step, length) !== 1) step++;
  return step;
}

/** All combinations along the axes; `spot` gives a different one for each index below `length`, scattered over all of them. */
export function combine(world: World, axes: readonly Axis[]): { length: number; spot: Step } {
  const parts = axes.map((axis) => axisOf(world, axis));
  const length = parts.reduce((product, part) => product * part.length, 1);
  const step = coprimeStep(length);
  return {
    length,
    spot(index) {
      let rest = (index * step) % length;
      const spot: Spot = { values: {} };
      for (const part of parts) {
        const { values, ...behind } = part.spot(rest % part.length);
        Object.assign(spot.values, values);
        Object.assign(spot, behind);
        rest = Math.floor(rest / part.length);
      }
      return spot;
    },
  };
}
