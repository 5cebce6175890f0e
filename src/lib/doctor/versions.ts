/**
 * Until when releases of the servers are maintained. `LISTED`: by endoflife.date, which goes by
 * https://github.com/redis/redis/security and https://valkey.io/topics/releases. Newer releases are from `SINCE`. Valkey: security
 * fixes. `ended` `null`: no end was announced by the date of the list.
 */
export const LISTED = '2026-03-01';
/**
 * Redis: the release notes at https://redis.io/docs/latest/operate/oss_and_stack/stack-with-enterprise/release-notes/redisce, which
 * name no end. Valkey 9.1: released on 2026-05-19, and maintained for three years by its policy.
 */
export const SINCE = '2026-10-01';

export interface Release {
  release: string;
  ended: string | null;
  asOf: string;
}

type Row = readonly [release: string, ended: string | null, asOf?: string];

const REDIS: readonly Row[] = [
  ['5.0', '2022-04-27'],
  ['6.0', '2022-05-31'],
  ['6.2', null],
  ['7.0', '2024-07-29'],
  ['7.2', null],
  ['7.4', null],
  ['8.0', '2026-02-11'],
  ['8.2', null],
  ['8.4', null],
  ['8.6', null],
  ['8.8', null, SINCE],
  ['8.10', null, SINCE],
];

const VALKEY: readonly Row[] = [
  ['7.2', '2029-04-16'],
  ['8.0', '2027-09-15'],
  ['8.1', '2030-03-31'],
  ['9.0', '2028-10-21'],
  ['9.1', '2029-05-19', SINCE],
];

const BY_PRODUCT: ReadonlyMap<string, readonly Row[]> = new Map([
  ['Redis', REDIS],
  ['Valkey', VALKEY],
]);

/** `null`: not in the list. */
export function releaseOf(product: string, version: string): Release | null {
  const row = BY_PRODUCT.get(product)?.find(([release]) => version.startsWith(`${release}.`));
  if (row === undefined) return null;
  const [release, ended, asOf = LISTED] = row;
  return { release, ended, asOf };
}
