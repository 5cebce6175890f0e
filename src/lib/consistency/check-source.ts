import { buildCheckData } from './build-check-data.js';
import { check, MAX_BYTES, type Checked, type CheckOptions } from './check.js';
import type { Compared } from './compared.js';
import type { ConsistencyData } from './model.js';
import type { KeySource } from './source.js';

export interface SourceCheck extends Pick<CheckOptions, 'now' | 'since' | 'owner' | 'allowLower' | 'onProgress' | 'each'> {
  /** The snapshots that the source reads; empty: it reads a server. */
  files: readonly string[];
  showIds: boolean;
}

/** Checks a source once, and makes the report. */
export async function checkSource(
  source: KeySource,
  { recognised, plans, families }: Compared,
  { files, showIds, ...options }: SourceCheck,
): Promise<{ checked: Checked; data: ConsistencyData }> {
  const { utcOffset } = recognised.offset;
  const checked = await check(source, { plans, families, utcOffset, maxBytes: MAX_BYTES, ...options });
  const kind = files.length > 0 ? 'snapshot' : 'live';
  return { checked, data: buildCheckData(checked, { kind, files, now: options.now, showIds, recognised }) };
}
