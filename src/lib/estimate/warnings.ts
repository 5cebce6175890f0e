import type { Profile } from '../profile/types.js';
import { compareVersions } from '../profile/version.js';
import type { SwitchLoad } from './model.js';
import { isRecording } from './recording.js';
import type { EstimateNotice } from './notices.js';

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
export function estimateWarnings(input: WarningInput): EstimateNotice[] {
  const { profile, switches, deployed, ignored, tried, shares } = input;
  const row = (env: string): SwitchLoad | undefined => switches.find((one) => one.env === env);
  const because = (env: string): string => row(env)?.readsBecause ?? '';
  const off = Object.entries({ ...deployed, ...tried }).flatMap(([env, value]): EstimateNotice[] => {
    const one = row(env);
    return one && one.off === value ? [{ code: 'switch-off', params: { env, value, breaks: one.breaks } }] : [];
  });
  const unread = switches.filter(({ reads }) => reads === false).length;
  return [
    ...Object.entries(ignored).map(([env, value]): EstimateNotice => ({
      code: 'switch-ignored',
      params: { env, value, because: because(env) },
    })),
    ...Object.keys(tried)
      .filter((env) => row(env)?.reads === false)
      .map((env): EstimateNotice => ({ code: 'switch-tried-unread', params: { env, because: because(env) } })),
    ...Object.keys(deployed)
      .filter((env) => row(env)?.reads === null)
      .map((env): EstimateNotice => ({ code: 'switch-assumed-read', params: { env, because: because(env) } })),
    ...off,
    ...(unread === 0 ? [] : [{ code: 'switches-not-read' as const, params: { unread, switches: switches.length } }]),
    ...unmeasured(input),
    ...(profile.operations?.conditions ?? []).flatMap(({ id, note }): EstimateNotice[] =>
      note !== undefined && shares[id] !== undefined ? [{ code: 'share-of-condition', params: { condition: id, note } }] : [],
    ),
  ];
}

/** Older releases were measured only in part. */
function unmeasured({ profile, version }: WarningInput): EstimateNotice[] {
  if (version === null) return [];
  const later = (profile.operations?.events ?? []).filter(
    ({ source, every, since }) =>
      since !== undefined &&
      compareVersions(since, version) > 0 &&
      !isRecording({ source, perRequest: every === 'request' ? 1 : null }),
  );
  const sources = [...new Set(later.map(({ source }) => source))];
  return sources.length === 0 ? [] : [{ code: 'events-not-measured', params: { version, sources } }];
}
