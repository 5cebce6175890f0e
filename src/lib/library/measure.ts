import { EXIT } from '../format/errors.js';
import { measureByStatistics } from '../measure/measure-stats.js';
import { wordedMeasure, type MeasureReport } from '../report/measure/worded.js';
import type { Workload } from '../profile/operations.js';
import { databaseOf, profilesOf, withServer, type LiveLookOptions, type RedisAddress, type Result } from './look.js';
import { measureNotices } from '../measure/warnings.js';
import { noticed } from '../report/noticed.js';

export interface MeasureServerOptions extends Omit<LiveLookOptions, 'maxCommands' | 'maxLatencyMs' | 'now' | 'utcOffset'> {
  /** Seconds between the two readings of the statistics. */
  seconds: number;
  /** The number of requests in that time, if the application does not count them. */
  requests?: number;
  /** Values of the switches as deployed, by variable. */
  deployed?: Readonly<Record<string, string>>;
  /** Other facts about the load. */
  workload?: Partial<Workload>;
}

/** Measures the real cost of requests from the server's statistics before and after. Adds almost no load. Throws a `MeterError`. */
export async function measureServer(redis: RedisAddress, options: MeasureServerOptions): Promise<Result<MeasureReport>> {
  const { profiles } = await profilesOf(options);
  return withServer(redis, options, async (session, access) => {
    const { data, exitCode } = await measureByStatistics(session, access, {
      profiles,
      asked: null,
      databases: databaseOf(options),
      workload: options.workload ?? {},
      requests: options.requests ?? null,
      env: options.deployed ?? {},
      seconds: options.seconds,
      maxCommands: null,
      showIds: options.showIds ?? false,
      signal: access.signal,
      onStart: () => {},
    });
    return { data: wordedMeasure(data), ...noticed([...session.notes, ...measureNotices(data)]), complete: exitCode === EXIT.ok };
  });
}
