import { asTyped, type FlagsOf } from '../change/plan/as-typed.js';
import { prepareMigration, type Migration } from '../change/migrate/prepare.js';
import { changed, resultOf, type ChangeOptions, type ChangeResult } from './change.js';
import { MAX_LATENCY_MS, offsetOf, profilesOf, specsOf, type RedisAddress } from './look.js';

export interface RollupOptions extends ChangeOptions {
  /** `FROM:TO`, such as `hourly:daily`, `model:total`, or two families. */
  rollup: string;
  /** Then remove the fine keys that were added up. */
  prune?: boolean;
}

export interface RenameOptions extends ChangeOptions {
  /** The pattern of the keys, such as `usage:opus:weekly:{keyId}:{week}`. */
  from: string;
  /** The pattern of their new names, with the same placeholders. */
  to: string;
  /** If the new name exists, add up the numbers. Absent: leave both keys unchanged. */
  sum?: boolean;
}

export interface ConvertOptions extends ChangeOptions {
  /** Lists of new-api's first limiters become the counters of its second ones. */
  limiters: 'list:window';
  /**
   * When the requests of a list count as made: all when the newest was (default), so that nobody gets more than the limit; all when the
   * oldest was; or each when it was.
   */
  seed?: 'newest' | 'oldest' | 'replay';
  /** Sizes of limits that are not as usual: requests, and seconds of the window (`null`: as usual). */
  sizes?: readonly { name: string; capacity: number; window: number | null }[];
}

export type MigrateOptions = RollupOptions | RenameOptions | ConvertOptions;

/** Raises coarse figures to the sum of the fine ones, renames keys, or converts keys of limiters. Throws a `MeterError` only if nothing is changed. */
export async function migrateKeys(redis: RedisAddress, options: MigrateOptions): Promise<ChangeResult> {
  const { profiles, asked } = await profilesOf(options);
  const { now = null, showIds = false, maxLatencyMs = MAX_LATENCY_MS } = options;
  const request = {
    migration: migrationOf(options),
    profiles,
    profilesAsked: asked,
    profileSpecs: specsOf(options),
    now,
    offset: offsetOf(options),
    maxLatencyMs,
    showIds,
    asTyped: asTyped('migrate', flagsOf(options)),
  };
  return resultOf(await changed(redis, options, (work) => prepareMigration(work, request)));
}

const HOUR_MS = 3_600_000;

function migrationOf(options: MigrateOptions): Migration {
  if ('rollup' in options) return { kind: 'rollup', rollup: options.rollup, prune: options.prune ?? false };
  if ('from' in options) return { kind: 'rename', rename: { from: options.from, to: options.to, sum: options.sum ?? false } };
  const { seed = 'newest', sizes = [], utcOffset } = options;
  const offsetMs = utcOffset === undefined ? null : utcOffset * HOUR_MS;
  return { kind: 'limiters', limiters: { seed, settings: { stated: sizes, env: null }, offsetMs } };
}

const flagsOf = (options: MigrateOptions): FlagsOf<'migrate'> => ({
  ...('rollup' in options
    ? { rollup: options.rollup, prune: options.prune }
    : 'limiters' in options
      ? { limiters: options.limiters, seed: options.seed, limit: (options.sizes ?? []).map(sizeTyped) }
      : { from: options.from, to: options.to, 'on-collision': options.sum ? 'sum' : undefined }),
  now: options.now?.toISOString(),
  'utc-offset': options.utcOffset,
  profile: specsOf(options),
});

const sizeTyped = ({ name, capacity, window }: { name: string; capacity: number; window: number | null }): string =>
  `${name}=${capacity}${window === null ? '' : `/${window}s`}`;
