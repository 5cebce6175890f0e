import { readingRequest, type ReadingRequest } from '../figures/options.js';
import { durationOf } from '../flags/duration.js';
import { rateOf } from '../flags/rate.js';
import type { DoctorFlags } from './flags.js';

/** Options of `meter doctor`. */
export interface DoctorRequest extends Omit<ReadingRequest, 'snapshots' | 'scan'> {
  pings: number;
  withinMs: number;
  pool: { processes: number; pool: number | null; rate: number | null; rttSeconds: number | null };
  failOn: 'warn' | 'fail' | null;
}

const PINGS = 100;

/** Throws usage errors of one sentence. */
export function doctorRequest(flags: DoctorFlags & { quiet: boolean }): DoctorRequest {
  const {
    snapshots: _snapshots,
    scan: _scan,
    ...request
  } = readingRequest({ ...flags, rdb: undefined, scan: false }, 'Checks are made', [
    {
      flags: ['rtt'],
      without: ['rate'],
      message: (flag) => `--${flag} needs --rate, the requests a second.`,
      advice: 'Such as --rate 200 --rtt 1ms',
    },
  ]);
  return {
    ...request,
    pings: flags.pings ?? PINGS,
    withinMs: durationOf('within', flags.within),
    pool: {
      processes: flags.processes ?? 1,
      pool: flags.pool ?? null,
      rate: flags.rate === undefined ? null : rateOf(flags.rate),
      rttSeconds: flags.rtt === undefined ? null : durationOf('rtt', flags.rtt) / 1000,
    },
    failOn: flags['fail-on'] ?? null,
  };
}
