/** A limiter under load while its scripts are forgotten, its server is killed and started again, or its server is slow. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckedLimiter } from './limiter-variants.js';
import { openLoop } from './loops.js';
import type { FailureTrial, LimiterSettings, LimiterTrial } from './model.js';
import type { ScratchServer } from './scratch-server.js';

/** Ms from the beginning of the load to the fault, from the kill to the new server, and from there to the end. */
const BEFORE_MS = 300;
const DOWN_MS = 400;
const AFTER_MS = 800;
/** Ms after which a limiter that has not recovered is given up. */
const LONGEST_BACK_MS = 10_000;
const POLL_MS = 50;
/** Ms for which a slow server does not answer. */
const STALL_MS = 600;

interface Trouble {
  server: ScratchServer;
  limiter: CheckedLimiter;
  settings: LimiterSettings;
  signal: AbortSignal;
}

export async function limiterFailures(trouble: Trouble): Promise<NonNullable<LimiterTrial['failures']>> {
  const { server } = trouble;
  const flush = await during(trouble, async () => {
    await server.control.script('FLUSH');
    return null;
  });
  const slow = await during(trouble, async () => {
    server.proxy.stall(STALL_MS);
    await sleep(STALL_MS);
    return null;
  });
  const restart = await during(trouble, async (now) => {
    await server.kill();
    await sleep(DOWN_MS);
    const startedAt = now();
    await server.start();
    return startedAt;
  });
  return { flush, restart, slow };
}

/** `fault` resolves to the time since the load's start from which answers count as back; `null`: it is not asked. */
async function during(
  { limiter, settings, signal }: Trouble,
  fault: (now: () => number) => Promise<number | null>,
): Promise<FailureTrial> {
  const began = performance.now();
  const now = (): number => performance.now() - began;
  const answers: number[] = [];
  let longestMs = 0;
  let isOver = false;
  const over = new AbortController();
  const load = openLoop({
    perSecond: settings.perSecond,
    // It ends when the fault is over and the limiter has had time to recover.
    durationMs: Number.MAX_SAFE_INTEGER,
    signal: AbortSignal.any([signal, over.signal]),
    async call(number) {
      const startedAt = now();
      const called = await limiter.check(String(number % settings.subjects));
      longestMs = Math.max(longestMs, now() - startedAt);
      if (called !== 'failed' && !isOver) answers.push(now());
      return called;
    },
  });
  await sleep(BEFORE_MS);
  let back: number | null = null;
  try {
    if (!signal.aborted) {
      back = await fault(now);
      await sleep(AFTER_MS);
      const isBack = (): boolean => back === null || answers.some((at) => at >= back!);
      for (let waited = 0; waited < LONGEST_BACK_MS && !isBack() && !signal.aborted; waited += POLL_MS) await sleep(POLL_MS);
    }
  } finally {
    isOver = true;
    over.abort();
  }
  const { calls, failed } = await load;
  const first = back === null ? undefined : answers.find((at) => at >= back);
  return {
    calls,
    failed,
    longestMs: Math.round(longestMs),
    backMs: back === null || first === undefined ? null : Math.round(first - back),
  };
}
