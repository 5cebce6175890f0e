/** Times of PINGs from here. They are sent at fixed moments, whether or not earlier ones are answered, so that a pause is seen in full. */
import { createHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionNode } from '../../redis/topology.js';

export interface PingTimes {
  node: string;
  sent: number;
  p50Seconds: number;
  p99Seconds: number;
  maxSeconds: number;
}

/** Milliseconds from one PING to the next. */
const INTERVAL_MS = 10;

/** `null`: none was answered before the signal. Throws the MeterError of a lost connection. */
export async function pingNode(
  { name, control }: Pick<SessionNode, 'name' | 'control'>,
  count: number,
  signal: AbortSignal,
): Promise<PingTimes | null> {
  const times = createHistogram();
  let failure: unknown = null;
  const one = async (): Promise<void> => {
    const sentAt = performance.now();
    await control.ask('PING').catch((error: unknown) => (failure ??= error));
    if (failure === null) times.record(Math.max(1, Math.round((performance.now() - sentAt) * 1e6)));
  };
  const sent: Promise<void>[] = [];
  const start = performance.now();
  for (let at = 0; at < count && failure === null && !signal.aborted; at++) {
    sent.push(one());
    await sleep(Math.max(0, start + (at + 1) * INTERVAL_MS - performance.now()));
  }
  await Promise.all(sent);
  if (failure !== null) throw failure;
  if (times.count === 0) return null;
  return {
    node: name,
    sent: times.count,
    p50Seconds: times.percentile(50) / 1e9,
    p99Seconds: times.percentile(99) / 1e9,
    maxSeconds: times.max / 1e9,
  };
}
