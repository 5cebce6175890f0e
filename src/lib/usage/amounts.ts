/** Parses the text of values to exact amounts. */
import { isCounter, microUsd, parseDecimal, whole } from '../format/decimal.js';
import { unitOf, type Metric } from '../profile/figures.js';
import type { Availability } from './availability.js';
import type { Source } from './sources.js';
import { added, type Sum } from './value.js';

/** Values of a key in the order of `fieldsRead`, `null`: absent; for strings the one value. */
export type Values = readonly (string | null)[];

/** `lacking`: the key exists, but lacks the figure. `odd`: the figure is not a number. */
export type Amount = Sum | 'lacking' | 'odd';

/** The hash fields that hold the metrics; empty for strings. */
export const fieldsRead = ({ metrics }: Source, wanted: Iterable<Metric>): string[] => [
  ...new Set([...wanted].flatMap((metric) => metrics.get(metric)?.fields ?? [])),
];

/** True when the key does not exist, as far as its values show. */
export const isMissing = (values: Values): boolean => values.every((value) => value === null);

export function amountOf(
  source: Source,
  metric: Metric,
  { state }: Availability,
  fields: readonly string[],
  values: Values,
): Amount {
  const { fields: names = [], micro = false } = source.metrics.get(metric) ?? {};
  if (names.length === 0) return parsed(values[0] ?? null, metric, micro);
  let sum: Sum | null = null;
  for (const name of names) {
    const text = values[fields.indexOf(name)] ?? null;
    if (text === null) continue;
    const amount = parsed(text, metric, micro);
    if (typeof amount === 'string') return amount;
    sum = added(sum, amount);
  }
  if (sum !== null) return sum;
  return source.sparse.has(metric) && state === 'full' ? 0 : 'lacking';
}

function parsed(text: string | null, metric: Metric, micro: boolean): Amount {
  if (text === null) return 'lacking';
  if (unitOf(metric) === 'usd' && !micro) return parseDecimal(text) ?? 'odd';
  if (!isCounter(text)) return 'odd';
  if (micro) return microUsd(BigInt(text));
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : whole(BigInt(text));
}
