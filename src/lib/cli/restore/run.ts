import { says } from '../../errors/changes.js';
import { profileNames } from '../../change/archive/record.js';
import type { RestoreListData } from '../../change/restore/model.js';
import type { SurveyedArchive, Wanted } from '../../change/restore/survey.js';
import { usageError } from '../../format/errors.js';
import { compileProfile, type CompiledProfile } from '../../profile/classify.js';
import { profilesFrom } from '../base/profiles.js';
import { changeWith, type ChangeResult, type Talk } from '../change/run.js';
import type { RestoreVerbRequest } from './options.js';

/** Checks every byte of the archives first. */
export async function archivesFrom(paths: readonly string[], wanted: Wanted): Promise<SurveyedArchive[]> {
  const { surveyArchives } = await import('../../change/restore/survey.js');
  if (new Set(paths).size < paths.length) throw usageError(says('archive-twice'));
  return surveyArchives(paths, wanted);
}

/** What `--list` shows. */
export const listed = (archives: readonly SurveyedArchive[]): RestoreListData => ({
  archives: archives.map(({ archive: { path, head }, contents, families }) => ({
    path,
    complete: contents.complete,
    records: contents.records,
    command: head.command,
    createdAt: head.createdAt,
    target: head.target,
    db: head.db,
    server: head.server,
    profile: head.profile,
    families: families
      .map(({ id, action, records, expired }) => ({ id, action, records, expired }))
      .toSorted((a, b) => b.records - a.records),
  })),
});

/** Makes the plan. Unless only the plan is requested, carries it out after it is agreed to. */
export async function restoreWith(
  archives: readonly SurveyedArchive[],
  { how, profiles: named, ...what }: RestoreVerbRequest,
  talk: Talk,
): Promise<ChangeResult> {
  const profileSpecs = named ?? profileNames(archives[0]!.archive.head);
  const { keepsState, showIds, typed } = how.terms;
  const request = {
    ...what,
    archives,
    profiles: await profilesOf(profileSpecs, named !== null),
    profileSpecs,
    isDatabaseNamed: how.address.database !== undefined,
    keepsState,
    showIds,
    typed: typed.restore,
  };
  return changeWith(how, talk, {
    async prepare(work) {
      const { prepareRestore } = await import('../../change/restore/prepare.js');
      return prepareRestore(work, request);
    },
  });
}

/** A profile of the user is found only if it is named. Without it figures are not added up. */
async function profilesOf(specs: readonly string[], asked: boolean): Promise<CompiledProfile[]> {
  try {
    return (await profilesFrom(specs)).profiles.map(compileProfile);
  } catch (error) {
    if (asked) throw error;
    return [];
  }
}
