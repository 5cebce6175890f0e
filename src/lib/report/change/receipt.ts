/** What was changed, skipped and kept. */
import { formatDuration } from '../../format/duration.js';
import type { LeftBehind, Receipt } from '../../change/plan/model.js';
import type { Fact, Row, Table } from '../document.js';
import type { SkippedWhy } from '../messages/en/change/report.js';
import type { Messages } from '../messages/messages.js';
import type { ChangeReport } from './worded.js';

type Report = Messages['change']['report'];

export function receiptFacts(data: ChangeReport, receipt: Receipt, { change: { report } }: Messages): Fact[] {
  const { labels, facts } = report;
  const seconds = (Date.parse(receipt.endedAt) - Date.parse(receipt.startedAt)) / 1000;
  return [
    { label: labels.changed, text: facts.changed(data.changed, data.planned, formatDuration(seconds)) },
    ...(receipt.elements > 0 ? [{ label: labels.elements, text: facts.elements(receipt.elements) }] : []),
    ...indexFacts(data, receipt, report),
    ...skippedFacts(data, report),
    ...archiveFacts(data, receipt, report),
    ...receipt.leaves
      .filter(({ pattern }) => isOwn(pattern))
      .map((left) => ({
        label: labels.created,
        text: createdText(left, report),
      })),
    ...markerFacts(
      receipt.leaves.filter(({ pattern }) => !isOwn(pattern)),
      report,
    ),
    ...(receipt.restore === null
      ? []
      : [{ label: labels.undo, text: `${receipt.restore}${keptText(data, report)}`, command: true }]),
    ...(receipt.resume === null ? [] : [{ label: labels.resume, text: receipt.resume, command: true }]),
  ];
}

/** A restore shortens no TTL, because the data would be lost with it. A shell ignores what stands behind the sign. */
const keptText = ({ plan: { families } }: ChangeReport, { facts }: Report): string =>
  families.some(({ action }) => action === 'ttl' || action === 'persist') ? ` # ${facts.undoesAllBut}` : '';

/** Index sets that are not as before. */
export const indexesChanged = ({ removed, sets }: Receipt['indexes']): number => removed + sets;

function indexFacts(data: ChangeReport, receipt: Receipt, { labels, facts }: Report): Fact[] {
  const { checked, removed, members, sets } = receipt.indexes;
  const isUndo = data.plan.command === 'restore';
  const parts = [
    ...(checked > 0 ? [facts.setsChecked(checked)] : []),
    ...(removed > 0 ? [facts.setsRemoved(removed)] : []),
    ...(sets > 0 ? [isUndo ? facts.setsRestored(sets) : facts.membersRemoved(members, sets)] : []),
  ];
  return [
    ...(parts.length > 0 ? [{ label: labels.indexes, text: facts.joined(parts) }] : []),
    ...(areIndexesLeft(data, receipt) ? [{ label: labels.indexes, text: facts.indexesLeft(data.plan.indexes) }] : []),
  ];
}

/** True when the run ended after the keys, but before all of the indexes were checked. */
const areIndexesLeft = ({ plan, planned, changed, skipped }: ChangeReport, { complete }: Receipt): boolean =>
  !complete && plan.indexes > 0 && changed + skipped.gone + skipped.changed + skipped.protected >= planned;

/** A fact for each reason. */
function skippedFacts({ plan, skipped }: ChangeReport, { labels, facts }: Report): Fact[] {
  const { gone, changed, there = 0, expired = 0, alive = 0, refused = 0 } = skipped;
  const counts: Partial<Record<SkippedWhy, number>> = {
    there,
    expired,
    alive,
    gone,
    changed,
    refused,
    [plan.command === 'restore' ? 'unmergeable' : 'protected']: skipped.protected,
  };
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([why, count]) => ({ label: labels.skipped, text: facts.skipped(count, why as SkippedWhy) }));
}

function archiveFacts({ plan, changed, archive }: ChangeReport, { indexes }: Receipt, { labels, facts }: Report): Fact[] {
  if (archive !== null) return [{ label: labels.archive, text: archive }];
  // A restore without --replace removes nothing.
  if (plan.command === 'restore') return [];
  if (changed + indexesChanged(indexes) === 0) return [{ label: labels.archive, text: facts.noArchive }];
  return [{ label: labels.archive, text: facts.noUndo, tone: 'warn' }];
}

const isOwn = (pattern: string): boolean => pattern.startsWith('meter:');

export const createdText = ({ pattern, keys, seconds }: LeftBehind, { facts }: Report): string =>
  seconds === null ? facts.createdForGood(pattern) : facts.created(pattern, keys, formatDuration(seconds));

/** Number of the application's markers that are named. More are only counted. */
const MARKERS = 1;

function markerFacts(markers: readonly LeftBehind[], report: Report): Fact[] {
  const { labels, facts } = report;
  if (markers.length <= MARKERS) return markers.map((left) => ({ label: labels.created, text: createdText(left, report) }));
  const keys = markers.reduce((sum, left) => sum + left.keys, 0);
  const longest = markers.reduce((most, { seconds }) => Math.max(most, seconds ?? 0), 0);
  return [{ label: labels.created, text: facts.markers(keys, formatDuration(longest)) }];
}

/** The keys by outcome, also if nothing was carried out. */
export function outcomeTable({ planned, archived, changed, skipped }: ChangeReport, { change: { report } }: Messages): Table {
  const rows: Row[] = [
    { outcome: 'planned', keys: planned },
    { outcome: 'archived', keys: archived },
    { outcome: 'changed', keys: changed },
    ...(['gone', 'changed', 'protected', 'refused', 'expired', 'alive', 'there'] as const).map((reason) => ({
      outcome: `skipped-${reason}`,
      keys: skipped[reason] ?? 0,
    })),
  ];
  const columns = [
    { id: 'outcome', title: 'outcome', type: 'id' as const },
    { id: 'keys', title: report.families.heads.keys, type: 'count' as const },
  ];
  return { kind: 'table', id: 'outcome', title: report.outcome, columns, rows, detail: true };
}
