/** Notes about the figures. */
import { maskSecretsInName } from '../format/redact.js';
import { printable } from '../format/terminal.js';
import type { Metric } from '../profile/figures.js';
import type { Reason } from './availability.js';
import { labelOf, shifted, startOf } from './calendar.js';
import { differencesIn, type Difference } from './checks.js';
import type { Listing } from './listing.js';
import type { UsageNote } from './model.js';
import type { Ordered } from './rows.js';
import type { Span } from './sums.js';
import type { Prepared, World } from './table.js';
import { valueOf } from './value.js';

/** Number of names in a note. */
const SHOWN = 5;

interface NotesInput {
  world: World;
  listing: Listing;
}

export function notesOf(finished: readonly { table: Prepared; ordered: Ordered }[], { listing, world }: NotesInput): UsageNote[] {
  const spans = finished.flatMap(({ table: { sums, before } }) => [...sums.spans(), ...(before?.spans() ?? [])]);
  return unique([
    ...spanNotes(spans),
    ...finished.flatMap(({ table, ordered }) => tableNotes(table, ordered, world)),
    ...cycleNotes(finished, listing),
    ...emptyIndexes(listing),
  ]);
}

function tableNotes(
  { sums, checks, metrics, uncounted, grouping, period }: Prepared,
  { total }: Ordered,
  { figures }: World,
): UsageNote[] {
  const [dimension] = sums.plan.steps[0]?.source.dimensions ?? [];
  const titles = figures.entities.find((each) => each.dimension === dimension)?.titles ?? '';
  const parts = [...sums.fromParts];
  const rounded = sums.plan.steps.some(({ source, metrics: own }) =>
    [...own.keys()].some((metric) => source.metrics.get(metric)?.micro),
  );
  return [
    ...(parts.length === 0
      ? []
      : [
          {
            code: 'from-parts' as const,
            params: {
              periods: parts.map(([label]) => label).toSorted(),
              keys: parts.reduce((sum, [, ids]) => sum + ids.size, 0),
            },
          },
        ]),
    ...differenceNotes(differencesIn(checks, metrics, total), period?.label ?? '', titles),
    ...(sums.odd.keys === 0
      ? []
      : [
          {
            code: 'odd-values' as const,
            params: {
              keys: sums.odd.keys,
              examples: sums.odd.examples.map((name) => maskSecretsInName(printable(name))).toSorted(),
            },
          },
        ]),
    ...lackingNotes(sums.lackingFields()),
    ...(sums.refused === 0 ? [] : [{ code: 'refused' as const, params: { keys: sums.refused } }]),
    ...(uncounted.length > 0
      ? [
          {
            code: 'uncounted' as const,
            params: { metrics: [...uncounted], by: grouping.by.map(({ title }) => title).join(' and ') },
          },
        ]
      : []),
    ...(rounded ? [{ code: 'rounded-cost' as const, params: {} }] : []),
  ];
}

/** A note for each set of figures that differs. */
function differenceNotes(differences: readonly Difference[], period: string, titles: string): UsageNote[] {
  return (['system', 'exact', 'whole'] as const).flatMap((against): UsageNote[] => {
    const own = differences.filter((each) => each.against === against);
    if (own.length === 0) return [];
    const figures = own.map(({ metric, rows, other }) => ({
      metric,
      rows: valueOf(metric, rows),
      other: valueOf(metric, other),
    }));
    return [{ code: 'differs', params: { against, period, titles, figures } }];
  });
}

function lackingNotes(lacking: readonly [Metric, number][]): UsageNote[] {
  const byCount = new Map<number, Metric[]>();
  for (const [metric, keys] of lacking) byCount.set(keys, [...(byCount.get(keys) ?? []), metric]);
  return [...byCount].map(([keys, metrics]) => ({ code: 'lacking-fields', params: { metrics, keys } }));
}

interface Stretch {
  metrics: Metric[];
  state: 'unknown' | 'partly';
  reason: Reason;
  from: number | null;
  to: number | null;
}

/** Consecutive periods, and metrics with the same periods, share one note. */
function spanNotes(spans: readonly Span[]): UsageNote[] {
  const stretches: Stretch[] = [];
  const sorted = spans.toSorted((a, b) => (a.range?.from ?? 0) - (b.range?.from ?? 0));
  for (const { metric, range, state, reason } of sorted) {
    if (state === 'known' || reason === null) continue;
    const before = stretches.findLast((each) => each.metrics[0] === metric && each.reason === reason && each.state === state);
    const [from, to] = [range?.from ?? null, range?.to ?? null];
    if (before && before.to !== null && from !== null && from <= before.to) before.to = Math.max(before.to, to ?? before.to);
    else if (!before || before.to !== null) stretches.push({ metrics: [metric], state, reason, from, to });
  }
  const joined: Stretch[] = [];
  for (const each of stretches) {
    const same = joined.find(
      ({ state, reason, from, to }) => state === each.state && reason === each.reason && from === each.from && to === each.to,
    );
    if (same) same.metrics = [...new Set([...same.metrics, ...each.metrics])];
    else joined.push(each);
  }
  return joined.map(({ metrics, state, reason, from, to }) => ({
    code: state === 'unknown' ? 'unknown' : 'incomplete',
    params: { metrics, reason, ...datesOf(from, to) },
  }));
}

/** The first period, and the last if there is another. */
function datesOf(from: number | null, to: number | null): { from: string | null; to: string | null } {
  if (from === null || to === null) return { from: null, to: null };
  const cut =
    (['day', 'hour', 'minute'] as const).find((each) => startOf(each, from) === from && startOf(each, to) === to) ?? 'minute';
  const [first, last] = [labelOf(cut, from), labelOf(cut, shifted(cut, to, -1))];
  return { from: first, to: last === first ? null : last };
}

/** Billing cycles whose names are not dates. */
function cycleNotes(finished: readonly { table: Prepared }[], { table }: Listing): UsageNote[] {
  const isOfDates = finished.some(({ table: { period, asked } }) => period !== null && asked.period.kind !== 'cycle');
  if (!isOfDates || table.cycles.size === 0) return [];
  const cycles = [...table.cycles].toSorted().slice(0, SHOWN);
  return [
    {
      code: 'other-cycles',
      params: { cycles: cycles.map((each) => maskSecretsInName(printable(each))), count: table.cycles.size },
    },
  ];
}

function emptyIndexes({ empty }: Listing): UsageNote[] {
  if (empty.size === 0) return [];
  return [{ code: 'empty-indexes', params: { sets: [...empty].slice(0, SHOWN).map(printable), count: empty.size } }];
}

const unique = (notes: readonly UsageNote[]): UsageNote[] => [
  ...new Map(notes.map((note) => [JSON.stringify(note), note])).values(),
];
