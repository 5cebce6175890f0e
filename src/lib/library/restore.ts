import { profileNames } from '../change/archive/record.js';
import type { Mode } from '../change/restore/entry.js';
import { prepareRestore } from '../change/restore/prepare.js';
import { surveyArchives } from '../change/restore/survey.js';
import { compileProfile, type CompiledProfile } from '../profile/classify.js';
import { changed, resultOf, typedPlace, type ChangeOptions, type ChangeResult } from './change.js';
import { profilesOf, type RedisAddress } from './look.js';
import { byteString } from '../format/byte-string.js';

export interface RestoreOptions extends Omit<ChangeOptions, 'now' | 'utcOffset'> {
  /** Only these families, by id. */
  families?: readonly string[];
  /** Only these keys. */
  keys?: readonly string[];
  /** What to do with keys that exist again: keep them unchanged, add to them, or replace them. Absent: `keep`. */
  mode?: Mode;
  /** Also restore keys that a later run has changed again, although that run is not undone. */
  outOfOrder?: boolean;
}

/**
 * Restores the keys of archives, after every byte of them is checked. An interrupted run that was started again has several
 * archives. Nothing is added twice, even if this is called several times. Throws a `MeterError` only if nothing is changed.
 */
export async function restoreKeys(
  redis: RedisAddress,
  archives: string | readonly string[],
  options: RestoreOptions = {},
): Promise<ChangeResult> {
  const { families = [], keys = [], mode = 'keep', outOfOrder = false, keepsState = true, showIds = false } = options;
  const wanted = { families, keys: keys.map(byteString) };
  const surveyed = await surveyArchives([archives].flat(), wanted);
  const named = profileNames(surveyed[0]!.archive.head);
  const request = {
    archives: surveyed,
    wanted,
    mode,
    profiles: await profilesNamed(options, named),
    profileSpecs: named,
    isDatabaseNamed: options.database !== undefined,
    outOfOrder,
    keepsState,
    typed: typedPlace(redis, options).restore,
    showIds,
  };
  // Only a replacement overwrites keys.
  const archive = mode === 'replace' ? options.archive : false;
  const course = await changed(redis, { ...options, ...(archive !== undefined && { archive }) }, (work) =>
    prepareRestore(work, request),
  );
  return resultOf(course);
}

/** A profile of the user is found only if it is given. Without it figures are not added up. */
async function profilesNamed({ profiles }: RestoreOptions, named: readonly string[]): Promise<CompiledProfile[]> {
  try {
    return (await profilesOf({ profiles: profiles ?? named })).profiles.map(compileProfile);
  } catch (error) {
    if (profiles) throw error;
    return [];
  }
}
