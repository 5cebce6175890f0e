import type { Switch, Workload } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import { unswitchedFlows } from './flows.js';
import { MANY_KEYS } from './key-load.js';
import { significant } from './significant.js';
import { switched } from './switched.js';
import { loadOf, type Load, type Rates } from './totals.js';

/** What one meaning of a switch saves. The savings of switches overlap, so a sum of `overlap` counts commands twice. */
export interface Saving {
  /** Saved by this switch alone, with all others on. */
  overlap: Rates<Load>;
  /** Saved in addition to the switches before it. */
  marginal: Rates<Load>;
  /** Remaining after it and the switches before it. */
  left: Rates<Load>;
}

export interface SwitchSaving extends Saving {
  env: string;
  title: string;
  /** The same for the other possible meaning of the switch's name; `null`: only one meaning. */
  otherReading: (Saving & { title: string }) | null;
}

/** What each switch of the profile saves under a workload, in the profile's order, starting with all switches on. */
export function savingsOf(profile: Profile, version: string | null, workload: Workload): SwitchSaving[] {
  const env: Record<string, string> = {};
  const flows = unswitchedFlows(profile, version, workload);
  const load = (switches: readonly Switch[], values: Readonly<Record<string, string>>): Rates<Load> =>
    loadOf(switched({ ...profile, switches }, flows, values));
  const switches = profile.switches ?? [];
  const full = load(switches, env);
  let before = full;
  return switches.map((one) => {
    const alone = { [one.env]: one.off };
    const sum = { ...env, ...alone };
    const saving = (all: readonly Switch[]): Saving => {
      const left = load(all, sum);
      return { overlap: less(full, load(all, alone)), marginal: less(before, left), left };
    };
    const { env: name, title, otherReading } = one;
    const other = otherReading && switches.map((each) => (each === one ? { ...one, removes: otherReading.removes } : each));
    const result = {
      env: name,
      title,
      ...saving(switches),
      otherReading: other ? { title: otherReading.title, ...saving(other) } : null,
    };
    env[name] = one.off;
    before = result.left;
    return result;
  });
}

/** Commands per day that each switch alone saves for each key that jobs walk over, by variable. */
export function savingsPerKey(profile: Profile, version: string | null, workload: Workload): Map<string, number> {
  const few = savingsOf(profile, version, { ...workload, keys: MANY_KEYS });
  const more = savingsOf(profile, version, { ...workload, keys: 2 * MANY_KEYS });
  const perDay = ({ overlap }: Saving): number => overlap.perDay.wire;
  return new Map(few.map((saving, index) => [saving.env, significant((perDay(more[index]!) - perDay(saving)) / MANY_KEYS)]));
}

const less = (more: Rates<Load>, fewer: Rates<Load>): Rates<Load> => ({
  perRequest: difference(more.perRequest, fewer.perRequest),
  perDay: difference(more.perDay, fewer.perDay),
});

const difference = (more: Load, fewer: Load): Load => ({
  wire: significant(more.wire - fewer.wire),
  counted: significant(more.counted - fewer.counted),
  roundTrips: significant(more.roundTrips - fewer.roundTrips),
});
