/** Usage in snapshots (RDB files). Uses no server. */
import type { Recognised } from '../recognise/recognise.js';
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
  const doubts = new Map<string, string>();
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
        onDoubt: (message, code) => void doubts.set(code, message),
        onProgress,
      }),
    off: (profile) =>
      familiesOff(profile, switches(profile), recognised.profiles.find(({ compiled }) => compiled.profile === profile)!.release),
    kind: 'snapshot',
    files,
  });
  const [partial] = doubts.keys();
  const source = { ...data.source, partial: data.source.partial ?? partial ?? null };
  return { data: { ...data, source }, warnings: [...doubts.values()] };
}
