/**
 * Until when releases of the servers are maintained, by endoflife.date, which goes by https://github.com/redis/redis/security and
 * https://valkey.io/topics/releases. Valkey: security fixes. `ended` `null`: no end was announced by the date of the list.
 */
export const LISTED = '2026-03-01';

export interface Release {
  release: string;
  ended: string | null;
}

const REDIS: readonly Release[] = [
  { release: '5.0', ended: '2022-04-27' },
  { release: '6.0', ended: '2022-05-31' },
  { release: '6.2', ended: null },
  { release: '7.0', ended: '2024-07-29' },
  { release: '7.2', ended: null },
  { release: '7.4', ended: null },
  { release: '8.0', ended: '2026-02-11' },
  { release: '8.2', ended: null },
  { release: '8.4', ended: null },
  { release: '8.6', ended: null },
];

const VALKEY: readonly Release[] = [
  { release: '7.2', ended: '2029-04-16' },
  { release: '8.0', ended: '2027-09-15' },
  { release: '8.1', ended: '2030-03-31' },
  { release: '9.0', ended: '2028-10-21' },
];

const BY_PRODUCT: ReadonlyMap<string, readonly Release[]> = new Map([
  ['Redis', REDIS],
  ['Valkey', VALKEY],
]);

/** `null`: not in the list. */
export const releaseOf = (product: string, version: string): Release | null =>
  BY_PRODUCT.get(product)?.find(({ release }) => version.startsWith(`${release}.`)) ?? null;
