import type { ConsistencyData, Figure, InvariantRow, ViolationRow } from '../../consistency/model.js';
import { formatDuration } from '../../format/duration.js';
import { formatCount } from '../../format/number.js';
import type { DifferenceClass } from '../../profile/invariants.js';

/** Worst first. */
export const CLASSES: readonly DifferenceClass[] = [
  'corruption',
  'partial-write',
  'leak',
  'index',
  'orphan',
  'stale',
  'known-drift',
];

export const MEANING: Readonly<Record<DifferenceClass, string>> = {
  corruption: 'no write of the application explains it',
  'partial-write': 'one side lacks writes that the other has',
  leak: 'the key should expire and does not',
  index: 'a list and what it lists disagree',
  orphan: 'the owner no longer exists',
  stale: 'the application computes it from time to time',
  'known-drift': 'the application itself causes it; nothing is wrong',
};

/** Why groups are not judged, in a word. */
const WHY: Readonly<Record<string, string>> = {
  'ttl-edge': 'expired',
  retention: 'TTLs differ',
  corrupt: 'no number',
  incomparable: 'not comparable',
  release: 'release unknown',
  removed: 'pruned',
  gone: 'removed',
  unsettled: 'busy',
  partial: 'not read',
};

/** The same, after "not judged". */
const REASONS: Readonly<Record<string, string>> = {
  'ttl-edge': 'expired keys',
  retention: 'different TTLs',
  corrupt: 'values that are no numbers',
  release: 'unknown release',
  removed: 'pruned keys',
  gone: 'removed keys',
  unsettled: 'keys that change too often',
  partial: 'keys that were not read',
  incomparable: 'not comparable',
};

const total = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** `898 TTLs differ`; empty if everything is judged. */
export const unjudgedText = (unjudged: Readonly<Record<string, number>>): string =>
  Object.entries(unjudged)
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${formatCount(count)} ${WHY[reason] ?? reason}`)
    .join(', ');

/** `898 different TTLs`. */
export const reasonsText = (unjudged: Readonly<Record<string, number>>): string =>
  Object.entries(unjudged)
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${formatCount(count)} ${REASONS[reason] ?? reason}`)
    .join(', ');

export const unjudgedOf = ({ unjudged }: InvariantRow): number => total(unjudged);

/** Number of differences of each class, over all invariants, without empty classes. */
export function classCounts({ invariants }: Pick<ConsistencyData, 'invariants'>): { class: DifferenceClass; count: number }[] {
  return CLASSES.flatMap((each) => {
    const count = invariants.reduce((sum, { byClass }) => sum + (byClass[each] ?? 0), 0);
    return count === 0 ? [] : [{ class: each, count }];
  });
}

export const countsText = (counts: readonly { class: DifferenceClass; count: number }[]): string =>
  counts.map(({ class: kind, count }) => `${formatCount(count)} ${kind}`).join(', ');

/** A figure as text; whole seconds as a duration. */
export function figureText(value: Figure): string {
  if (value === null) return 'nothing';
  const seconds = typeof value === 'string' ? /^(\d+) s$/.exec(value)?.[1] : undefined;
  return seconds === undefined ? String(value) : formatDuration(Number(seconds));
}

/** A line for each field that differs. */
export function differenceLines({ fields, members }: ViolationRow): string[] {
  const numbers = Object.entries(fields).map(([name, { expected, actual, delta }]) => {
    const wanted = expected === null ? '' : `, expected ${figureText(expected)}`;
    return `${name}: ${figureText(actual)}${wanted}${delta === null ? '' : ` (${figureText(delta)})`}`;
  });
  if (!members) return numbers;
  const counts = [
    ...(members.missing > 0 ? [`${formatCount(members.missing)} missing`] : []),
    ...(members.altered > 0 ? [`${formatCount(members.altered)} with another score or value`] : []),
    ...(members.ghosts > 0 ? [`${formatCount(members.ghosts)} unexpected`] : []),
  ];
  return [...numbers, `${counts.join(', ')}: ${members.examples.join(', ')}`];
}

export const repairText = ({ repair: { kind, what } }: ViolationRow): string =>
  kind === 'none' || kind === 'elsewhere' ? `no repair: ${what}` : `repair: ${what}`;
