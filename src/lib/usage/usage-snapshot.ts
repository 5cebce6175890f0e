/** Usage in snapshots (RDB files). Uses no server. */
import type { Recognised } from '../recognise/recognise.js';
import type { SnapshotNotice } from '../snapshot/notices.js';
import { SnapshotStore } from './snapshot-store.js';
import { familiesOff } from './switched-off.js';
import { readUsage } from './usage.js';
import type { UsageOptions, UsageResult } from './usage-live.js';

/** `recognised`: from the same files. */
export async function usageOfSnapshots(
  files: readonly string[],
  recognised: Recognised,
  options: UsageOptions,
): Promise<UsageResult> {
  const { database: db, now, signal, onProgress, switches } = options;
  const doubts: SnapshotNotice[] = [];
  const data = await readUsage({
    ...options,
    recognised,
    names: null,
    scan: true,
    storeFor: (profile) =>
      new SnapshotStore({
        files,
        profile,
        db,
        now: now.getTime(),
        signal,
        onDoubt: (doubt) => void doubts.push(doubt),
        onProgress,
      }),
    off: (profile) =>
      familiesOff(profile, switches(profile), recognised.profiles.find(({ compiled }) => compiled.profile === profile)!.release),
    kind: 'snapshot',
    files,
  });
  const partial = doubts[0]?.params.problem;
  const source = { ...data.source, partial: data.source.partial ?? partial ?? null };
  return { data: { ...data, source }, warnings: doubts };
}
