/** Questions to `meter usage`, each with the plain sums that answer it. */
import { expect } from 'vitest';
import type { UsageData, UsageTable } from '../../src/lib/usage/model.js';
import { scaled, type PlainQuestion, type PlainSums } from './plain-sums.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const COUNTED = ['requests', 'input', 'output', 'cache-create', 'cache-read', 'tokens'];

/** The clock of a report. */
export interface PlainClock {
  now: Date;
  utcOffset: number;
}

const localIso = ({ now, utcOffset }: PlainClock, daysAgo = 0): string =>
  new Date(now.getTime() + utcOffset * HOUR_MS - daysAgo * DAY_MS).toISOString();

interface PlainPeriod {
  args: readonly string[];
  grain: PlainQuestion['grain'];
  periods: readonly string[];
}

const days = (clock: PlainClock, count: number): string[] =>
  Array.from({ length: count }, (_, at) => localIso(clock, count - 1 - at).slice(0, 10));

/** The last hours, including the current one. */
function hours({ now, utcOffset }: PlainClock, count: number): string[] {
  const local = now.getTime() + utcOffset * HOUR_MS;
  return Array.from({ length: count }, (_, at) => {
    const iso = new Date(local - (count - 1 - at) * HOUR_MS).toISOString();
    return `${iso.slice(0, 10)}:${iso.slice(11, 13)}`;
  });
}

function lastMonth(clock: PlainClock): string {
  const local = new Date(`${localIso(clock).slice(0, 7)}-01T00:00:00Z`);
  return new Date(local.getTime() - DAY_MS).toISOString().slice(0, 7);
}

/** Periods with the coarsest keys that cover them. */
export function plainPeriods(clock: PlainClock): PlainPeriod[] {
  const [today, yesterday] = [localIso(clock).slice(0, 10), localIso(clock, 1).slice(0, 10)];
  const span = days(clock, 9).slice(0, 5);
  return [
    { args: ['--month', 'this'], grain: 'month', periods: [today.slice(0, 7)] },
    { args: ['--month', 'last'], grain: 'month', periods: [lastMonth(clock)] },
    { args: ['--month', today.slice(0, 7)], grain: 'month', periods: [today.slice(0, 7)] },
    { args: ['--day', 'today'], grain: 'day', periods: [today] },
    { args: ['--day', yesterday], grain: 'day', periods: [yesterday] },
    { args: ['--last', '3d'], grain: 'day', periods: days(clock, 3) },
    { args: ['--since', span[0]!, '--until', span.at(-1)!], grain: 'day', periods: span },
    { args: ['--last', '5h'], grain: 'hour', periods: hours(clock, 5) },
  ];
}

/** Groupings of rows, with the entities whose keys have the figures. `cost`: the same for the cost; `null`: no keys have it. */
export const GROUPINGS: readonly {
  by: readonly ('key' | 'account' | 'model')[];
  of: PlainQuestion['of'];
  cost: PlainQuestion['of'] | null;
}[] = [
  { by: [], of: ['key'], cost: ['key'] },
  { by: ['key'], of: ['key'], cost: ['key'] },
  { by: ['account'], of: ['account'], cost: null },
  { by: ['model'], of: ['model'], cost: ['key', 'model'] },
  { by: ['key', 'model'], of: ['key', 'model'], cost: ['key', 'model'] },
  { by: ['account', 'model'], of: ['account', 'model'], cost: null },
];

/** The row of a key: its ids, and its period as in reports. */
const labelled = (by: readonly string[], cut: string | null): PlainQuestion['rowOf'] => {
  return (whose, period) => [...by.map((word) => whose[word as 'key']!), ...(cut === null ? [] : [cutOf(cut, period)])].join('|');
};

/** The period of the row that contains a period from a key name. */
export function cutOf(cut: string, period: string): string {
  switch (cut) {
    case 'month':
      return period.slice(0, 7);
    case 'day':
      return period.slice(0, 10);
    case 'week': {
      const day = Date.parse(`${period.slice(0, 10)}T00:00:00Z`);
      return new Date(day - ((new Date(day).getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10);
    }
    default:
      return `${period.slice(0, 10)} ${period.slice(11, 13)}:00`;
  }
}

/** The expected rows by label, then by metric, × 10^20. */
export function plainRows(
  sums: PlainSums,
  { by, of, cost }: (typeof GROUPINGS)[number],
  { grain, periods }: Pick<PlainPeriod, 'grain' | 'periods'>,
  cut: string | null = null,
): Map<string, Map<string, bigint>> {
  const common = { grain, periods, rowOf: labelled(by, cut) };
  const rows = sums.sums({ ...common, of, metrics: COUNTED });
  if (cost === null) return rows;
  for (const [label, amounts] of sums.sums({ ...common, of: cost, metrics: ['cost'] })) {
    const row = rows.get(label) ?? new Map<string, bigint>();
    rows.set(label, row);
    for (const [metric, amount] of amounts) row.set(metric, amount);
  }
  return rows;
}

/** The rows of a report in the same form, without unknown figures and without rows of periods without usage. */
export function reportedRows({ rows, by }: UsageTable): Map<string, Map<string, bigint>> {
  return new Map(
    rows.map(({ labels, figures }) => [
      by.length === 0 ? '' : labels.map(({ id }) => id).join('|'),
      new Map(Object.entries(figures).flatMap(([metric, value]) => (value === null ? [] : [[metric, scaled(String(value))]]))),
    ]),
  );
}

/** For a sum, zero and absent are the same. */
const withoutZeros = (rows: ReadonlyMap<string, ReadonlyMap<string, bigint>>): Record<string, Record<string, string>> =>
  Object.fromEntries(
    [...rows]
      .map(
        ([label, amounts]) =>
          [
            label,
            Object.fromEntries(
              [...amounts].filter(([, amount]) => amount !== 0n).map(([metric, amount]) => [metric, String(amount)]),
            ),
          ] as const,
      )
      .filter(([, amounts]) => Object.keys(amounts).length > 0)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Fails unless every figure of the table, including its total, equals the plain sums. */
export function expectPlain(
  { tables }: UsageData,
  expected: ReadonlyMap<string, ReadonlyMap<string, bigint>>,
  what: string,
): void {
  const [table] = tables;
  if (!table) throw new Error('the report has no table');
  expect(withoutZeros(reportedRows(table)), what).toEqual(withoutZeros(expected));
  const total = new Map<string, bigint>();
  for (const amounts of expected.values())
    for (const [metric, amount] of amounts) total.set(metric, (total.get(metric) ?? 0n) + amount);
  for (const [metric, value] of Object.entries(table.total.figures))
    if (value !== null) expect([what, metric, scaled(String(value))]).toEqual([what, metric, total.get(metric) ?? 0n]);
}
