/** What every function that looks at a Redis shares. */
import { builtinProfiles } from '../profile/builtin/index.js';
import { loadProfile } from '../profile/load.js';
import type { Profile } from '../profile/types.js';
import type { OffsetGiven } from '../recognise/utc-offset.js';
import { readOnlyGuard, type CommandGuard } from '../redis/guard.js';
import { openLedger, type Ledger } from '../redis/ledger.js';
import { resolveTarget, type TargetInputs } from '../redis/resolve-target.js';
import { targetInfo, type TargetInfo } from '../redis/target-info.js';
import { openSession, type Session } from '../redis/topology.js';

/** Where Redis is: what the flags of the command line say. Nothing is taken from the environment. */
export type RedisAddress = Omit<TargetInputs, 'db'>;

export interface LookOptions {
  /** `NAME`, `NAME@VERSION`, the path of a YAML file, or a profile itself. Absent: every built-in profile, chosen by the data. */
  profiles?: readonly (string | Profile)[];
  /** A database's number; `all` of them. Absent: 0. */
  database?: number | 'all';
  /** The time to judge by. Absent: the present. */
  now?: Date;
  /** Hours that the application's dates are ahead of UTC. Absent: told from the data. */
  utcOffset?: number;
  /** Show identifiers in full. Secrets stay hidden. */
  showIds?: boolean;
  /** Ends the work early: the result then covers what was read until then. */
  signal?: AbortSignal;
  /** Keys looked at, and the number of all keys where the server says it. */
  onProgress?: (keys: number, total: number | null) => void;
}

/** For live servers. */
export interface LiveLookOptions extends LookOptions {
  /** Commands that are sent at most. A result that this cuts short is not `complete`. */
  maxCommands?: number;
  /** ms that the server may be held up by one command. */
  maxLatencyMs?: number;
}

/** What a function found out. */
export interface Result<Data> {
  data: Data;
  warnings: string[];
  /** `null`: no server was asked. */
  target: TargetInfo | null;
  /** Commands sent and waits for the server. */
  spent: { commands: number; roundTrips: number };
  /** `false`: a part is missing; the data say why. */
  complete: boolean;
}

export const MAX_LATENCY_MS = 5;

export const databaseOf = ({ database = 0 }: LookOptions): number | 'all' => database;

export const offsetOf = ({ utcOffset }: LookOptions): OffsetGiven => ({ flag: utcOffset ?? null, env: null, noted: null });

/** `asked`: they were named, rather than left to the data. */
export async function profilesOf({ profiles }: LookOptions): Promise<{ profiles: Profile[]; asked: boolean }> {
  if (profiles === undefined) return { profiles: await builtinProfiles(), asked: false };
  const loaded = profiles.map((each) => (typeof each === 'string' ? loadProfile(each) : Promise.resolve(each)));
  return { profiles: await Promise.all(loaded), asked: true };
}

/** Connects, lets `run` work, and closes the connection whatever becomes of it. `guard`: the commands that it may send. */
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
