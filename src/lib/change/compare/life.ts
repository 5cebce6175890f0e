/** Changes a key's TTL, if it still is as wrong as it was judged to be. */
import type { ArchiveRecord } from '../archive/record.js';
import type { WorkItem } from '../engine/work-item.js';

export interface ToLive {
  record: ArchiveRecord;
  /** What PTTL must answer, at least and at most: -1 stands for a key that stays. */
  left: readonly [least: number, most: number];
  /** The new life in ms; `null`: it stays. */
  lifeMs: number | null;
}

export function lifeItem({ record, left: [least, most], lifeMs }: ToLive): WorkItem {
  const { name } = record;
  return {
    keys: [name],
    checks: [{ kind: 'between', ask: ['PTTL', name], least, most }],
    commands: [lifeMs === null ? ['PERSIST', name] : ['PEXPIRE', name, String(lifeMs)]],
    records: [record],
  };
}
