/** Measures with MONITOR: counts what every client sends, and keeps nothing else. */
import { setTimeout as after } from 'node:timers/promises';
import { EXIT, MeterError } from '../format/errors.js';
import type { Access } from '../redis/control.js';
import { infoDatabases } from '../redis/info.js';
import { monitorRefused, monitorUnanswered, openMonitor, type MonitorConnection } from '../redis/monitor.js';
import type { Session } from '../redis/topology.js';
import type { MeasureData } from './model.js';
import { LineHeads } from './line-heads.js';
import { sampleReport } from './measure-sample.js';
import type { MeasureOptions } from './options.js';
import type { MeasureOutcome } from './outcome.js';
import { MonitorSample } from './sample.js';
import { whatIsThere } from './what-is-there.js';

/** A line this much later than the fastest one shows that the server is buffering lines for us. */
const BEHIND_SECONDS = 2;

type Ended = MeasureData['interval']['ended'];

/**
 * Watches every node of the session on separate connections. Ends after the time or the number of commands in the options, on the
 * signal, when a server closes the connection, or when reading falls behind. Rejects with a MeterError when MONITOR is refused.
 */
export async function measureByMonitor(session: Session, access: Access, options: MeasureOptions): Promise<MeasureOutcome> {
  const sample = new MonitorSample(options.profiles, options.databases);
  const opened = await Promise.allSettled(session.nodes.map(({ address }) => openMonitor(session.target, address, access)));
  const connections = opened.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
  try {
    for (const each of opened) if (each.status === 'rejected') throw each.reason;
    // Before the sample, which counts only other clients' commands.
    const found =
      options.asked?.version || options.signal.aborted ? null : await whatIsThere(session, access, options).catch(nullIfRefused);
    const interval = await watch(connections, sample, options, session.target.commandTimeoutMs);
    const keys = session.nodes.every(({ info }) => info.has('keyspace')) ? keysIn(session, options.databases) : null;
    const data = sampleReport(sample, 'monitor', interval, keys, options, found);
    return { data, exitCode: EXIT_CODES[interval.ended] ?? EXIT.ok };
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** If keys cannot be read, the sampled commands still identify the application. */
function nullIfRefused(error: unknown): null {
  if (error instanceof MeterError) return null;
  throw error;
}

/** Exit codes of partial samples. */
export const EXIT_CODES: Partial<Record<Ended, number>> = {
  interrupted: EXIT.interrupted,
  behind: EXIT.partial,
  'connection-lost': EXIT.partial,
};

/** Number of keys in the databases, from INFO at the start of the session. */
export function keysIn({ nodes }: Session, databases: number | 'all'): number {
  const wanted = nodes.flatMap(({ info }) => infoDatabases(info).filter(({ db }) => databases === 'all' || db === databases));
  return wanted.reduce((sum, { keys }) => sum + keys, 0);
}

async function watch(
  connections: readonly MonitorConnection[],
  sample: MonitorSample,
  options: MeasureOptions,
  timeoutMs: number,
): Promise<MeasureData['interval']> {
  const { seconds, maxCommands, signal } = options;
  const from = new Date().toISOString();
  const startedAt = performance.now();
  const timer = new AbortController();
  let watched = 0;
  try {
    const ended = await new Promise<Ended>((resolve, reject) => {
      // Only the reply to MONITOR has a deadline; afterwards there may be no commands to report.
      after(timeoutMs, undefined, { signal: timer.signal }).then(
        () => watched < connections.length && reject(monitorUnanswered(timeoutMs)),
        () => {},
      );
      const heads = connections.map((connection) => {
        const lag = lagMeter();
        let agreed = false;
        const lines = new LineHeads((head, cut) => {
          if (!agreed) {
            agreed = head === '+OK';
            if (!agreed) reject(monitorRefused(head.replace(/^-(?:ERR )?/, '')));
            else if (++watched === connections.length) options.onStart();
            return;
          }
          const line = sample.take(head, cut);
          if (maxCommands !== null && sample.commands >= maxCommands) return stop('max-commands');
          if (line && lag(line.time) > BEHIND_SECONDS) stop('behind');
        });
        connection.start(
          (chunk) => lines.push(chunk),
          () => stop('connection-lost'),
        );
        return lines;
      });
      const stop = (reason: Ended): void => {
        for (const lines of heads ?? []) lines.stop();
        resolve(reason);
      };
      if (signal.aborted) stop('interrupted');
      signal.addEventListener('abort', () => stop('interrupted'), { once: true });
      if (seconds !== null)
        after(seconds * 1000, undefined, { signal: timer.signal }).then(
          () => stop('seconds'),
          () => {},
        );
    });
    return { from, seconds: (performance.now() - startedAt) / 1000, ended };
  } finally {
    timer.abort();
  }
}

/** How much later a line arrives than the fastest one, in seconds. The two clocks need not agree. */
function lagMeter(): (time: number) => number {
  let least = Infinity;
  return (time) => {
    const late = Date.now() / 1000 - time;
    least = Math.min(least, late);
    return late - least;
  };
}
