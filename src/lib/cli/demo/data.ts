import { sizeOf, type Manifest, type Problem } from '../../demo/manifest.js';
import type { Relay, SnapshotFormat } from './options.js';

/** What `meter demo --json` reports about a relay in a file or on a server. */
export interface DemoData {
  relay: {
    keys: number;
    expiring: number;
    families: number;
    seed: number;
    /** ISO 8601. */
    now: string;
    /** Hours. */
    utcOffset: number;
    /** The planted faults, with the number of keys of each. */
    planted: { problem: Problem; keys: number }[];
  };
  written: { file: string; format: SnapshotFormat; bytes: number } | null;
  server: { url: string } | null;
}

/** `where`: the file or the server with the relay. */
export function demoData(
  { seed, now, utcOffset }: Relay,
  manifest: Manifest,
  where: Partial<Pick<DemoData, 'written' | 'server'>>,
): DemoData {
  const planted = manifest.planted.map(({ problem, keys }) => ({ problem, keys: keys.length }));
  const families = manifest.families.length;
  return {
    relay: { ...sizeOf(manifest), families, seed, now: now.toISOString(), utcOffset, planted },
    written: null,
    server: null,
    ...where,
  };
}
