/** Usage of a live server: recognises the application, then reads its figures. */
import { plainMessage } from '../format/message.js';
import { probeCapabilities, readingResetsIdleTimes } from '../redis/capabilities.js';
import type { CommandGuard } from '../redis/guard.js';
import type { Ledger } from '../redis/ledger.js';
import type { Session } from '../redis/topology.js';
import type { SnapshotNotice } from '../snapshot/notices.js';
import type { Profile } from '../profile/types.js';
import { recogniseLive } from '../recognise/recognise-live.js';
import type { OffsetGiven } from '../recognise/utc-offset.js';
import type { UsageAsked } from './asked.js';
import { LiveStore } from './live-store.js';
import type { UsageData } from './model.js';
import { SeenNames } from './seen-names.js';
import { familiesOff } from './switched-off.js';
import { readUsage, type UsageInput } from './usage.js';
import type { SessionNotice } from '../redis/notices.js';

export interface UsageOptions {
  profiles: readonly Profile[];
  /** True when the user named the profiles. */
  profilesAsked: boolean;
  asked: UsageAsked;
  database: number;
  now: Date;
  offset: OffsetGiven;
  /** Variables of the application with other values than their defaults, by profile. */
  switches: (profile: Profile) => Readonly<Record<string, string>>;
  showIds: boolean;
  anonymous: boolean;
  signal: AbortSignal;
  onProgress: (keys: number, total: number | null) => void;
}

export interface LiveUsageOptions extends UsageOptions {
  maxLatencyMs: number;
  /** Reads all names of a large database, even if index sets are enough. */
  scan: boolean;
}

export interface UsageResult {
  data: UsageData;
  warnings: (SessionNotice | SnapshotNotice)[];
}

export async function usageOfServer(
  session: Session,
  access: { guard: CommandGuard; ledger: Ledger },
  options: LiveUsageOptions,
): Promise<UsageResult> {
  const { database, maxLatencyMs, signal, onProgress, switches } = options;
  const capabilities = await probeCapabilities(session);
  const noTouch = capabilities.states['CLIENT NO-TOUCH'] === 'ok';
  const { recognised, names } = await look(session, access, { ...options, noTouch });
  const store = new LiveStore({ session, ...access, noTouch, db: database, maxLatencyMs, signal, onProgress });
  try {
    const data = await readUsage({
      ...options,
      recognised,
      names,
      storeFor: () => store,
      off: (profile) => familiesOff(profile, switches(profile), releasesOf(recognised, profile)),
      kind: 'live',
      files: [],
    });
    const resets = readingResetsIdleTimes(capabilities) ? [plainMessage('idle-times-reset')] : [];
    return { data, warnings: [...session.notes, ...resets] };
  } finally {
    await store.close();
  }
}

type LookOptions = Pick<LiveUsageOptions, 'profiles' | 'profilesAsked' | 'database' | 'offset' | 'maxLatencyMs' | 'signal'> & {
  noTouch: boolean;
};

/** Without what was counted: it would take as much memory as the report. */
export async function look(
  session: Session,
  access: { guard: CommandGuard; ledger: Ledger },
  { profiles, profilesAsked: asked, database: databases, ...options }: LookOptions,
): Promise<Pick<UsageInput, 'recognised' | 'names'>> {
  const seen = new SeenNames();
  const wishes = { ...options, profiles, asked, databases, mayTouch: true, onNames: seen.take };
  const { profiles: found, offset, whole } = await recogniseLive(session, access, wishes);
  return { recognised: { profiles: found, offset }, names: seen.all({ whole }) };
}

const releasesOf = ({ profiles }: UsageInput['recognised'], profile: Profile) =>
  profiles.find(({ compiled }) => compiled.profile === profile)!.release;
