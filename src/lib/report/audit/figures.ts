/** Figures and texts of an audit that several sections share. */
import { formatBytes } from '../../format/bytes.js';
import { formatDuration } from '../../format/duration.js';
import { formatCount } from '../../format/number.js';
import { isLowerBound, type Sum } from '../../audit/bytes-figure.js';
import { SEVERITIES } from '../../audit/severity.js';
import type { Finding } from '../../audit/finding.js';
import type { AuditData, BytesFigure, CapabilityRow, DimensionTop, FamilyRow, SnapshotRow } from '../../audit/model.js';
import type { Severity } from '../../audit/severity.js';
import type { TargetInfo } from '../../redis/target-info.js';
import type { AuditReportMessages } from '../messages/en/audit/report.js';

/** A sample of equal sizes has an interval of width 0, but is still a sample. */
const isEstimated = (figure: BytesFigure & { exact?: boolean }): boolean =>
  figure.exact === false || figure.bytesLow !== figure.bytes || figure.bytesHigh !== figure.bytes;

/** Bytes, with `~` before an estimate or a guess, and `≥` before a lower bound. */
export function bytesText(figure: BytesFigure & { exact?: boolean }): string {
  const sign = isLowerBound(figure) ? '≥ ' : isEstimated(figure) ? '~' : '';
  return `${figure.bytes === null ? '' : sign}${formatBytes(figure.bytes)}`;
}

/** Empty if not known. */
export const sizeText = (sum: Sum): string => (sum.bytes === null ? '' : bytesText(sum));

/** Bytes of a value's keys. */
export const heldText = ({ bytes, bytesHow }: DimensionTop['top'][number]): string =>
  `${bytesHow === 'estimated' ? '~' : bytesHow === 'at-least' ? '≥ ' : ''}${formatBytes(bytes)}`;

export function noTtlText(family: FamilyRow): string {
  const estimated = family.noTtl !== null && (family.noTtlLow !== family.noTtl || family.noTtlHigh !== family.noTtl);
  return `${estimated ? '~' : ''}${formatCount(family.noTtl)}`;
}

/** The median of the remaining TTL, then the full TTL of the family: `4.1 d / 7 d`. */
export function ttlText(family: FamilyRow, words: TtlWords): string {
  const actual =
    family.ttlSeconds === null ? (family.noTtl === null ? '-' : words.never) : formatDuration(family.ttlSeconds.median);
  const promised = promisedTtl(family, words);
  return promised === null || promised === actual ? actual : `${actual} / ${promised}`;
}

type TtlWords = Pick<AuditReportMessages['families'], 'never' | 'varies'>;

function promisedTtl(family: FamilyRow, words: TtlWords): string | null {
  if (family.ttlPolicy === null) return null;
  if (!family.ttlPolicy.expires) return words.never;
  return family.ttlPolicy.seconds === null ? words.varies : formatDuration(family.ttlPolicy.seconds);
}

/** True when keys of the family should expire, and some have no TTL. */
export const breaksTtlPromise = (family: FamilyRow): boolean => family.ttlPolicy?.expires === true && (family.noTtl ?? 0) > 0;

/** Largest first: by bytes if known, else by keys. */
export const bySize = (families: readonly FamilyRow[]): FamilyRow[] =>
  families.toSorted(
    (one, other) => (other.bytes ?? 0) - (one.bytes ?? 0) || other.keys - one.keys || (one.pattern < other.pattern ? -1 : 1),
  );

const snapshotName = ({ name }: SnapshotRow, { standardInput }: AuditReportMessages): string =>
  name === '-' ? standardInput : name;

/** The subject of the report: the server's name, or the names of the snapshots. */
export function sourceName(target: TargetInfo | null, { source: { snapshots } }: AuditData, report: AuditReportMessages): string {
  if (target !== null) return target.name;
  const [first, ...others] = snapshots.map((row) => snapshotName(row, report));
  if (first === undefined) return report.aSnapshot;
  return others.length === 0 ? first : report.andOthers(first, others.length);
}

/** A snapshot in a line: its size, when it was made, whether it is valid. */
export function snapshotText(row: SnapshotRow, { head }: AuditReportMessages): string {
  const parts = [
    row.format ?? head.formatUnknown,
    formatBytes(row.bytes),
    row.savedAt === null ? [] : head.saved(`${row.savedAt.slice(0, 10)} ${row.savedAt.slice(11, 19)}`),
    head.checksum(row.checksum),
    row.problem === null || row.checksum === 'wrong' ? [] : row.problem.message,
  ];
  return parts.flat().join(' · ');
}

/** A line for each snapshot, with its name if there are several. */
export const snapshotLines = ({ source: { snapshots } }: AuditData, report: AuditReportMessages): string[] =>
  snapshots.map((row) =>
    snapshots.length > 1 ? report.head.named(snapshotName(row, report), snapshotText(row, report)) : snapshotText(row, report),
  );

/** Families of the expired keys; empty if there are none. */
export function expiredNotes({ expired: { keys, families } }: AuditData, { notes }: AuditReportMessages): string[] {
  if (keys === 0) return [];
  const shown = families.slice(0, 3);
  return [notes.expired(shown, families.length > shown.length)];
}

/** Findings that could not be checked, and why. */
export const notCheckableNotes = ({ notCheckable }: AuditData, { notes }: AuditReportMessages): string[] =>
  notCheckable.map(({ codes, why }) => notes.notCheckable(codes, why));

/** What was read of the keys. */
export function readText(data: AuditData, { head }: AuditReportMessages): string {
  const { keys, vanished, refused, expired, source, families } = data;
  const sampled = families.reduce((sum, family) => sum + family.sampled, 0);
  const partial = source.partial !== null;
  const metadata = !partial && sampled + vanished >= keys ? null : sampled;
  return head.read({ keys, once: source.countProven, metadata, partial, vanished, refused, expired: expired.keys });
}

export const filterText = ({ pattern, type }: AuditData['source']['filter'], { head }: AuditReportMessages): string | null =>
  pattern === null && type === null ? null : head.filter(pattern, type);

export function serverText(server: AuditData['server'], { head }: AuditReportMessages): string {
  const facts = [
    `${server.product ?? 'Redis'} ${server.version ?? head.versionUnknown}`,
    server.mode === null ? [] : head.mode(server.mode),
    server.nodes > 1 ? head.nodes(server.nodes) : [],
    server.role === null ? [] : head.role(server.role),
    server.uptimeSeconds === null ? [] : head.up(formatDuration(server.uptimeSeconds)),
  ];
  return facts.flat().join(' · ');
}

/** Limits of the memory; empty for a snapshot, which does not have them. */
export function memoryLimitsText(data: AuditData, { memory: words }: AuditReportMessages): string[] {
  const { memory, server } = data;
  if (data.source.kind === 'snapshot') return [];
  const used = memory.usedMemory;
  const headroom =
    memory.maxmemory === null
      ? words.maxmemoryUnknown
      : memory.maxmemory === 0
        ? words.noMaxmemory
        : words.maxmemory(formatBytes(memory.maxmemory), used === null ? null : formatBytes(memory.maxmemory - used));
  return [
    headroom,
    words.eviction(memory.maxmemoryPolicy),
    memory.peakMemory === null ? [] : words.peak(formatBytes(memory.peakMemory)),
    words.persistence(server.persistence),
  ].flat();
}

/** The source of used_memory. */
export const usedMemoryHow = ({ memory, source }: AuditData, { memory: words }: AuditReportMessages): string =>
  memory.usedMemory === null ? words.notReadable : source.kind === 'snapshot' ? words.serverWhenSaved : words.server;

/** Without severities that no finding has. */
export const bySeverity = (findings: readonly Finding[]): { severity: Severity; count: number }[] =>
  SEVERITIES.map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length })).filter(
    ({ count }) => count > 0,
  );

/** Capabilities that the server lacks, if the report lacks something because of it. */
export const capabilityNotes = (rows: readonly CapabilityRow[], { notes }: AuditReportMessages): string[] =>
  rows.flatMap((row) => (row.effect === null ? [] : [notes.refused(row, row.effect)]));

/** For commands without a key. */
export const NO_KEY = '(no key)';
