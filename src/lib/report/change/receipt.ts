/** What was changed, skipped and kept. */
import { formatDuration } from '../../format/duration.js';
import { formatCount, formatCounted } from '../../format/number.js';
import type { LeftBehind, Receipt } from '../../change/plan/model.js';
import type { Fact, Row, Table } from '../document.js';
import type { ChangeReport } from './worded.js';

export function receiptFacts(data: ChangeReport, receipt: Receipt): Fact[] {
  const seconds = (Date.parse(receipt.endedAt) - Date.parse(receipt.startedAt)) / 1000;
  return [
    {
      label: 'Changed',
      text: `${changedText(data)}, in ${formatDuration(seconds)}`,
    },
    ...(receipt.elements > 0
      ? [{ label: 'Elements', text: `${formatCount(receipt.elements)} removed from lists and streams` }]
      : []),
    ...indexFacts(data, receipt),
    ...skippedFacts(data),
    ...archiveFacts(data, receipt),
    ...receipt.leaves.filter(({ pattern }) => isOwn(pattern)).map((left) => ({ label: 'Created', text: createdText(left) })),
    ...markerFacts(receipt.leaves.filter(({ pattern }) => !isOwn(pattern))),
    ...(receipt.restore === null ? [] : [{ label: 'Undo', text: receipt.restore, command: true }, ...keptFacts(data)]),
    ...(receipt.resume === null ? [] : [{ label: 'Go on', text: receipt.resume, command: true }]),
  ];
}

/** A restore shortens no TTL, because the data would be lost with it. */
const keptFacts = ({ plan: { families } }: ChangeReport): Fact[] =>
  families.some(({ action }) => action === 'ttl' || action === 'persist')
    ? [{ label: '', text: 'undoes all but TTLs that are longer now: no undo lets a key expire earlier' }]
    : [];

/** A repair changes more keys than planned if its changes make other keys differ. */
const changedText = ({ changed, planned }: ChangeReport): string =>
  changed > planned
    ? `${formatCounted(changed, 'key', 'keys')}: ${formatCount(planned)} as planned, and those that then differed`
    : `${formatCount(changed)} of ${formatCounted(planned, 'planned key', 'planned keys')}`;

/** Index sets that are not as before. */
export const indexesChanged = ({ removed, sets }: Receipt['indexes']): number => removed + sets;

function indexFacts(data: ChangeReport, receipt: Receipt): Fact[] {
  const { removed, members, sets } = receipt.indexes;
  const touched = formatCounted(sets, 'index set', 'index sets');
  const isUndo = data.plan.command === 'restore';
  const parts = [
    ...(removed > 0 ? [`${formatCounted(removed, 'index set', 'index sets')} removed`] : []),
    ...(sets > 0
      ? [isUndo ? `${touched} restored` : `${formatCounted(members, 'member', 'members')} removed from ${touched}`]
      : []),
  ];
  return [
    ...(parts.length > 0 ? [{ label: 'Indexes', text: parts.join(', ') }] : []),
    ...(areIndexesLeft(data, receipt)
      ? [{ label: 'Indexes', text: `not all of ${formatCount(data.plan.indexes)} are updated yet` }]
      : []),
  ];
}

/** True when the run ended after the keys, but before all of the indexes were updated. */
const areIndexesLeft = ({ plan, planned, changed, skipped }: ChangeReport, { complete }: Receipt): boolean =>
  !complete && plan.indexes > 0 && changed + skipped.gone + skipped.changed + skipped.protected >= planned;

/** A fact for each reason. */
function skippedFacts({ plan, skipped }: ChangeReport): Fact[] {
  const { gone, changed, there = 0, expired = 0, alive = 0, refused = 0 } = skipped;
  const reasons: [number, string][] = [
    [there, 'that had been restored before, lacked nothing, or expire later now'],
    [expired, 'that would have expired by now'],
    [alive, 'that existed again: --merge adds to them, --replace replaces them'],
    [gone, 'that did not exist any more'],
    [changed, 'that others changed at each attempt'],
    [refused, 'that the server refused'],
    [
      skipped.protected,
      plan.command === 'restore'
        ? 'that could not be merged with the existing value'
        : 'in use, or of another type than the name says',
    ],
  ];
  return reasons
    .filter(([count]) => count > 0)
    .map(([count, reason]) => ({ label: 'Skipped', text: `${formatCounted(count, 'key', 'keys')} ${reason}` }));
}

function archiveFacts({ plan, changed, archive }: ChangeReport, { indexes }: Receipt): Fact[] {
  if (archive !== null) return [{ label: 'Archive', text: archive }];
  // A restore without --replace removes nothing.
  if (plan.command === 'restore') return [];
  if (changed + indexesChanged(indexes) === 0) return [{ label: 'Archive', text: 'none: nothing was changed' }];
  return [{ label: 'Archive', text: 'none: this cannot be undone', tone: 'warn' }];
}

const isOwn = (pattern: string): boolean => pattern.startsWith('meter:');

export const createdText = ({ pattern, keys, seconds }: LeftBehind): string =>
  seconds === null
    ? `${pattern}, which notes what was changed and does not expire`
    : `${pattern} (${formatCounted(keys, 'key', 'keys')}), TTL ${formatDuration(seconds)}`;

/** Number of the application's markers that are named. More are only counted. */
const MARKERS = 1;

function markerFacts(markers: readonly LeftBehind[]): Fact[] {
  if (markers.length <= MARKERS) return markers.map((left) => ({ label: 'Created', text: createdText(left) }));
  const keys = markers.reduce((sum, left) => sum + left.keys, 0);
  const longest = markers.reduce((most, { seconds }) => Math.max(most, seconds ?? 0), 0);
  const text = `${formatCounted(keys, 'marker', 'markers')} of empty indexes, TTL at most ${formatDuration(longest)} (--section creates)`;
  return [{ label: 'Created', text }];
}

/** The keys by outcome, also if nothing was carried out. */
export function outcomeTable({ planned, archived, changed, skipped }: ChangeReport): Table {
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
    { id: 'keys', title: 'keys', type: 'count' as const },
  ];
  return { kind: 'table', id: 'outcome', title: 'Keys by outcome', columns, rows, detail: true };
}
