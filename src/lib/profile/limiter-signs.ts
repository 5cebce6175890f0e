/** What values of limiters look like whose key names prove nothing. */
import type { Limiter } from './limiters.js';

const LOOKS: Readonly<Record<NonNullable<Limiter['sign']>, (text: string) => boolean>> = {
  count: (text) => /^-?\d{1,10}$/.test(text),
  // GCRA counts seconds with decimals from 2017 on.
  'seconds-since-2017': (text) => /^\d{9}(?:\.\d+)?$/.test(text) && Number(text) > 2.5e8,
};

/** `ttls`: any unit; 0 or less: none. A key without a TTL is more likely that of something else. */
export const fitsSign = (
  { sign = 'count' }: Pick<Limiter, 'sign'>,
  texts: readonly (string | null)[],
  ttls: readonly (number | null)[],
): boolean => texts.length > 0 && texts.every((text) => LOOKS[sign](text ?? '')) && ttls.some((ttl) => (ttl ?? -1) > 0);
