/** Compares limiters on a server of the trial's own. */
import { openPool, type ConnectionPool } from './connection-pool.js';
import { limiterFailures } from './limiter-failures.js';
import { keyOf, limiterOf } from './limiter-variants.js';
import { closedLoop, openLoop } from './loops.js';
import type { LimiterId, LimiterSettings, LimiterTrial, TrialLimitersData } from './model.js';
import { roundTripOf } from './round-trip.js';
import { startScratchServer, type ScratchServer } from './scratch-server.js';
import { serverCost, spentSince } from './server-cost.js';

export interface TrialLimitersOptions {
  limiters: readonly LimiterId[];
  settings: LimiterSettings;
  /** Whether they are also tried while something fails. */
  failures: boolean;
  /** Where server programs are looked for, as in PATH. */
  searchPath: string;
  signal: AbortSignal;
  onProgress: (limiter: LimiterId, number: number, total: number) => void;
}

/** Long enough for a whole burst. */
const BURST_WINDOW_MS = 600_000;
/** Ms for the reply to a command: what go-redis waits. */
const REPLY_MS = 3_000;
/** The closed loop needs less time than the open one: it makes many more checks. */
const CLOSED_SHARE = 0.5;
/** Ms of load that is not counted: connections, scripts and the program's own code warm up. */
const WARM_UP_MS = 200;

/** Rejects with a MeterError if no server can be started. */
export async function trialLimiters(options: TrialLimitersOptions): Promise<TrialLimitersData> {
  const { limiters, settings, signal, searchPath, onProgress } = options;
  const server = await startScratchServer(searchPath, settings.roundTripMs);
  try {
    const pool = await openPool(server.port, { size: settings.pool, timeoutMs: REPLY_MS });
    try {
      const roundTripMs = await roundTripOf((args) => pool.send(args));
      const tried: LimiterTrial[] = [];
      for (const [index, id] of limiters.entries()) {
        if (signal.aborted) break;
        onProgress(id, index + 1, limiters.length);
        const trial = await tryLimiter(id, { ...options, server, pool });
        if (trial) tried.push(trial);
      }
      return {
        server: { version: server.version },
        settings,
        roundTripMs,
        limiters: tried,
        complete: tried.length === limiters.length,
      };
    } finally {
      pool.close();
    }
  } finally {
    await server.stop();
  }
}

interface Ground extends TrialLimitersOptions {
  server: ScratchServer;
  pool: ConnectionPool;
}

/** `null`: it was interrupted. */
async function tryLimiter(id: LimiterId, ground: Ground): Promise<LimiterTrial | null> {
  const { settings, server, pool, signal } = ground;
  const { durationMs, perSecond, concurrency, subjects } = settings;
  const limiter = limiterOf(id, pool, settings);
  const call = (number: number) => limiter.check(String(number % subjects));
  const bursts = await burstsOf(id, ground);
  await openLoop({ perSecond, durationMs: WARM_UP_MS, signal, call });

  const [commandsBefore, costBefore] = [pool.commands, await serverCost(server.control)];
  const load = await openLoop({ perSecond, durationMs, signal, call });
  const cost = spentSince(costBefore, await serverCost(server.control));
  const commands = pool.commands - commandsBefore;
  const keyBytes = (await server.control.memory('USAGE', keyOf(id, '0'))) ?? 0;

  const closed = await closedLoop({ callers: concurrency, durationMs: durationMs * CLOSED_SHARE, signal, call });
  if (signal.aborted) return null;
  const failures = ground.failures ? await limiterFailures({ server, limiter, settings, signal }) : null;
  if (signal.aborted) return null;
  const each = (amount: number): number => amount / Math.max(1, load.calls);
  return {
    id,
    side: id === 'legacyList' ? 'before' : 'after',
    commands: each(commands),
    serverCommands: each(cost.commands),
    serverMicroseconds: each(cost.cpuSeconds * 1e6),
    bursts,
    load,
    closed,
    keyBytes,
    failures,
  };
}

/** Callers that all check at the same time, each burst on a subject of its own. */
async function burstsOf(id: LimiterId, { settings, pool }: Ground): Promise<number[]> {
  const limiter = limiterOf(id, pool, { ...settings, windowMs: BURST_WINDOW_MS, deadlineMs: BURST_WINDOW_MS });
  const allowed: number[] = [];
  for (let burst = 0; burst < settings.bursts; burst++) {
    const answers = await Promise.all(Array.from({ length: settings.concurrency }, () => limiter.check(`burst-${burst}`)));
    allowed.push(answers.filter((answer) => answer === 'allowed').length);
  }
  return allowed;
}
