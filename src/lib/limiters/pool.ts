/** Connections that limiters need, by Little's law: on average, rate × time held are in use. */
import type { RedisClient } from '../profile/client.js';
import type { ClientRow, PoolData, PoolLoad } from './model.js';

export interface PoolAsked {
  processes: number;
  /** Connections of each process; `null`: as the application has it. */
  pool: number | null;
  /** Requests a second, of all processes. */
  rate: number;
  rttSeconds: number;
}

/** What one request sends, one after the other. */
export interface Held {
  rule: string | null;
  title: string;
  roundTrips: number;
}

interface PoolInput {
  asked: PoolAsked;
  client: RedisClient | null;
  /** The application's variables; `null`: not known. */
  env: Readonly<Record<string, string>> | null;
  maxclients: number | null;
  connected: number | null;
  held: readonly Held[];
}

/** Of an application whose client is unknown. */
const USUAL_POOL = 10;

export function poolOf({ asked, client, env, maxclients, connected, held }: PoolInput): PoolData {
  const { processes, rate, rttSeconds } = asked;
  const { pool, from } = poolSize(asked, client, env);
  const shared = client?.pool.shared === true;
  return {
    processes,
    pool,
    poolFrom: from,
    shared,
    rate,
    rttSeconds,
    connections: processes * pool,
    maxclients,
    connected,
    loads: held.map((each) => loadOf(each, { processes, pool, rate, rttSeconds, shared })),
    client: client && clientRow(client),
  };
}

function poolSize({ pool }: PoolAsked, client: RedisClient | null, env: PoolInput['env']): { pool: number; from: string } {
  if (pool !== null) return { pool, from: 'flag' };
  const variable = client?.pool.env;
  const text = variable === undefined ? undefined : env?.[variable];
  if (variable !== undefined && text !== undefined && /^[1-9]\d{0,5}$/.test(text)) return { pool: Number(text), from: variable };
  return { pool: client?.pool.size ?? USUAL_POOL, from: 'default' };
}

interface Shape {
  processes: number;
  pool: number;
  rate: number;
  rttSeconds: number;
  shared: boolean;
}

function loadOf({ rule, title, roundTrips }: Held, { processes, pool, rate, rttSeconds, shared }: Shape): PoolLoad {
  const seconds = roundTrips * rttSeconds;
  const busy = rate * seconds;
  const connections = processes * pool;
  return {
    rule,
    title,
    roundTrips,
    busy,
    share: shared ? 0 : busy / connections,
    mostRate: shared ? 0 : connections / seconds,
    waiting: shared ? 0 : waitingShare(pool, busy / processes),
  };
}

/**
 * Erlang's C formula: the share of requests that wait, if they come at random, for `servers` connections of which `busy` are in use on
 * average; 1 from saturation on.
 */
export function waitingShare(servers: number, busy: number): number {
  if (busy <= 0) return 0;
  if (busy >= servers) return 1;
  // Erlang's B formula, in the recursion that never overflows.
  let blocked = 1;
  for (let count = 1; count <= servers; count++) blocked = (busy * blocked) / (count + busy * blocked);
  return blocked / (1 - (busy / servers) * (1 - blocked));
}

function clientRow({ library, timeouts, retries, settings = [], notes = [] }: RedisClient): ClientRow {
  const { connect, command = null, pool = null } = timeouts;
  return {
    library,
    connectSeconds: connect,
    commandSeconds: command,
    poolSeconds: pool,
    retries,
    worstSeconds: command === null ? null : (pool ?? 0) + command * (retries + 1),
    settings: [...settings],
    notes: [...notes],
  };
}
