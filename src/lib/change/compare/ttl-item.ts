/** Changes the TTL of a key, if it is still wrong in the same way. */
import type { ArchiveRecord } from '../archive/record.js';
import type { WorkItem } from '../engine/work-item.js';

export interface ToExpire {
  record: ArchiveRecord;
  /** Range of the reply to PTTL; -1: the key has no TTL. */
  left: readonly [least: number, most: number];
  /** The new TTL in ms; `null`: none. */
  ttlMs: number | null;
}

export function ttlItem({ record, left: [least, most], ttlMs }: ToExpire): WorkItem {
  const { name } = record;
  return {
    keys: [name],
    checks: [{ kind: 'between', ask: ['PTTL', name], least, most }],
    commands: [ttlMs === null ? ['PERSIST', name] : ['PEXPIRE', name, String(ttlMs)]],
    records: [record],
  };
}
