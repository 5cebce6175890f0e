/** Builds the report from a sample of MONITOR lines. */
import { workloadOf } from '../estimate/workload.js';
import type { Profile } from '../profile/types.js';
import type { MeasureData } from './model.js';
import { measureReport } from './build-measure-data.js';
import { askedRelease, measuredRelease, NO_RELEASE, type MeasuredRelease } from '../recognise/measured-release.js';
import { newestFirst, releaseRange } from '../recognise/release-range.js';
import { readSwitches } from '../recognise/switch-reading.js';
import { plainMessage } from '../format/message.js';
import type { MeasureUnknown } from './unknowns.js';
import type { MeasureOptions } from './options.js';
import { requestFields } from './request-fields.js';
import type { MonitorSample } from './sample.js';
import type { whatIsThere } from './what-is-there.js';

const DAY_SECONDS = 86_400;

/** The report on a sample. `keys`: in the database, `null`: unknown. `found`: what the keys show; `null`: not read. */
export function sampleReport(
  sample: MonitorSample,
  how: 'monitor' | 'capture',
  interval: MeasureData['interval'],
  keys: number | null,
  options: MeasureOptions,
  found: Awaited<ReturnType<typeof whatIsThere>> = null,
): MeasureData {
  const profile = options.asked ? options.profiles[0]! : sample.mostRecognised();
  const notKnown: MeasureUnknown[] = [];
  if (!profile) notKnown.push({ code: 'no-application', params: { by: 'sample' } });
  const base = profile && workloadOf(profile, { ...options.workload, keys: keys ?? 0 });
  const release = profile && base ? releaseIn(sample, profile, options, base, found) : NO_RELEASE;
  const requests = profile && base ? requestsIn(sample, profile, release, options, base) : unknownRequests(options);
  if (requests.count === null && profile) notKnown.push({ code: 'requests-not-counted', params: { by: 'sample' } });
  if (keys === null) notKnown.push(plainMessage('keys-not-given'));
  if (interval.seconds === 0 && sample.commands > 0) notKnown.push(plainMessage('no-time'));
  if (sample.keysApproximate) notKnown.push(plainMessage('keys-dropped'));
  const perDay = interval.seconds > 0 ? ((requests.count ?? 0) * DAY_SECONDS) / interval.seconds : 0;
  const workload = base && { ...base, requestsPerDay: perDay };
  const cells = profile
    ? sample.cellsOf(profile)
    : sample.cellsOf(options.profiles[0]!).map((cell) => ({ ...cell, ...NO_FAMILY }));
  return measureReport({
    how,
    interval,
    profile,
    release,
    present: options.asked ? 'asked' : 'sample',
    workload,
    env: profile ? readSwitches(profile, release, options.env) : {},
    requests,
    cells,
    failed: null,
    traffic: null,
    commands: sample.commands,
    wire: cells.filter(({ inScript }) => !inScript).reduce((sum, { count }) => sum + count, 0),
    keys,
    sample,
    showIds: options.showIds,
    notKnown,
  });
}

const NO_FAMILY = { family: null, unrecognised: true };

function releaseIn(
  sample: MonitorSample,
  profile: Profile,
  { asked }: MeasureOptions,
  workload: ReturnType<typeof workloadOf>,
  found: Awaited<ReturnType<typeof whatIsThere>>,
): MeasuredRelease {
  if (asked?.version) return askedRelease(asked.version);
  if (found?.profile === profile) return measuredRelease(profile, found.release);
  const any = requestFields(profile, null, workload).some(({ family, field }) => sample.addedTo(profile, family.id, field));
  const range = releaseRange(profile, newestFirst(profile), ({ family, field, name }) => {
    if (name !== undefined) return null;
    if (sample.wrote(profile, family, field)) return true;
    // A missing sign counts only when a request was seen.
    return any && isWrittenByRequests(profile, family) ? false : null;
  });
  return measuredRelease(profile, range);
}

/** A sample need not contain what a release writes outside requests. */
const isWrittenByRequests = ({ operations }: Profile, family: string): boolean =>
  (operations?.events ?? []).some(({ every, writes }) => every === 'request' && writes.some((write) => write.family === family));

function requestsIn(
  sample: MonitorSample,
  profile: Profile,
  { version }: MeasuredRelease,
  options: MeasureOptions,
  workload: ReturnType<typeof workloadOf>,
): MeasureData['requests'] {
  if (options.requests !== null) return unknownRequests(options);
  const fields = requestFields(profile, version, workload);
  const [first] = fields;
  if (!first) return unknownRequests(options);
  for (const { family, field } of fields) {
    const count = sample.addedTo(profile, family.id, field);
    if (count !== null && count > 0) return { count, how: 'sample', counter: `${family.pattern} ${field}` };
  }
  return { count: 0, how: 'sample', counter: `${first.family.pattern} ${first.field}` };
}

/** The user's figure, if given. */
export const unknownRequests = ({ requests }: MeasureOptions): MeasureData['requests'] => ({
  count: requests,
  how: requests === null ? 'unknown' : 'flag',
  counter: null,
});
