/** Limits the rate of changes, and delays them while the server is slow to reply to other clients. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Control } from '../../redis/control.js';
import { largest } from '../../format/largest.js';

export interface Throttle {
  /** Resolves when this number of changes may be sent. */
  turn(changes: number): Promise<void>;
  close(): void;
}

/** Interval of the probes for the server's reply time. */
const PROBE_EVERY_MS = 100;
/** Maximum pause. The next probe shows whether it was long enough. */
const LONGEST_PAUSE_MS = 1_000;

/** `maxOps`: changes a second; `null`: limited only by `maxLatencyMs`. */
export function openThrottle(controls: readonly Control[], maxOps: number | null, maxLatencyMs: number): Throttle {
  let free = performance.now();
  let pauseMs = 0;
  let probing = false;
  const probe = async (): Promise<void> => {
    if (probing) return;
    probing = true;
    try {
      const waits = await Promise.all(controls.map(roundTripMs));
      const slowest = largest(waits);
      pauseMs = slowest > maxLatencyMs ? Math.min(slowest, LONGEST_PAUSE_MS) : 0;
    } catch {
      // The connection that does the work reports the failure.
    } finally {
      probing = false;
    }
  };
  const timer = setInterval(() => void probe(), PROBE_EVERY_MS);
  timer.unref();
  return {
    async turn(changes) {
      if (pauseMs > 0) await sleep(pauseMs);
      if (maxOps === null) return;
      const now = performance.now();
      const at = Math.max(free, now);
      free = at + (changes / maxOps) * 1000;
      if (at > now) await sleep(at - now);
    },
    close: () => clearInterval(timer),
  };
}

async function roundTripMs(control: Control): Promise<number> {
  const sentAt = performance.now();
  await control.ask('PING');
  return performance.now() - sentAt;
}
