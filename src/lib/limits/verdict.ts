/** What the application decides about the next request. */
import { compare, minus, plus, whole, ZERO, type Decimal } from '../format/decimal.js';
import type { Limit } from '../profile/limits.js';

/** True when the application would refuse the next request, `more` later. */
export function isReached(
  { compare: sign, tested }: Pick<Limit, 'compare' | 'tested'>,
  used: Decimal,
  allowed: Decimal,
  more: Decimal = ZERO,
): boolean {
  const figure = plus(plus(used, more), tested === 'counted' ? whole(1n) : ZERO);
  const order = compare(figure, allowed);
  return sign === '>' ? order > 0 : order >= 0;
}

export function remainingOf(used: Decimal, allowed: Decimal): Decimal {
  const left = minus(allowed, used);
  return left.digits < 0n ? ZERO : left;
}
