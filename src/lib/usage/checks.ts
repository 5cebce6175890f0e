/** Compares the rows with other figures of the same facts: of the whole system, of longer periods, and unrounded. */
import { absolute, compare, times } from '../format/decimal.js';
import type { Metric } from '../profile/figures.js';
import type { Circumstances } from './availability.js';
import { coverOf, grainOf, toLocal, type Cut, type Range } from './calendar.js';
import { planFor, type Plan } from './plan.js';
import type { Source } from './sources.js';
import { Sums } from './sums.js';
import { difference, sumOf, valueOf, type Sum } from './value.js';

export interface Check {
  against: 'system' | 'exact' | 'whole';
  metrics: readonly Metric[];
  sums: Sums;
}

export interface Checked {
  plan: Plan;
  metrics: readonly Metric[];
  dimensions: readonly string[];
  cut: Cut | null;
  range: Range;
}

export function checksFor(checked: Checked, { sources, by }: { sources: readonly Source[]; by: Circumstances }): Check[] {
  const { plan, metrics, dimensions, range } = checked;
  const certain = metrics.filter((metric) => isCertain(plan, metric));
  const system = sources.filter((source) => source.dimensions.length === 0 && source.grain !== 'minute');
  const exact = sources.filter((source) => ![...source.metrics.values()].some(({ micro }) => micro));
  const rounded = certain.filter((metric) =>
    plan.steps.some(({ source, metrics: own }) => own.has(metric) && source.metrics.get(metric)?.micro),
  );
  const longer = wholesOf(checked, sources, toLocal(by.now, by.utcOffset));
  const check = (
    against: Check['against'],
    from: readonly Source[],
    some: readonly Metric[],
    cut: Cut | null = null,
  ): Check[] => {
    const own = some.filter((metric) => from.some((source) => source.metrics.has(metric)));
    const wish = { dimensions: against === 'whole' ? dimensions : [], cut, range };
    // Incomplete figures prove nothing.
    const able = own.filter((metric) => isCertain(planFor(from, { ...wish, metrics: [metric] }, by), metric));
    if (able.length === 0) return [];
    const sums = new Sums({
      plan: planFor(from, { ...wish, metrics: able }, by),
      metrics: able,
      keeps: () => true,
      labelsOf: () => [],
    });
    return [{ against, metrics: able, sums }];
  };
  return [
    ...(dimensions.length === 0 ? [] : check('system', system, certain)),
    ...check('exact', exact, rounded),
    ...(longer === null ? [] : check('whole', longer, certain)),
  ];
}

function isCertain({ steps, gaps }: Plan, metric: Metric): boolean {
  const own = steps.filter((step) => step.metrics.has(metric));
  return (
    own.length > 0 &&
    !gaps.some((gap) => gap.metric === metric) &&
    own.every((step) => step.metrics.get(metric)?.state === 'full')
  );
}

/** Sources of longer periods, if whole periods cover the range; `null`: they do not. */
function wholesOf({ cut, dimensions, range }: Checked, sources: readonly Source[], now: number): Source[] | null {
  if (cut === null || cut === 'month' || cut === 'minute') return null;
  const grain = grainOf(cut) === 'hour' ? 'day' : 'month';
  if (!coverOf(range, grain, now).every((segment) => segment.grain === grain)) return null;
  return sources.filter((source) => source.grain === grain && source.dimensions.join(' ') === dimensions.join(' '));
}

export interface Difference {
  against: Check['against'];
  metric: Metric;
  rows: Sum;
  other: Sum;
}

/** `total`: by metric, of the rows. */
export function differencesIn(
  checks: readonly Check[],
  metrics: readonly Metric[],
  total: readonly (Sum | null)[],
): Difference[] {
  const requests = total[metrics.indexOf('requests')] ?? null;
  return checks.flatMap(({ against, metrics: own, sums }) => {
    const others = sumOf(
      [...sums.rows.values()].map(({ amounts }) => amounts),
      own.length,
    );
    return own.flatMap((metric, at): Difference[] => {
      const [rows, other] = [total[metrics.indexOf(metric)] ?? null, others[at] ?? null];
      if (rows === null || other === null || isWithin(against, rows, other, requests)) return [];
      return [{ against, metric, rows, other }];
    });
  });
}

/** Allows half a micro-dollar for each request for rounding, and a small amount for floating-point sums. */
function isWithin(against: Check['against'], rows: Sum, other: Sum, requests: Sum | null): boolean {
  const off = absolute(difference(rows, other));
  const hair = { digits: 1n, scale: 9 };
  if (compare(off, hair) <= 0) return true;
  if (against !== 'exact' || requests === null) return false;
  return compare(off, times({ digits: 1n, scale: 6 }, BigInt(Math.round(Number(valueOf('requests', requests)))))) <= 0;
}
