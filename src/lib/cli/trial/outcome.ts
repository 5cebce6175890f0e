/** Runs a trial until it ends or Ctrl-C is pressed: from its result to its envelope and exit code. */
import { EXIT } from '../../format/errors.js';
import { successEnvelope, type Outcome } from '../../report/envelope.js';
import { onInterrupt } from '../base/interrupt.js';

/** `complete` is false if it was interrupted. */
export async function trialOutcome<Data extends { complete: boolean }>(
  command: string,
  say: (text: string) => void,
  trial: (signal: AbortSignal) => Promise<Data>,
): Promise<Outcome<Data>> {
  const interrupt = onInterrupt(say);
  const startedAt = performance.now();
  try {
    const data = await trial(interrupt.signal);
    const seconds = Math.round(performance.now() - startedAt) / 1_000;
    // Only the trial's own server was asked.
    const spent = { commands: 0, roundTrips: 0, seconds };
    const envelope = successEnvelope({ command, target: null, data, warnings: [], spent });
    return { envelope, exitCode: data.complete ? EXIT.ok : EXIT.interrupted };
  } finally {
    interrupt.release();
  }
}
