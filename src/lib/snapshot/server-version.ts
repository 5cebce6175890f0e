/** The server that wrote a snapshot, from its auxiliary fields and its format version. */
export interface ServerVersion {
  product: 'redis' | 'valkey';
  /** From the file; `null`: the file does not contain it. */
  version: string | null;
  /** Format version: 2 to 16 for Redis, 80 for Valkey 9. */
  format: number;
  clustered: boolean;
}

/** First Redis release that wrote each format version. Source: rdb.h of each release. */
const FIRST_RELEASE: readonly (readonly [format: number, major: number, minor: number])[] = [
  [15, 8, 10],
  [14, 8, 8],
  [13, 8, 6],
  [12, 7, 4],
  [11, 7, 2],
  [10, 7, 0],
  [9, 5, 0],
  [8, 4, 0],
  [7, 3, 2],
  [5, 2, 6],
];

/**
 * Major version times 100 plus minor: 702 for 7.2. Development builds report 255.255.255, so the format version is used instead.
 */
export function release(server: ServerVersion): number {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(server.version ?? '') ?? [];
  if (major !== undefined && minor !== undefined && Number(major) < 100 && Number(minor) < 100)
    return Number(major) * 100 + Number(minor);
  if (server.product === 'valkey') return server.format >= 80 ? 900 : 702;
  const [, firstMajor, firstMinor] = FIRST_RELEASE.find(([format]) => server.format >= format) ?? [0, 2, 4];
  return firstMajor * 100 + firstMinor;
}
