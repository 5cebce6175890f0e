/** Exit codes. Each has the same meaning in every command. */
export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  findings: 3,
  refused: 4,
  connection: 5,
  partial: 6,
  interrupted: 130,
} as const;

/**
 * An expected failure: one sentence with the cause, the next step, and the exit code. The message never contains a secret.
 * Sentences start with a capital letter, or with the command, flag, file or address that they are about, and end with a full
 * stop. A suggestion that ends with text to type has no full stop.
 */
export class MeterError extends Error {
  override readonly name = 'MeterError';

  constructor(
    /** Kebab-case, stable for scripts. */
    readonly code: string,
    readonly exitCode: number,
    message: string,
    readonly suggestions: readonly string[] = [],
  ) {
    super(message);
  }
}

export const usageError = (message: string, ...suggestions: string[]): MeterError =>
  new MeterError('usage', EXIT.usage, message, suggestions);
