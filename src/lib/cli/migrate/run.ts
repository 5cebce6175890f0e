import type { Migration, MigrationRequest } from '../../change/migrate/prepare.js';
import { variablesIn } from '../base/variables.js';
import { offsetGiven } from '../base/offset-given.js';
import { profilesFrom } from '../base/profiles.js';
import { planKept } from '../change/plan-output.js';
import { changeWith, type ChangeResult, type Talk } from '../change/run.js';
import type { MigrateVerbRequest } from './options.js';

/** Makes the plan. Unless only the plan is requested, carries it out after it is agreed to. */
export async function migrateWith({ how, what, output, utcOffset }: MigrateVerbRequest, talk: Talk): Promise<ChangeResult> {
  const { profiles, asked } = await profilesFrom(what.profileSpecs);
  const offset = await offsetGiven(utcOffset, how.address.envFile);
  const migration = await withVariables(what.migration, how.address.envFile);
  const request: MigrationRequest = { ...what, migration, profiles, profilesAsked: asked, offset };
  return changeWith(how, talk, {
    plansOnly: how.dryRun || output !== null,
    async prepare(work) {
      const { prepareMigration } = await import('../../change/migrate/prepare.js');
      return planKept(output, await prepareMigration(work, request), talk, how.terms.typed.again);
    },
  });
}

/** The sizes of limits are in the application's own settings. */
async function withVariables(migration: Migration, envFile: string | undefined): Promise<Migration> {
  if (migration.kind !== 'limiters' || envFile === undefined) return migration;
  const { limiters } = migration;
  return { ...migration, limiters: { ...limiters, settings: { ...limiters.settings, env: await variablesIn(envFile) } } };
}
