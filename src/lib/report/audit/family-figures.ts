import type { Cell } from '../document.js';
import type { FamilyRow } from '../../audit/model.js';

/**
 * The figures of a family by their columns in CSV. The columns and their order are part of the interface: new columns are added at
 * the end.
 */
export const FIGURES: Readonly<Record<string, (family: FamilyRow) => Cell['value']>> = {
  profile: (family) => family.profile,
  id: (family) => family.id,
  pattern: (family) => family.pattern,
  type: (family) => family.type,
  keys: (family) => family.keys,
  share: (family) => family.share,
  sampled: (family) => family.sampled,
  exact: (family) => family.exact,
  bytes: (family) => family.bytes,
  bytes_low: (family) => family.bytesLow,
  bytes_high: (family) => family.bytesHigh,
  bytes_per_key: (family) => family.bytesPerKey,
  no_ttl: (family) => family.noTtl,
  no_ttl_low: (family) => family.noTtlLow,
  no_ttl_high: (family) => family.noTtlHigh,
  ttl_min_seconds: (family) => family.ttlSeconds?.min ?? null,
  ttl_median_seconds: (family) => family.ttlSeconds?.median ?? null,
  ttl_max_seconds: (family) => family.ttlSeconds?.max ?? null,
  promised_expires: (family) => family.ttlPolicy?.expires ?? null,
  promised_ttl_seconds: (family) => family.ttlPolicy?.seconds ?? null,
  length_mean: (family) => family.length?.mean ?? null,
  value_class: (family) => family.valueClass,
  grain: (family) => family.grain,
  oldest_period: (family) => family.periods?.oldest ?? null,
  newest_period: (family) => family.periods?.newest ?? null,
  inferred: (family) => family.inferred,
  breaks: (family) => family.breaks,
};
