/** The basis of every plan: the applications that were recognised, their releases, and the clock. */
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

/** The basis of a plan from a file. The clock stays that of the plan, so that later keys are not part of it. */
export function basisOf({ profiles, clock }: Pick<PlanData, 'profiles' | 'clock'>, known: readonly Profile[]): PlanBasis {
  return {
    profiles: known.filter(({ name }) => profiles.some((row) => row.name === name)).map(compileProfile),
    versions: new Map(profiles.map(({ name, version }) => [name, version])),
    clock: { now: Date.parse(clock.now), utcOffset: clock.utcOffset, marginMs: clock.marginHours * HOUR_MS },
  };
}

/** True when the plan names the family, by profile and id. */
export function plannedFamilies({ families }: Pick<PlanData, 'families'>): (profile: string, id: string) => boolean {
  const planned = new Set(families.map(({ profile, id }) => `${profile}/${id}`));
  return (profile, id) => planned.has(`${profile}/${id}`);
}
