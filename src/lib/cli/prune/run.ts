import type { PruneRequest } from '../../change/prune/prepare.js';
import { offsetGiven } from '../base/offset-given.js';
import { profilesFrom } from '../base/profiles.js';
import { planKept } from '../change/plan-output.js';
import { changeWith, type ChangeResult, type Talk } from '../change/run.js';
import type { PruneVerbRequest } from './options.js';

/** Makes the plan. Unless only the plan is requested, carries it out after it is agreed to. */
export async function pruneWith({ how, what, output, utcOffset }: PruneVerbRequest, talk: Talk): Promise<ChangeResult> {
  const { profiles, asked } = await profilesFrom(what.profileSpecs);
  const offset = await offsetGiven(utcOffset, how.address.envFile);
  const request: PruneRequest = { ...what, profiles, profilesAsked: asked, offset };
  return changeWith(how, talk, {
    plansOnly: how.dryRun || output !== null,
    async prepare(work) {
      const { preparePrune } = await import('../../change/prune/prepare.js');
      return planKept(output, await preparePrune(work, request), talk, how.terms.typed.again);
    },
  });
}
