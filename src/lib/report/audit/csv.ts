import { guardCell } from '../../format/csv-cell.js';
import { safeText } from '../../format/terminal.js';
import { bySize } from './figures.js';
import type { AuditData, FamilyRow } from '../../audit/model.js';
import type { Envelope } from '../envelope.js';

type Value = string | number | boolean | null;

/** The columns and their order are part of the interface: new ones go to the end. */
const COLUMNS: Record<string, (family: FamilyRow) => Value> = {
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

/** One row a family, the largest first, under a header row; every figure as a plain number. */
export async function renderAuditCsv(envelope: Envelope<AuditData>): Promise<string> {
  const { stringify } = await import('csv-stringify/sync');
  const rows = bySize(envelope.data.families).map((family) => Object.values(COLUMNS).map((value) => csvCell(value(family))));
  return stringify([Object.keys(COLUMNS), ...rows]);
}

const csvCell = (value: Value): string | number => guardCell(typeof value === 'string' ? safeText(value) : value);
