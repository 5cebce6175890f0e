import { setTimeout as sleep } from 'node:timers/promises';
import type { Pace } from './pace.js';
import { ReplyError, type Reply } from './resp.js';
import { ScanProgress } from './scan-progress.js';
import type { SteadyConnection } from './steady-connection.js';

export interface ScanFilter {
  /** A Redis glob; byte string. */
  match: string | null;
  /** Sent as SCAN … TYPE, which servers know from 6.0 on. */
  type: string | null;
}

export interface ScanOptions {
  connection: SteadyConnection;
  pace: Pace;
  filter: ScanFilter;
  /** Keys that the server tells of; `null`: it does not. */
  told: number | null;
  signal: AbortSignal;
  /** True when one more SCAN may be sent. */
  mayScan(): boolean;
  /** Resolves when nothing else is in flight on the connection. */
  settle(): Promise<void>;
}

export interface ScanBatch {
  names: string[];
  /** True when the scan has come round: nothing is left. */
  last: boolean;
}

/**
 * Every key name of one node's selected database, batch by batch; O(1) memory. The next SCAN is under way while the caller works
 * on a batch, but for those that are timed. Ends early, without an error, when the signal fires or no more SCANs are allowed. Throws a
 * MeterError where SCAN is refused, or does not get on.
 */
export async function* scanNames(options: ScanOptions): AsyncGenerator<ScanBatch> {
  const { pace, signal, filter, told } = options;
  const progress = new ScanProgress({ command: 'SCAN', filtered: filter.match !== null || filter.type !== null, told });
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
  // The caller may be busy when it fails; the failure is met when the reply is awaited.
  reply.catch(() => {});
  return { reply, timed, count, startedAt, reconnects: connection.reconnects };
}

async function finish({ connection, pace }: ScanOptions, step: Step): Promise<{ cursor: string; names: string[] }> {
  const [reply] = await step.reply;
  // The time that it took to connect again says nothing of the server's pace.
  if (step.timed && step.reconnects === connection.reconnects) pace.timed(performance.now() - step.startedAt);
  if (reply instanceof ReplyError) throw connection.refused('SCAN', reply);
  const [cursor, names] = reply as [string, string[]];
  return { cursor, names };
}
