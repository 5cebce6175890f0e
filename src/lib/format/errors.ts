/** Exit codes, one meaning each everywhere. */
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
 * An expected failure: one sentence with the cause, what to do next, and the exit code. The message never holds a secret.
 * Sentences start with a capital letter (or with what they are about: a command, a flag, a file, an address) and end with a full stop;
 * a suggestion that ends in what to type has no full stop after it.
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
