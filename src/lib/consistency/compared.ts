/** What a check compares: what must hold in the releases that may have written the data of the applications that are there. */
import { compileProfile, type CompiledProfile } from '../profile/classify.js';
import { judgedWithin } from '../profile/judged-within.js';
import type { Profile } from '../profile/types.js';
import type { Recognised } from '../recognise/recognise.js';
import { compileRelations, type Plans } from './compile-relations.js';
import type { Selection } from './selection.js';

export interface Compared {
  recognised: Recognised;
  profiles: readonly CompiledProfile[];
  plans: Plans;
  /** Ids of the families that a repair may change; empty: all. */
  families: readonly string[];
  /** Ids of sums that are judged without fields which only some of the releases write. */
  narrowed: readonly string[];
}

export function comparedWith({ selection }: { selection: Selection }, recognised: Recognised): Compared {
  const open = new Map<Profile, ReadonlySet<string>>();
  const narrowed: string[] = [];
  const profiles = recognised.profiles.map(({ compiled: { profile }, release }) => {
    if (!profile.consistency) return compileProfile(profile);
    const judged = judgedWithin(profile, profile.consistency, release);
    // Every family stays, so that each name still finds its own.
    const within = { ...profile, consistency: judged.consistency };
    open.set(within, judged.open);
    for (const each of judged.narrowed) narrowed.push(each);
    return compileProfile(within);
  });
  return { recognised, profiles, plans: compileRelations(profiles, selection, open), families: selection.families, narrowed };
}
