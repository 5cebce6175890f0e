/** What a check compares: what must hold in the releases that may have written the data of the applications that are there. */
import type { Plans } from '../../consistency/compile-relations.js';
import type { Selection } from '../../consistency/selection.js';
import { usageError } from '../../format/errors.js';
import type { CompiledProfile } from '../../profile/classify.js';
import type { Profile } from '../../profile/types.js';
import type { Recognised } from '../../recognise/recognise.js';
import type { OffsetGiven } from '../../recognise/utc-offset.js';
import type { ConsistencyFlags } from './flags.js';
import { offsetGiven } from '../base/offset-given.js';
import { profilesFrom } from '../base/profiles.js';

/** What is asked for, before anything is read. */
export interface Wanted {
  profiles: readonly Profile[];
  asked: boolean;
  selection: Selection;
  offset: OffsetGiven;
}

export interface Compared {
  recognised: Recognised;
  profiles: readonly CompiledProfile[];
  plans: Plans;
  /** Ids of sums that are judged without fields which only some of the releases write. */
  narrowed: readonly string[];
}

/** Throws a usage error for an invariant or a family that no profile has. */
export async function wantedBy(flags: ConsistencyFlags): Promise<Wanted> {
  const { profiles, asked } = await profilesFrom(flags.profile);
  const silent = profiles.find(({ consistency }) => !consistency);
  if (asked && silent) throw usageError(`Profile ${silent.name} does not say what must hold.`, 'Leave it out.');
  const { selectionNamed } = await import('../../consistency/selection.js');
  const selection = selectionNamed({ invariants: flags.invariant ?? [], families: flags.family ?? [] }, profiles);
  return { profiles, asked, selection, offset: await offsetGiven(flags) };
}

export async function comparedWith({ selection }: Pick<Wanted, 'selection'>, recognised: Recognised): Promise<Compared> {
  const [{ compileProfile }, { compileRelations }, { judgedWithin }] = await Promise.all([
    import('../../profile/classify.js'),
    import('../../consistency/compile-relations.js'),
    import('../../profile/judged-within.js'),
  ]);
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
  return { recognised, profiles, plans: compileRelations(profiles, selection, open), narrowed };
}
