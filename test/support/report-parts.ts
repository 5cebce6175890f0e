/** The parts of a report that are equal for a server and for a snapshot that it saved. */
import type { AuditData, BytesFigure } from '../../src/lib/audit/model.js';
import type { AuditReport, WordedFinding } from '../../src/lib/report/audit/worded.js';

/** Removes sizes, which come from the server or are estimated from a snapshot. */
function unsized<Row extends BytesFigure>(row: Row): Omit<Row, keyof BytesFigure> {
  const { bytes: _bytes, bytesLow: _low, bytesHigh: _high, ...rest } = row;
  return rest;
}

const unsizedRows = <Row extends BytesFigure>(rows: Partial<Record<string, Row>>) =>
  Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, unsized(row!)]));

const sorted = <Item>(items: readonly Item[], by: (item: Item) => string): Item[] =>
  items.toSorted((a, b) => (by(a) < by(b) ? -1 : Number(by(a) > by(b))));

/** Removes figures that depend on sizes, and the order of a list of identifiers that does. */
const words = (text: string): string =>
  text
    .replace(/[\d,.]+ (?:%|[KMG]?i?B\b|bytes)/g, '#')
    .replace(/\(([^()]+)\)/g, (_, list: string) => `(${list.split(', ').toSorted().join(', ')})`);

/** Findings that both reports can contain. */
function findings(data: AuditReport): Omit<WordedFinding, 'params' | 'remedy'>[] {
  const uncheckable = new Set([
    'keys-command',
    'failed-calls',
    'eviction-can-drop-counters',
    'memory-headroom',
    'no-persistence',
    'save-failed',
    // A size near its bound may be above it in one report, and below it in the other.
    'heavy-optional-data',
    ...data.notCheckable.flatMap(({ codes }) => codes),
  ]);
  const rows = data.findings
    .filter(({ code }) => !uncheckable.has(code))
    // If there are more sets than are checked, the checked ones depend on the order of the keys.
    .map((finding) => (finding.evidence.includes(' of 64 sets ') ? { ...finding, count: 0, evidence: '' } : finding))
    .map(({ fix, params: _params, remedy: _remedy, ...finding }) => ({
      ...finding,
      title: words(finding.title),
      evidence: words(finding.evidence),
      // A file has no address.
      fix: fix.replaceAll(/ (?:--url |--db )\S+/g, ''),
    }));
  return sorted(rows, (row) => JSON.stringify(row));
}

export function sharedParts(data: AuditReport) {
  const { clock, profiles, keys, vanished, refused, databases, source, unrecognised } = data;
  const { exact, countProven, partial, unread, filter } = source;
  return {
    source: { exact, countProven, partial, unread, filter },
    // The records that are read depend on the order of the keys.
    clock: { ...clock, evidence: clock.evidence.replace(/record of a key falls|records of \d keys fall/, '#') },
    profiles,
    keys,
    vanished,
    refused,
    databases,
    families: sorted(data.families, ({ profile, pattern }) => `${profile} ${pattern}`).map((row) => {
      const { bytesPerKey: _bytes, ttlSeconds, ...rest } = unsized(row);
      return { ...rest, expires: ttlSeconds !== null };
    }),
    unrecognised: unsized(unrecognised),
    byGrain: unsizedRows(data.byGrain),
    byClass: unsizedRows(data.byClass),
    fineGrained: unsizedRows(data.fineGrained),
    dimensions: sorted(data.dimensions, ({ dimension }) => dimension).map(({ top, ...rest }) => ({
      ...rest,
      // The largest of many depend on sizes.
      held:
        rest.distinct > top.length
          ? null
          : sorted(
              top.map(({ value, keys: held }) => `${value} ${held}`),
              String,
            ),
    })),
    findings: findings(data),
  };
}

/** Σ of the families. */
export const totalBytes = ({ families }: AuditData): number =>
  families.reduce((sum, { bytes }) => sum + (bytes ?? Number.NaN), 0);
