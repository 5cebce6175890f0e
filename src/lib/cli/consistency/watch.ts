/** Checks repeatedly, and reports new differences and those that no longer exist. */
import { setTimeout as sleep } from 'node:timers/promises';
import { violationChanges, type ViolationChanges } from '../../consistency/changes.js';
import { successEnvelope } from '../../report/envelope.js';
import type { Envelope } from '../../report/envelope.js';
import { leftOutOf, type ConsistencyResult } from './run.js';
import type { ConsistencyReport } from '../../report/consistency/worded.js';

export interface Watch {
  /** ms from the end of a check to the next. */
  pauseMs: number;
  first: Envelope<ConsistencyReport>;
  check: (signal: AbortSignal) => Promise<ConsistencyResult>;
  signal: AbortSignal;
  show: (changes: Envelope<ViolationChanges & { now: string }>) => Promise<void>;
}

/** Runs until it is interrupted. Prints nothing if nothing changes, or if there are too many differences to list. */
export async function watchConsistency({ pauseMs, first, check, signal, show }: Watch): Promise<void> {
  let before = first;
  for (;;) {
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const { envelope, listed } = await check(signal);
    listed?.close();
    // A partial check does not show which differences no longer exist.
    if (signal.aborted || envelope.data.source.partial !== null) continue;
    // For differences that are not listed only their number is known.
    if (leftOutOf(before.data) + leftOutOf(envelope.data) > 0) {
      before = envelope;
      continue;
    }
    const changes = violationChanges(before.data.violations, envelope.data.violations);
    before = envelope;
    if (changes.appeared.length + changes.gone.length === 0) continue;
    const { now } = envelope.data.clock;
    const { target, spent } = envelope;
    const { warnings } = envelope;
    await show(successEnvelope({ command: 'fix-consistency', target, data: { now, ...changes }, warnings, spent }));
  }
}
