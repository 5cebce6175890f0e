/** Single requests in JSON: whose they are, and what is known where older ones are gone. */
import { isDecimal, parseDecimal, type Decimal } from '../format/decimal.js';
import type { Metric } from '../profile/figures.js';
import { startOf, type Range } from './calendar.js';
import type { Grouping } from './grouping.js';
import type { Span } from './sums.js';

export const entityOf = ({ by }: Grouping, labels: readonly string[]): string =>
  labels[by.findIndex(({ dimension }) => dimension !== null)] ?? '';

/** Requests before the first one have been removed, or were made before the log began. */
export function spansOf(metric: Metric, range: Range | null, first: number, { cut, weekStart }: Grouping): Span[] {
  const trimmed = { metric, reason: 'trimmed' as const };
  if (range === null) return [{ ...trimmed, range, state: 'partly' }];
  if (first <= range.from) return [{ metric, range, state: 'known', reason: null }];
  if (first >= range.to) return [{ ...trimmed, range, state: 'unknown' }];
  const begin = Math.max(range.from, startOf(cut ?? 'day', first, weekStart));
  return [
    ...(begin > range.from ? [{ ...trimmed, range: { from: range.from, to: begin }, state: 'unknown' as const }] : []),
    { ...trimmed, range: { from: begin, to: range.to }, state: 'partly' },
  ];
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'latin1').toString('utf8'));
  } catch {
    return null;
  }
}

/** The member at a path such as `cost.total`. */
export function memberOf(value: unknown, path: string): unknown {
  let member = value;
  for (const name of path.split('.')) {
    if (typeof member !== 'object' || member === null || !Object.hasOwn(member, name)) return null;
    member = (member as Record<string, unknown>)[name];
  }
  return member;
}

/** Ids are byte strings, as in names of keys. */
export const byteText = (id: unknown): string | null =>
  typeof id === 'string' && id !== '' ? Buffer.from(id, 'utf8').toString('latin1') : null;

export function amountAt(request: unknown, path: string): Decimal | null {
  const number = memberOf(request, path);
  return typeof number === 'number' && isDecimal(String(number)) ? parseDecimal(String(number)) : null;
}
