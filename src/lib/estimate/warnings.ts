import { formatCount, formatCounted } from '../format/number.js';
import type { Profile } from '../profile/types.js';
import { compareVersions } from '../profile/version.js';
import type { SwitchLoad } from './model.js';
import { isRecording } from './recording.js';

interface WarningInput {
  profile: Profile;
  version: string | null;
  switches: readonly SwitchLoad[];
  deployed: Readonly<Record<string, string>>;
  /** Values that the deployed application ignores. */
  ignored: Readonly<Record<string, string>>;
  tried: Readonly<Record<string, string>>;
  /** Conditions with a given share. */
  shares: Readonly<Record<string, number>>;
}

/** What a reader must know before acting on the estimate. */
export function estimateWarnings(input: WarningInput): string[] {
  const { profile, switches, deployed, ignored, tried, shares } = input;
  const row = (env: string): SwitchLoad | undefined => switches.find((one) => one.env === env);
  const off = Object.entries({ ...deployed, ...tried }).flatMap(([env, value]) => {
    const one = row(env);
    return one && one.off === value ? [`${env}=${value}: ${one.breaks}`] : [];
  });
  const unread = switches.filter(({ reads }) => reads === false);
  return [
    ...Object.entries(ignored).map(
      ([env, value]) => `${env}=${value} has no effect: ${row(env)?.readsBecause}. It is left out of this estimate.`,
    ),
    ...Object.keys(tried)
      .filter((env) => row(env)?.reads === false)
      .map((env) => `${env} is tried out, but the application does not read it: ${row(env)?.readsBecause}.`),
    ...Object.keys(deployed)
      .filter((env) => row(env)?.reads === null)
      .map((env) => `${env} is assumed to be read, which is not certain: ${row(env)?.readsBecause}.`),
    ...off,
    ...(unread.length === 0
      ? []
      : [
          `${formatCount(unread.length)} of ${formatCounted(switches.length, 'switch', 'switches')} are not read by the application and save nothing: see meter flags list.`,
        ]),
    ...unmeasured(input),
    ...(profile.operations?.conditions ?? []).flatMap(({ id, note }) =>
      note !== undefined && shares[id] !== undefined ? [`Share of ${id}: ${note}`] : [],
    ),
  ];
}

/** Older releases were measured only in part. */
function unmeasured({ profile, version }: WarningInput): string[] {
  if (version === null) return [];
  const later = (profile.operations?.events ?? []).filter(
    ({ source, every, since }) =>
      since !== undefined &&
      compareVersions(since, version) > 0 &&
      !isRecording({ source, perRequest: every === 'request' ? 1 : null }),
  );
  const sources = [...new Set(later.map(({ source }) => source))];
  return sources.length === 0
    ? []
    : [`What release ${version} sends for ${sources.join(', ')} was not measured and is not included.`];
}
