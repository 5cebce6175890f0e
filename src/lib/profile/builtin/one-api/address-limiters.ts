import type { Family } from '../../types.js';

const MARKS: readonly { mark: string; what: string }[] = [
  { mark: 'GA', what: 'the API limit' },
  { mark: 'GW', what: 'the web page limit' },
  { mark: 'CT', what: 'the limit on logins, payments and other critical calls' },
  { mark: 'DW', what: 'the download limit' },
  { mark: 'UP', what: 'the upload limit' },
];

const limiter = ({ mark, what }: { mark: string; what: string }): Family => ({
  id: `ip-limit.${mark.toLowerCase()}`,
  pattern: `rateLimit:${mark}{ip}`,
  type: 'list',
  // Local time, though written with a Z.
  value: 'iso-time',
  ttl: { expires: true, seconds: 1200, rearmed: 'each-use', note: 'a refused request renews it too' },
  grain: 'none',
  valueClass: 'operational',
  role: 'limiter',
  breaks: `The address starts ${what} afresh.`,
  generic: true,
  examples: [`rateLimit:${mark}203.0.113.9`, `rateLimit:${mark}2001:db8::1`],
});

/** Lists of request times, one for each client address; the mark and the address share a segment. new-api inherited them. */
export const addressLimiters: readonly Family[] = MARKS.map(limiter);
