import { runDoctor, unreachable } from '../doctor/doctor.js';
import type { DoctorData } from '../doctor/model.js';
import type { RelayFile } from '../doctor/options.js';
import { EXIT, MeterError } from '../format/errors.js';
import { doctorGuard } from '../redis/guard.js';
import { NO_FLAGS } from '../report/audit/worded.js';
import { wordedDoctor, type DoctorReport } from '../report/doctor/worded.js';
import { MAX_LATENCY_MS, offsetOf, profilesOf, withServer, type LiveLookOptions, type RedisAddress } from './look.js';
import type { Result } from './look.js';

export interface DoctorOptions extends Omit<LiveLookOptions, 'database' | 'onProgress'> {
  /** Number of the database in which the application is looked for. Absent: 0. */
  database?: number;
  /** The application's environment variables. */
  variables?: Readonly<Record<string, string>>;
  /** PINGs to each node, one in 10 ms. Absent: 100. */
  pings?: number;
  /** Connections of the application. Absent: one process, as many connections as the application opens, an unknown load. */
  pool?: { processes?: number; connections?: number; requestsPerSecond?: number; rttSeconds?: number };
  /** Ask what the user may do with each verb; the server counts each command that it may not send. Absent: true. */
  rights?: boolean;
  /** Milliseconds for all checks; what is not asked by then is skipped. Absent: 30,000. */
  deadlineMs?: number;
}

/**
 * Checks the health of a server, and the rights of the user. Executes only reading commands. A server that cannot be reached is a
 * result whose check `connect` fails. Throws a `MeterError` for what no check can report.
 */
export async function doctorServer(redis: RedisAddress, options: DoctorOptions = {}): Promise<Result<DoctorReport>> {
  const { profiles, asked: profilesAsked } = await profilesOf(options);
  const { now = new Date(), variables, pings = 100, rights = true, deadlineMs = 30_000, pool = {}, database = 0 } = options;
  const relay: RelayFile | null = variables === undefined ? null : { values: variables, twice: [] };
  const worded = (data: DoctorData): DoctorReport => wordedDoctor(data, NO_FLAGS);
  try {
    return await withServer(
      redis,
      { ...options, database },
      async (session, access) => {
        const data = await runDoctor(session, access, {
          profiles,
          profilesAsked,
          database,
          offset: offsetOf(options),
          relay,
          now,
          pings,
          pool: {
            processes: pool.processes ?? 1,
            pool: pool.connections ?? null,
            rate: pool.requestsPerSecond ?? null,
            rttSeconds: pool.rttSeconds ?? null,
          },
          rights,
          maxLatencyMs: options.maxLatencyMs ?? MAX_LATENCY_MS,
          deadlineMs,
          showIds: options.showIds ?? false,
          signal: access.signal,
        });
        return { data: worded(data), warnings: [], notices: [], complete: data.partial === null };
      },
      doctorGuard(),
    );
  } catch (error) {
    if (!(error instanceof MeterError) || error.exitCode !== EXIT.connection) throw error;
    const data = worded(unreachable(error, now));
    return { data, warnings: [], notices: [], target: null, spent: { commands: 0, roundTrips: 0 }, complete: false };
  }
}
