import { EXIT, MeterError } from '../format/errors.js';

/** Why the reading ended early; `null`: it did not. Throws if that is a failure. */
export async function endedEarly(signal: AbortSignal, run: () => Promise<void>): Promise<string | null> {
  try {
    await run();
  } catch (error) {
    if (error instanceof MeterError && error.exitCode === EXIT.partial) return error.code;
    throw error;
  }
  return signal.aborted ? 'interrupted' : null;
}
