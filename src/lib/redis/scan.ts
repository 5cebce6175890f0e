import { setTimeout as sleep } from 'node:timers/promises';
import type { Pace } from './pace.js';
import type { Names } from './names.js';
import { ReplyError, type Reply } from './resp.js';
import { ScanProgress } from './scan-progress.js';
import type { SteadyConnection } from './steady-connection.js';

export interface ScanFilter {
  /** A Redis glob as a byte string. */
  match: string | null;
  /** Sent as SCAN … TYPE, which needs Redis 6.0. */
  type: string | null;
}

export interface ScanOptions {
  connection: SteadyConnection;
  pace: Pace;
  filter: ScanFilter;
  /** Number of keys that the server reported; `null`: not reported. */
  reported: number | null;
  signal: AbortSignal;
  /** True when another SCAN may be sent. */
  mayScan(): boolean;
  /** Resolves when nothing else is in flight on the connection. */
  settle(): Promise<void>;
}

export interface ScanBatch {
  names: Names;
  /** True for the last batch of the scan. */
  last: boolean;
}

/**
 * All key names in the selected database of one node, batch by batch; O(1) memory. The next SCAN runs while the caller processes
 * a batch, except when SCANs are timed. Ends early without an error when the signal aborts or no more SCANs are allowed. Throws a
 * MeterError when SCAN is refused or makes no progress.
 */
export async function* scanNames(options: ScanOptions): AsyncGenerator<ScanBatch> {
  const { pace, signal, filter, reported } = options;
  const progress = new ScanProgress({ command: 'SCAN', filtered: filter.match !== null || filter.type !== null, reported });
  let step = start(options, '0', pace.timeNext());
  for (;;) {
    const { cursor, names } = await finish(options, step);
    const last = cursor === '0';
    if (!last) progress.step(cursor, names, step.count);
    if (last || signal.aborted || !options.mayScan()) {
      yield { names, last };
      return;
    }
    if (pace.pauseMs > 0) await sleep(pace.pauseMs);
    const timed = pace.timeNext();
    if (timed) {
      yield { names, last };
      await options.settle();
      if (signal.aborted || !options.mayScan()) return;
      step = start(options, cursor, timed);
    } else {
      step = start(options, cursor, timed);
      yield { names, last };
    }
  }
}

interface Step {
  reply: Promise<Reply[]>;
  timed: boolean;
  count: number;
  startedAt: number;
  reconnects: number;
}

function start({ connection, pace, filter }: ScanOptions, cursor: string, timed: boolean): Step {
  const { count } = pace;
  const command = ['SCAN', cursor, 'COUNT', String(count)];
  if (filter.match !== null) command.push('MATCH', filter.match);
  if (filter.type !== null) command.push('TYPE', filter.type);
  const startedAt = performance.now();
  const reply = connection.send([command]);
  // The caller may be busy when it fails; the failure surfaces when the reply is awaited.
  reply.catch(() => {});
  return { reply, timed, count, startedAt, reconnects: connection.reconnects };
}

async function finish({ connection, pace }: ScanOptions, step: Step): Promise<{ cursor: string; names: Names }> {
  const [reply] = await step.reply;
  // A step that includes a reconnection says nothing about the server's speed.
  if (step.timed && step.reconnects === connection.reconnects) pace.timed(performance.now() - step.startedAt);
  if (reply instanceof ReplyError) throw connection.refused('SCAN', reply);
  const [cursor, names] = reply as [string, Names];
  return { cursor, names };
}
