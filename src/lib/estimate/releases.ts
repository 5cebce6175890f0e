import type { Workload } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import { compareVersions, inRange } from '../profile/version.js';
import { flowsOf } from './flows.js';
import { isRecording } from './recording.js';
import { loadOf, type SourceTotal, totalsOf } from './totals.js';

/** What a request records in a range of releases that record the same. */
export interface ReleaseRow {
  from: string;
  /** The last release before the next row; `null`: the newest. */
  to: string | null;
  sources: SourceTotal[];
  /** Commands per request, as the server counts them. */
  recorded: number;
}

/** One row per range of releases that differ in what they record, oldest first; empty when the profile has no releases. */
export function releasesOf(profile: Profile, workload: Workload): ReleaseRow[] {
  const { versions, operations } = profile;
  if (!versions || !operations) return [];
  const dated = [...operations.events, ...operations.events.flatMap(({ writes }) => writes), ...profile.families];
  const starts = [...new Set([versions.oldest, ...dated.flatMap(({ since }) => since ?? [])])]
    .filter((release) => inRange(versions.oldest, versions.newest, release))
    .toSorted(compareVersions);
  const rows: ReleaseRow[] = [];
  for (const release of starts) {
    const flows = flowsOf(writing(profile, release), release, workload).filter(isRecording);
    const row: ReleaseRow = {
      from: release,
      to: null,
      sources: totalsOf(flows).sources,
      recorded: loadOf(flows).perRequest.counted,
    };
    const last = rows.at(-1);
    if (last && figures(last) === figures(row)) continue;
    if (last) last.to = releaseBefore(release);
    rows.push(row);
  }
  return rows;
}

/**
 * The profile with only the families that the release writes. Besides its events, an estimate needs nothing else of a release.
 */
const writing = (profile: Profile, release: string): Profile => ({
  ...profile,
  families: profile.families.filter(({ since, until }) => inRange(since, until, release)),
});

const figures = ({ sources }: ReleaseRow): string =>
  JSON.stringify(sources.map(({ id, perRequest }) => [id, perRequest.counted]));

/** `1.1.262` for `1.1.263`; a release that cannot be decremented becomes `before …`. */
function releaseBefore(release: string): string {
  const last = /\d+$/.exec(release)?.[0];
  return last === undefined || Number(last) === 0
    ? `before ${release}`
    : `${release.slice(0, release.length - last.length)}${Number(last) - 1}`;
}
