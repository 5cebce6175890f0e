/** Figures and texts of an audit that several sections share. */
import { formatBytes } from '../../format/bytes.js';
import { formatDuration } from '../../format/duration.js';
import { formatCount, formatCounted } from '../../format/number.js';
import { isLowerBound, type Sum } from '../../audit/bytes-figure.js';
import { SEVERITIES } from '../../audit/severity.js';
import type { Finding } from '../../audit/finding.js';
import type { AuditData, BytesFigure, CapabilityRow, DimensionTop, FamilyRow, SnapshotRow } from '../../audit/model.js';
import type { TargetInfo } from '../../redis/target-info.js';

/** A sample of equal sizes has an interval of width 0, but is still a sample. */
const isEstimated = (figure: BytesFigure & { exact?: boolean }): boolean =>
  figure.exact === false || figure.bytesLow !== figure.bytes || figure.bytesHigh !== figure.bytes;

/** Bytes, with `~` before an estimate or a guess, and `≥` before a lower bound. */
export function bytesText(figure: BytesFigure & { exact?: boolean }): string {
  const sign = isLowerBound(figure) ? '≥ ' : isEstimated(figure) ? '~' : '';
  return `${figure.bytes === null ? '' : sign}${formatBytes(figure.bytes)}`;
}

/** Keys with their bytes, if known: `19 keys, 2.38 KiB`. */
export const amountText = (sum: Sum, words: string): string => `${words}${sum.bytes === null ? '' : `, ${bytesText(sum)}`}`;

/** Bytes of a value's keys. */
export const heldText = ({ bytes, bytesHow }: DimensionTop['top'][number]): string =>
  `${bytesHow === 'estimated' ? '~' : bytesHow === 'at-least' ? '≥ ' : ''}${formatBytes(bytes)}`;

export function noTtlText(family: FamilyRow): string {
  const estimated = family.noTtl !== null && (family.noTtlLow !== family.noTtl || family.noTtlHigh !== family.noTtl);
  return `${estimated ? '~' : ''}${formatCount(family.noTtl)}`;
}

/** The median of the remaining TTL, then the full TTL of the family: `4.1 d / 7 d`. */
export function ttlText(family: FamilyRow): string {
  const actual = family.ttlSeconds === null ? (family.noTtl === null ? '-' : 'never') : formatDuration(family.ttlSeconds.median);
  const promised = promisedTtl(family);
  return promised === null || promised === actual ? actual : `${actual} / ${promised}`;
}

function promisedTtl(family: FamilyRow): string | null {
  if (family.ttlPolicy === null) return null;
  if (!family.ttlPolicy.expires) return 'never';
  return family.ttlPolicy.seconds === null ? 'varies' : formatDuration(family.ttlPolicy.seconds);
}

/** True when keys of the family should expire, and some have no TTL. */
export const breaksTtlPromise = (family: FamilyRow): boolean => family.ttlPolicy?.expires === true && (family.noTtl ?? 0) > 0;

/** Largest first: by bytes if known, else by keys. */
export const bySize = (families: readonly FamilyRow[]): FamilyRow[] =>
  families.toSorted(
    (one, other) => (other.bytes ?? 0) - (one.bytes ?? 0) || other.keys - one.keys || (one.pattern < other.pattern ? -1 : 1),
  );

const snapshotName = ({ name }: SnapshotRow): string => (name === '-' ? 'standard input' : name);

/** The subject of the report: the server's name, or the names of the snapshots. */
export function sourceName(target: TargetInfo | null, { source: { snapshots } }: AuditData): string {
  if (target !== null) return target.name;
  const [first, ...others] = snapshots.map(snapshotName);
  if (first === undefined) return 'a snapshot';
  return others.length === 0 ? first : `${first} and ${formatCounted(others.length, 'other snapshot', 'other snapshots')}`;
}

const CHECKSUM: Record<SnapshotRow['checksum'], string> = {
  ok: 'checksum ok',
  wrong: 'checksum WRONG',
  off: 'no checksum',
  none: 'no checksum in this format',
  unread: 'checksum not reached',
};

/** A snapshot in a line: its size, when it was made, whether it is valid. */
export function snapshotText(row: SnapshotRow): string {
  const parts = [
    row.format ?? 'format unknown',
    formatBytes(row.bytes),
    row.savedAt === null ? [] : `saved ${row.savedAt.slice(0, 10)} ${row.savedAt.slice(11, 19)} UTC`,
    CHECKSUM[row.checksum],
    row.problem === null || row.checksum === 'wrong' ? [] : row.problem.message,
  ];
  return parts.flat().join(' · ');
}

/** A line for each snapshot, with its name if there are several. */
export const snapshotLines = ({ source: { snapshots } }: AuditData): string[] =>
  snapshots.map((row) => `${snapshots.length > 1 ? `${snapshotName(row)}: ` : ''}${snapshotText(row)}`);

/** Families of the expired keys; empty if there are none. */
export function expiredNotes({ expired: { keys, families } }: AuditData): string[] {
  if (keys === 0) return [];
  const shown = families.slice(0, 3).map((family) => `${family.pattern ?? 'of no profile'} ${formatCount(family.keys)}`);
  const more = families.length > shown.length ? ', …' : '';
  return [`expired keys: ${shown.join(', ')}${more}`];
}

/** Findings that could not be checked, and why. */
export const notCheckableNotes = ({ notCheckable }: AuditData): string[] =>
  notCheckable.map(({ codes, why }) => `not checkable: ${codes.join(', ')} (${why})`);

/** What was read of the keys. */
export function readText(data: AuditData): string {
  const once = data.source.countProven ? ', each once' : '';
  const vanished = data.vanished > 0 ? `; ${formatCount(data.vanished)} vanished meanwhile` : '';
  const refused = data.refused > 0 ? `; ${formatCount(data.refused)} may not be read` : '';
  const expired = data.expired.keys > 0 ? `; ${expiredText(data.expired.keys)}` : '';
  return `${formatCounted(data.keys, 'key', 'keys')} counted${once}; ${metadataText(data)}${vanished}${refused}${expired}`;
}

/** Expired keys that a snapshot still contains. */
const expiredText = (keys: number): string => formatCounted(keys, 'more key has expired', 'more keys have expired');

function metadataText({ families, keys, vanished, source }: AuditData): string {
  const sampled = families.reduce((sum, family) => sum + family.sampled, 0);
  if (source.partial === null && sampled + vanished >= keys) return 'metadata of every key';
  return sampled === 0 ? 'no metadata' : `metadata of ${formatCount(sampled)} ${source.partial === null ? 'sampled' : 'read'}`;
}

export function filterText(filter: AuditData['source']['filter']): string | null {
  const parts = [
    filter.pattern === null ? [] : `names like ${filter.pattern}`,
    filter.type === null ? [] : `type ${filter.type}`,
  ].flat();
  return parts.length === 0 ? null : `only ${parts.join(', ')}`;
}

export function serverText(server: AuditData['server']): string {
  const facts = [
    `${server.product ?? 'Redis'} ${server.version ?? '(version unknown)'}`,
    server.mode ?? [],
    server.nodes > 1 ? `${server.nodes} nodes` : [],
    server.role ?? [],
    server.uptimeSeconds === null ? [] : `up ${formatDuration(server.uptimeSeconds)}`,
  ];
  return facts.flat().join(' · ');
}

/** Limits of the memory; empty for a snapshot, which does not have them. */
export function memoryLimitsText(data: AuditData): string[] {
  const { memory, server } = data;
  if (data.source.kind === 'snapshot') return [];
  const used = memory.usedMemory;
  const headroom =
    memory.maxmemory === null
      ? 'maxmemory unknown'
      : memory.maxmemory === 0
        ? 'no maxmemory'
        : `maxmemory ${formatBytes(memory.maxmemory)}${used === null ? '' : `, ${formatBytes(memory.maxmemory - used)} left`}`;
  return [
    headroom,
    `eviction ${memory.maxmemoryPolicy ?? 'policy unknown'}`,
    memory.peakMemory === null ? [] : `peak ${formatBytes(memory.peakMemory)}`,
    `persistence ${server.persistence ?? 'unknown'}`,
  ].flat();
}

/** The source of used_memory. */
export const usedMemoryHow = ({ memory, source }: AuditData): string =>
  memory.usedMemory === null ? 'not readable' : source.kind === 'snapshot' ? 'server, when it saved' : 'server';

const DIMENSIONS: Record<string, string> = { 'api-key': 'API keys', account: 'accounts', model: 'models', user: 'users' };

export const dimensionText = (dimension: string): string => DIMENSIONS[dimension] ?? dimension;

/** `1 high, 6 medium` */
export const severityCounts = (findings: readonly Finding[]): string =>
  SEVERITIES.map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}`)
    .join(', ');

const REFUSAL: Record<CapabilityRow['state'], (name: string) => string> = {
  ok: (name) => name,
  missing: (name) => `this server has no ${name}`,
  denied: (name) => `this user may not run ${name}`,
  empty: (name) => `this server answers nothing to ${name}`,
};

/** Capabilities that the server lacks, if the report lacks something because of it. */
export const capabilityNotes = (rows: readonly CapabilityRow[]): string[] =>
  rows.flatMap(({ name, state, effect }) => (effect === null ? [] : [`${REFUSAL[state](name)}: ${effect}`]));

/** For commands without a key. */
export const NO_KEY = '(no key)';
