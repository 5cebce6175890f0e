import type { LimitsAsked } from '../limits/limits.js';
import { limitsOfServer } from '../limits/limits-live.js';
import { limitsOfSnapshots } from '../limits/limits-snapshot.js';
import type { LimitsData } from '../limits/model.js';
import { figuresServer, figuresSnapshot, type FiguresServerOptions } from './figures.js';
import type { LookOptions, RedisAddress, Result } from './look.js';

export interface LimitsOptions extends LookOptions {
  /** Names or ids; absent: all. */
  owners?: readonly string[];
  /** Only limits of which this share is used, 0 to 1. */
  near?: number;
  /** A billing cycle, as the application names it; absent: that of today. */
  cycle?: string;
}

export interface LimitsServerOptions extends LimitsOptions, FiguresServerOptions {}

/** Reports who may use how much, and how much of it is used. Sends only reading commands. Throws a `MeterError`. */
export const limitsServer = (redis: RedisAddress, options: LimitsServerOptions = {}): Promise<Result<LimitsData>> =>
  figuresServer(redis, options, 'Limits are', (session, access, common) =>
    limitsOfServer(session, access, { ...common, asked: askedBy(options) }),
  );

/** The same for snapshots (RDB files). Several are the shards of one cluster. Uses no server. */
export const limitsSnapshot = (files: string | readonly string[], options: LimitsOptions = {}): Promise<Result<LimitsData>> =>
  figuresSnapshot(files, options, 'Limits are', (names, common) =>
    limitsOfSnapshots(names, { ...common, asked: askedBy(options) }),
  );

const askedBy = ({ owners = [], near, cycle }: LimitsOptions): LimitsAsked => ({
  owners,
  near: near ?? null,
  cycle: cycle ?? null,
});
