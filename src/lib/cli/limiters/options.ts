import { usageError } from '../../format/errors.js';
import type { StatedLimit } from '../../audit/limiters/settings.js';
import type { Severity } from '../../audit/severity.js';
import type { PoolAsked } from '../../limiters/pool.js';
import { statedLimit } from '../flags/stated-limit.js';
import { durationOf } from '../flags/duration.js';
import { percentOf } from '../flags/percent.js';
import { rateOf } from '../flags/rate.js';
import { readingRequest, type ReadingRequest } from '../figures/options.js';
import type { LimitersFlags } from './flags.js';

/** Options of `meter limiters`. */
export interface LimitersRequest extends ReadingRequest {
  near: number | null;
  owners: readonly string[];
  stated: readonly StatedLimit[];
  pool: PoolAsked | null;
  failOn: Severity | null;
}

const POOL_FLAGS = ['processes', 'pool', 'rtt'] as const;

/** Throws usage errors of one sentence. */
export function limitersRequest(flags: LimitersFlags & { quiet: boolean }): LimitersRequest {
  const request = readingRequest({ ...flags, scan: false }, 'Limiters are', [
    {
      flags: POOL_FLAGS,
      without: ['rate'],
      message: (flag) => `--${flag} needs --rate, the requests a second.`,
      advice: 'Such as --rate 200 --processes 4 --rtt 1ms',
    },
  ]);
  return {
    ...request,
    near: flags.near === undefined ? null : percentOf('near', flags.near),
    owners: (flags.owner ?? []).map(ownerOf),
    stated: (flags.limit ?? []).map(statedLimit),
    pool: poolAsked(flags),
    failOn: flags['fail-on'] ?? null,
  };
}

function ownerOf(text: string): string {
  if (text === '') throw usageError('--owner takes a name or an id.', 'Such as --owner 203.0.113.9');
  return text;
}

function poolAsked({ processes, pool, rate, rtt }: LimitersFlags): PoolAsked | null {
  if (rate === undefined) return null;
  return {
    processes: processes ?? 1,
    pool: pool ?? null,
    rate: rateOf(rate),
    rttSeconds: durationOf('rtt', rtt ?? '1ms') / 1000,
  };
}
