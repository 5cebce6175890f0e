import type { Family } from '../../types.js';

const LIMITS: readonly { code: string; what: string }[] = [
  { code: 'GA', what: 'the API limit' },
  { code: 'GW', what: 'the web page limit' },
  { code: 'CT', what: 'the limit on logins, payments and other critical calls' },
  { code: 'DW', what: 'the download limit' },
  { code: 'UP', what: 'the upload limit' },
];

const limiter = ({ code, what }: { code: string; what: string }): Family => ({
  id: `ip-limit.${code.toLowerCase()}`,
  pattern: `rateLimit:${code}{ip}`,
  type: 'list',
  // Local time, although it is written with a Z.
  value: 'iso-time',
  ttl: { expires: true, seconds: 1200, rearmed: 'each-use', note: 'a refused request also sets it again' },
  grain: 'none',
  valueClass: 'operational',
  role: 'limiter',
  breaks: `The address may use up ${what} once more.`,
  generic: true,
  examples: [`rateLimit:${code}203.0.113.9`, `rateLimit:${code}2001:db8::1`],
});

/** Lists of request times, one for each client address. A segment holds both the code and the address. new-api inherited them. */
export const addressLimiters: readonly Family[] = LIMITS.map(limiter);
