/** When a limit or a budget is reached if all goes on as before. */
import type { Decimal } from '../format/decimal.js';
import { numberOf } from './amount.js';
import type { Span } from './span.js';

/** A pace is computed once this part of the period is over. */
const ENOUGH_OF_PERIOD = 0.1;
/** A date further ahead says nothing. */
const FURTHEST_MS = 730 * 86_400_000;

/** Units in a millisecond since the period began; `null`: not known. */
export function paceWithin({ from, to }: Span, used: Decimal, now: number): number | null {
  if (from === null || to === null) return null;
  const over = now - from;
  return over / (to - from) < ENOUGH_OF_PERIOD ? null : numberOf(used) / over;
}

interface Going {
  used: Decimal;
  allowed: Decimal;
  span: Span;
  /** Units in a millisecond. */
  perMs: number;
  now: number;
}

/** An instant in whole seconds; `null`: not before the period ends. */
export function dateReached({ used, allowed, span, perMs, now }: Going): number | null {
  const at = perMs > 0 ? now + (numberOf(allowed) - numberOf(used)) / perMs : Infinity;
  return at - now < FURTHEST_MS && (span.to === null || at < span.to) ? Math.round(at / 1000) * 1000 : null;
}
