import type { Count } from '../format/json-types.js';
import type { Problem } from './manifest.js';

export type SnapshotFormat = 'rdb' | 'resp';

/** What `meter demo --json` reports about a relay in a file or on a server. */
export interface DemoData {
  relay: {
    keys: Count;
    expiring: Count;
    families: Count;
    seed: number;
    /** ISO 8601. */
    now: string;
    /** Hours. */
    utcOffset: number;
    /** The planted faults, with the number of keys of each. */
    planted: { problem: Problem; keys: Count }[];
  };
  written: { file: string; format: SnapshotFormat; bytes: number } | null;
  server: { url: string } | null;
}
