import { whyPartial } from '../../audit/verdict.js';
import { usageError } from '../../format/errors.js';
import type { AuditData } from '../../audit/model.js';
import type { Envelope } from '../../report/envelope.js';
import type { TargetInfo } from '../../redis/target-info.js';
import { sourceName } from '../../report/audit/figures.js';
import type { Target } from '../../redis/target.js';
import type { AuditFlags } from '../audit/flags.js';
import { targetFrom } from '../base/connect.js';
import { connectionFlags } from '../flags/connection.js';
import { durationOf } from '../flags/duration.js';
import type { EstimateFlags } from './flags.js';
import { countKeysOf, type KeyCount } from './key-count.js';

/** What an audit tells of a workload; `null` where it could not tell. */
export interface FromData {
  /** The server's name, or those of the snapshots. */
  name: string;
  target: TargetInfo | null;
  keys: number;
  apiKeys: number | null;
  accounts: number | null;
  models: number | null;
  dataBytes: number | null;
  /** Keys of each family of the profile, by its id. */
  familyKeys: ReadonlyMap<string, number>;
  /** Oldest release that can have written the data. */
  version: string | null;
  /** The newest; `null`: nothing tells. */
  upTo: string | null;
  warnings: string[];
  spent: Envelope<AuditData>['spent'];
  /** Other than 0 where the data were read in part. */
  exitCode: number;
}

/** The flags that say which Redis is meant; others only say how to reach it. */
const NAMES_A_TARGET = ['url', 'host', 'port', 'sentinel'] as const;

/** Reads the server or the snapshots that the flags name, as `meter audit` does with that profile; `null` where they name none. */
export async function dataFrom(
  flags: EstimateFlags & { quiet: boolean },
  profile: string,
  say: (text: string) => void,
): Promise<FromData | null> {
  const isLive = NAMES_A_TARGET.some((name) => flags[name] !== undefined);
  if (!isLive && flags.rdb === undefined) return null;
  if (flags.offline)
    throw usageError(
      `--offline and --${NAMES_A_TARGET.find((name) => flags[name] !== undefined) ?? 'rdb'} contradict each other.`,
      'Leave one of them out.',
    );
  const { auditWith } = await import('../audit/run.js');
  const { envelope, exitCode } = await auditWith(auditFlagsFrom(flags, profile), say);
  const { data } = envelope;
  const distinct = (dimension: string): number | null => {
    const found = data.dimensions.find((one) => one.dimension === dimension);
    return found === undefined || found.distinct === 0 ? null : found.distinct;
  };
  const found = data.profiles[0];
  if (found === undefined)
    throw usageError(
      'The data are of another application than the profile.',
      'Name its profile with --profile; meter audit tells which it is.',
    );
  return {
    name: sourceName(envelope.target, data),
    target: envelope.target,
    keys: data.keys,
    apiKeys: distinct('api-key'),
    accounts: distinct('account'),
    models: distinct('model'),
    familyKeys: new Map(data.families.flatMap((row) => (row.profile === found.name ? [[row.id, row.keys] as const] : []))),
    dataBytes: data.memory.usedMemory ?? bytesOf(data),
    version: found.version,
    upTo: found.upTo,
    warnings:
      data.source.partial === null
        ? []
        : [`The data were read in part (${whyPartial(data.source)}): keys, API keys, accounts and models may be more.`],
    spent: envelope.spent,
    exitCode,
  };
}

/**
 * Asks the Redis that the `.env` file or `REDIS_URL` names how many keys it has; `null` where neither names one, or nobody is to be asked.
 * Throws usage errors for flags that say how to reach a Redis where none is reached, and that contradict each other.
 */
export async function keysFrom(flags: EstimateFlags, wanted: boolean): Promise<KeyCount | null> {
  const given = Object.keys(connectionFlags).filter((name) => {
    const value = (flags as Readonly<Record<string, unknown>>)[name];
    return name !== 'env-file' && value !== undefined && value !== false;
  });
  const isNamed = flags['env-file'] !== undefined || Boolean(process.env['REDIS_URL']);
  if (given.length > 0 && (flags.offline || !isNamed))
    throw usageError(
      `--${given[0]} says how to reach a Redis, but ${flags.offline ? '--offline asks none' : 'none is named'}.`,
      'Name it with --url, --host or --sentinel, or leave it out.',
    );
  if (flags.offline || !isNamed || !wanted) return null;
  const resolve = async (): Promise<Target> => (await targetFrom(flags)).target;
  // What the file holds is no failure here; what the flags say is.
  const target = given.length === 0 ? null : await resolve();
  const timeout = flags.timeout === undefined ? undefined : durationOf('timeout', flags.timeout);
  return countKeysOf(target === null ? resolve : () => Promise.resolve(target), timeout);
}

/** An audit with nothing but its target chosen. */
function auditFlagsFrom(flags: EstimateFlags & { quiet: boolean }, profile: string): AuditFlags & { quiet: boolean } {
  const target = Object.fromEntries(
    Object.keys(connectionFlags).map((name) => [name, (flags as Readonly<Record<string, unknown>>)[name]]),
  ) as Pick<AuditFlags, keyof typeof connectionFlags>;
  return {
    ...target,
    'env-file': undefined,
    rdb: flags.rdb,
    profile: [profile],
    exact: false,
    'max-commands': undefined,
    'max-latency': '5ms',
    pattern: undefined,
    type: undefined,
    limit: undefined,
    lengths: false,
    'fail-on': undefined,
    output: undefined,
    'show-ids': false,
    now: flags.now,
    'utc-offset': undefined,
    quiet: flags.quiet,
    json: flags.json,
  };
}

function bytesOf({ families }: AuditData): number | null {
  const known = families.flatMap(({ bytes }) => bytes ?? []);
  return known.length === 0 ? null : Math.round(known.reduce((sum, bytes) => sum + bytes, 0));
}
