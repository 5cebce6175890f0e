/** How a server saves its data to disk, and whether that succeeds. */
import { infoField, infoNumber, type Info } from '../redis/info.js';

export interface Saving {
  /** `aof`, `rdb`, `aof+rdb`, or `none`: saved only on request. `null`: unknown. */
  by: string | null;
  /** Nodes whose last snapshot failed. */
  failedSnapshots: number;
  /** Nodes whose last write to the append-only file failed. */
  failedAppends: number;
  /** Changes since the last snapshot, over all nodes; `null`: unknown. */
  unsavedChanges: number | null;
}

export const NO_SAVING_TOLD: Saving = { by: null, failedSnapshots: 0, failedAppends: 0, unsavedChanges: null };

/** `savePoints`: `save` of CONFIG GET, of the first node; `null`: unknown. */
export function savingOf(infos: readonly Info[], savePoints: string | null): Saving {
  const failed = (field: string): number => infos.filter((info) => infoField(info, field) === 'err').length;
  const changes = infos.map((info) => infoNumber(info, 'rdb_changes_since_last_save'));
  return {
    by: infos[0] ? wayOf(infos[0], savePoints) : null,
    failedSnapshots: failed('rdb_last_bgsave_status'),
    failedAppends: failed('aof_last_write_status'),
    unsavedChanges: changes.some((count) => count === null) ? null : changes.reduce<number>((sum, count) => sum + count!, 0),
  };
}

function wayOf(info: Info, savePoints: string | null): string | null {
  const aof = infoField(info, 'aof_enabled');
  if (aof === null) return null;
  // If the settings are unknown, a snapshot since the start is the only evidence. Its absence proves nothing.
  const snapshots = savePoints === null ? (infoNumber(info, 'rdb_saves') ?? 0) > 0 : savePoints.trim() !== '';
  const ways = [...(aof === '1' ? ['aof'] : []), ...(snapshots ? ['rdb'] : [])];
  if (ways.length > 0) return ways.join('+');
  return savePoints === null ? null : 'none';
}
