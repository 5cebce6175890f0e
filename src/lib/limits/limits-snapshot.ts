/** Limits in snapshots (RDB files), as they were decided then. Asks no server. */
import type { Recognised } from '../recognise/recognise.js';
import type { SnapshotNotice } from '../snapshot/notices.js';
import { SnapshotStore } from '../usage/snapshot-store.js';
import { readLimits } from './limits.js';
import type { LimitsOptions, LimitsResult } from './limits-live.js';

/** `recognised`: from the same files. */
export async function limitsOfSnapshots(
  files: readonly string[],
  recognised: Recognised,
  options: LimitsOptions,
): Promise<LimitsResult> {
  const { database: db, now, signal, onProgress } = options;
  const doubts: SnapshotNotice[] = [];
  const onDoubt = (doubt: SnapshotNotice): void => void doubts.push(doubt);
  const data = await readLimits({
    ...options,
    recognised,
    names: null,
    scan: true,
    storeFor: (profile) => new SnapshotStore({ files, profile, db, now: now.getTime(), signal, onDoubt, onProgress }),
    kind: 'snapshot',
    files,
  });
  const partial = doubts[0]?.params.problem;
  const source = { ...data.source, partial: data.source.partial ?? partial ?? null };
  return { data: { ...data, source }, warnings: doubts };
}
