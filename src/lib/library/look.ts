/** Shared by all functions that read a Redis. */
import { builtinProfiles } from '../profile/builtin/index.js';
import { loadProfile } from '../profile/load.js';
import type { Profile } from '../profile/types.js';
import type { OffsetGiven } from '../recognise/utc-offset.js';
import { readOnlyGuard, type CommandGuard } from '../redis/guard.js';
import { openLedger, type Ledger } from '../redis/ledger.js';
import { resolveTarget, type TargetInputs } from '../redis/resolve-target.js';
import type { Notice } from '../report/messages/notices.js';
import { targetInfo, type TargetInfo } from '../redis/target-info.js';
import { noticed } from '../report/noticed.js';
import { openSession, type Session } from '../redis/topology.js';

/** The address of Redis, with the same members as the flags of the command line. Reads no environment variable. */
export type RedisAddress = Omit<TargetInputs, 'db'>;

export interface LookOptions {
  /** `NAME`, `NAME@VERSION`, the path of a YAML file, or a profile itself. Absent: every built-in profile, chosen by the data. */
  profiles?: readonly (string | Profile)[];
  /** Number of the database; `all`: every database. Absent: 0. */
  database?: number | 'all';
  /** The time that periods and TTLs are judged by. Absent: now. */
  now?: Date;
  /** Hours that the application's dates are ahead of UTC. Absent: found in the data. */
  utcOffset?: number;
  /** Show identifiers in full. Secrets stay hidden. */
  showIds?: boolean;
  /** Ends the work early. The result then covers what was read until then. */
  signal?: AbortSignal;
  /** `keys`: number of keys so far. `total`: number of all keys; `null`: not reported. */
  onProgress?: (keys: number, total: number | null) => void;
}

/** Options for servers. */
export interface LiveLookOptions extends LookOptions {
  /** Maximum number of commands. A result that this limit cuts short is not `complete`. */
  maxCommands?: number;
  /** Maximum time in ms that one command may block the server. */
  maxLatencyMs?: number;
}

/** The result of a function. */
export interface Result<Data> {
  data: Data;
  warnings: string[];
  /** Each of the warnings as data. */
  notices: Notice[];
  /** `null`: no server was asked. */
  target: TargetInfo | null;
  /** Commands sent and waits for the server. */
  spent: { commands: number; roundTrips: number };
  /** `false`: a part is missing; the data say why. */
  complete: boolean;
}

export const MAX_LATENCY_MS = 5;

export const databaseOf = ({ database = 0 }: LookOptions): number | 'all' => database;

export const offsetOf = ({ utcOffset }: Pick<LookOptions, 'utcOffset'>): OffsetGiven => ({
  flag: utcOffset ?? null,
  env: null,
  noted: null,
});

/** `asked`: the caller has named them, instead of leaving the choice to the data. */
export async function profilesOf({ profiles }: Pick<LookOptions, 'profiles'>): Promise<{ profiles: Profile[]; asked: boolean }> {
  if (profiles === undefined) return { profiles: await builtinProfiles(), asked: false };
  const loaded = profiles.map((each) => (typeof each === 'string' ? loadProfile(each) : Promise.resolve(each)));
  return { profiles: await Promise.all(loaded), asked: true };
}

/** Names of the profiles, as values of --profile. */
export const specsOf = ({ profiles }: Pick<LookOptions, 'profiles'>): string[] =>
  profiles?.map((each) => (typeof each === 'string' ? each : each.name)) ?? ['auto'];

/** The result for snapshots, without the figures of a server. */
export const snapshotResult = <Data extends { source: { partial: string | null } }>(
  data: Data,
  warnings: readonly (Notice | string)[],
): Result<Data> => ({
  data,
  ...noticed(warnings),
  target: null,
  spent: { commands: 0, roundTrips: 0 },
  complete: data.source.partial === null,
});

/** Connects, calls `run`, and always closes the connection. `guard`: the allowed commands. */
export async function withServer<Data>(
  redis: RedisAddress,
  options: LiveLookOptions,
  run: (
    session: Session,
    access: { guard: CommandGuard; ledger: Ledger; signal: AbortSignal },
  ) => Promise<Omit<Result<Data>, 'target' | 'spent'>>,
  guard: CommandGuard = readOnlyGuard(),
): Promise<Result<Data>> {
  const database = databaseOf(options);
  const target = await resolveTarget({ ...redis, db: database === 'all' ? undefined : database }, {});
  const signal = options.signal ?? new AbortController().signal;
  const access = { guard, ledger: openLedger(options.maxCommands ?? Infinity), signal };
  const session = await openSession(target, access);
  try {
    const result = await run(session, access);
    const { commands, roundTrips } = access.ledger;
    return { ...result, target: targetInfo(session, database), spent: { commands, roundTrips } };
  } finally {
    session.close();
  }
}
