/** Limits on a live server: recognises the application, then reads its limits. */
import { plainMessage } from '../format/message.js';
import { probeCapabilities, readingResetsIdleTimes } from '../redis/capabilities.js';
import type { CommandGuard } from '../redis/guard.js';
import type { Ledger } from '../redis/ledger.js';
import type { SessionNotice } from '../redis/notices.js';
import type { Session } from '../redis/topology.js';
import type { SnapshotNotice } from '../snapshot/notices.js';
import type { Profile } from '../profile/types.js';
import type { OffsetGiven } from '../recognise/utc-offset.js';
import { LiveStore } from '../usage/live-store.js';
import { look } from '../usage/usage-live.js';
import { readLimits, type LimitsAsked } from './limits.js';
import type { LimitsData } from './model.js';

export interface LimitsOptions {
  profiles: readonly Profile[];
  /** True when the user named the profiles. */
  profilesAsked: boolean;
  asked: LimitsAsked;
  database: number;
  now: Date;
  offset: OffsetGiven;
  showIds: boolean;
  signal: AbortSignal;
  onProgress: (keys: number, total: number | null) => void;
}

export interface LiveLimitsOptions extends LimitsOptions {
  maxLatencyMs: number;
  /** Looks at all names of a large database, even if index sets would do. */
  scan: boolean;
}

export interface LimitsResult {
  data: LimitsData;
  warnings: (SessionNotice | SnapshotNotice)[];
}

export async function limitsOfServer(
  session: Session,
  access: { guard: CommandGuard; ledger: Ledger },
  options: LiveLimitsOptions,
): Promise<LimitsResult> {
  const { database, maxLatencyMs, signal, onProgress } = options;
  const capabilities = await probeCapabilities(session);
  const noTouch = capabilities.states['CLIENT NO-TOUCH'] === 'ok';
  const { recognised, names } = await look(session, access, { ...options, noTouch });
  const store = new LiveStore({ session, ...access, noTouch, db: database, maxLatencyMs, signal, onProgress });
  try {
    const data = await readLimits({ ...options, recognised, names, storeFor: () => store, kind: 'live', files: [] });
    const resets = readingResetsIdleTimes(capabilities) ? [plainMessage('idle-times-reset')] : [];
    return { data, warnings: [...session.notes, ...resets] };
  } finally {
    await store.close();
  }
}
