/** What a reader of a check has to know beside its figures, as sentences. */
import { dependsOnRelease, narrowedByRelease } from '../recognise/words.js';
import type { Compared } from './compared.js';
import type { ConsistencyData } from './model.js';

export function checkWarnings(
  { source, invariants, profiles }: ConsistencyData,
  { narrowed }: Pick<Compared, 'narrowed'>,
): string[] {
  const left = invariants.reduce((sum, { leftOut }) => Object.values(leftOut).reduce((own, count) => own + count, sum), 0);
  const more = invariants.reduce((sum, row) => sum + row.notReadAgain, 0);
  const open = invariants.reduce((sum, row) => sum + (row.unjudged.release ?? 0), 0);
  const unsettled = invariants.reduce((sum, row) => sum + (row.unjudged.unsettled ?? 0), 0);
  return [
    ...(profiles.length === 0 ? ['no key of a known application was found: name its profile with --profile'] : []),
    ...(source.partial === null ? [] : [`not every key was read (${source.partial}): sums and lists are not judged`]),
    ...(source.refused > 0 ? [`this user may not read ${source.refused} keys: what they belong to may seem to differ`] : []),
    ...(left > 0 ? [`${left} differences are counted and not listed: --all lists every one`] : []),
    ...(more > 0 ? [`${more} differences more than are remembered were not read again and are only counted`] : []),
    ...(open > 0 ? [dependsOnRelease(open)] : []),
    ...(narrowed.length > 0 ? [narrowedByRelease(narrowed)] : []),
    ...(unsettled > 0 ? [`${unsettled} groups are written too often to tell whether they differ`] : []),
    ...(source.spilled ? ['there were too many groups for memory: their sums went to disk for a while'] : []),
  ];
}
