import type { StatedLimit } from '../audit/limiters/settings.js';
import { NO_FLAGS } from '../report/audit/worded.js';
import { wordedLimiters, type LimitersReport } from '../report/limiters/worded.js';
import type { LimitersAsked } from '../limiters/input.js';
import { limitersOfServer } from '../limiters/limiters-live.js';
import { limitersOfSnapshots } from '../limiters/limiters-snapshot.js';
import type { LimitersData } from '../limiters/model.js';
import type { PoolAsked } from '../limiters/pool.js';
import { limitersGuard } from '../redis/guard.js';
import { figuresServer, figuresSnapshot, type FiguresServerOptions } from './figures.js';
import type { LookOptions, RedisAddress, Result } from './look.js';

export interface LimitersOptions extends LookOptions {
  /** Sizes of limits; absent: as the application's variables say, or as usual. */
  limits?: readonly StatedLimit[];
  /** The application's environment variables. */
  variables?: Readonly<Record<string, string>>;
  /** Names those who have used this share, 0 to 1; absent: 0.8. */
  near?: number;
  /** Names or ids of those who are limited; absent: all. */
  owners?: readonly string[];
  /** Computes the connections that a load needs. */
  pool?: PoolAsked;
}

export interface LimitersServerOptions extends LimitersOptions, FiguresServerOptions {}

/** Reports what limits requests, and whether it holds. Sends only reading commands. Throws a `MeterError`. */
export async function limitersServer(redis: RedisAddress, options: LimitersServerOptions = {}): Promise<Result<LimitersReport>> {
  const asked = askedBy(options);
  const result = await figuresServer(
    redis,
    options,
    'Limiters are',
    (session, access, common) => limitersOfServer(session, access, { ...common, asked }),
    limitersGuard(),
  );
  return worded(result);
}

/** The same for snapshots (RDB files). Several are the shards of one cluster. Uses no server. */
export async function limitersSnapshot(
  files: string | readonly string[],
  options: LimitersOptions = {},
): Promise<Result<LimitersReport>> {
  const asked = askedBy(options);
  return worded(
    await figuresSnapshot(files, options, 'Limiters are', (names, common) => limitersOfSnapshots(names, { ...common, asked })),
  );
}

const askedBy = ({ limits = [], variables, near, owners = [], pool }: LimitersOptions): LimitersAsked => ({
  settings: { stated: limits, env: variables ?? null },
  near: near ?? null,
  owners,
  pool: pool ?? null,
});

const worded = ({ data, ...rest }: Result<LimitersData>): Result<LimitersReport> => ({
  ...rest,
  data: wordedLimiters(data, NO_FLAGS),
});
