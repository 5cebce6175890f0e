/** What every plan is decided by: the applications that are there, their releases, and the clock. */
import { compileProfile, type CompiledProfile } from '../../profile/classify.js';
import type { Profile } from '../../profile/types.js';
import type { PlanData } from './model.js';
import type { AgeRule } from '../../profile/age.js';

export interface PlanBasis {
  profiles: readonly CompiledProfile[];
  versions: ReadonlyMap<string, string | null>;
  clock: Pick<AgeRule, 'now' | 'utcOffset' | 'marginMs'>;
}

const HOUR_MS = 3_600_000;

/** That of a plan which was made before. The clock stays that of the plan, so that what came later is none of it. */
export function basisOf({ profiles, clock }: Pick<PlanData, 'profiles' | 'clock'>, known: readonly Profile[]): PlanBasis {
  return {
    profiles: known.filter(({ name }) => profiles.some((row) => row.name === name)).map(compileProfile),
    versions: new Map(profiles.map(({ name, version }) => [name, version])),
    clock: { now: Date.parse(clock.now), utcOffset: clock.utcOffset, marginMs: clock.marginHours * HOUR_MS },
  };
}

/** Whether the plan speaks of the family, by profile and id. */
export function plannedFamilies({ families }: Pick<PlanData, 'families'>): (profile: string, id: string) => boolean {
  const planned = new Set(families.map(({ profile, id }) => `${profile}/${id}`));
  return (profile, id) => planned.has(`${profile}/${id}`);
}
