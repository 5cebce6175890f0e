import type { MigrationRequest } from '../../change/migrate/prepare.js';
import { offsetGiven } from '../base/offset-given.js';
import { profilesFrom } from '../base/profiles.js';
import { planKept } from '../change/plan-output.js';
import { changeWith, type ChangeResult, type Talk } from '../change/run.js';
import type { MigrateVerbRequest } from './options.js';

/** Makes the plan. Unless only the plan is requested, carries it out after it is agreed to. */
export async function migrateWith({ how, what, output, utcOffset }: MigrateVerbRequest, talk: Talk): Promise<ChangeResult> {
  const { profiles, asked } = await profilesFrom(what.profileSpecs);
  const offset = await offsetGiven(utcOffset, how.address.envFile);
  const request: MigrationRequest = { ...what, profiles, profilesAsked: asked, offset };
  return changeWith(how, talk, {
    plansOnly: how.dryRun || output !== null,
    async prepare(work) {
      const { prepareMigration } = await import('../../change/migrate/prepare.js');
      return planKept(output, await prepareMigration(work, request), talk, how.terms.typed.again);
    },
  });
}
