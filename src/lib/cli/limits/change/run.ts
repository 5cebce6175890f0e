import type { LimitsRequest } from '../../../change/limits/prepare.js';
import { offsetGiven } from '../../base/offset-given.js';
import { profilesFrom } from '../../base/profiles.js';
import { planKept } from '../../change/plan-output.js';
import { changeWith, type ChangeResult, type Talk } from '../../change/run.js';
import type { LimitsChangeRequest } from './options.js';

/** Makes the plan. Unless only the plan is requested, carries it out after it is agreed to. */
export async function changeLimitsWith({ how, what, output, utcOffset }: LimitsChangeRequest, talk: Talk): Promise<ChangeResult> {
  const { profiles, asked } = await profilesFrom(what.profileSpecs);
  const offset = await offsetGiven(utcOffset, how.address.envFile);
  const request: LimitsRequest = { ...what, profiles, profilesAsked: asked, offset };
  const result = await changeWith(how, talk, {
    plansOnly: how.dryRun || output !== null,
    async prepare(work) {
      const { prepareLimits } = await import('../../../change/limits/prepare.js');
      return planKept(output, await prepareLimits(work, request), talk, how.terms.typed.again);
    },
  });
  return what.showIds ? result : withoutNames(result);
}

/** Only the file of a plan has the names of keys. */
function withoutNames(result: ChangeResult): ChangeResult {
  const { envelope } = result;
  const { plan } = envelope.data;
  const { changes: _names, ...selection } = plan.selection;
  return { ...result, envelope: { ...envelope, data: { ...envelope.data, plan: { ...plan, selection } } } };
}
