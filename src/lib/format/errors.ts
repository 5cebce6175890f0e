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

/** What an error says: its cause in one sentence, then the next steps. */
export type Said = readonly [cause: string, ...next: string[]];

/** What an error says, as data, so that any language can say it. */
export interface Saying {
  /** Names the sentences in the catalogues. */
  id: string;
  params: object;
  english: Said;
}

/**
 * An expected failure: one sentence with the cause, the next step, and the exit code. The message never contains a secret.
 * Sentences start with a capital letter, or with the command, flag, file or address that they are about, and end with a full
 * stop. A suggestion that ends with text to type has no full stop.
 */
export class MeterError extends Error {
  override readonly name = 'MeterError';
  readonly saying: Saying;

  constructor(
    /** Kebab-case, stable for scripts. */
    readonly code: string,
    readonly exitCode: number,
    message: string,
    readonly suggestions: readonly string[] = [],
    saying?: Saying,
  ) {
    super(message);
    this.saying = saying ?? { id: 'text', params: {}, english: [message, ...suggestions] };
  }
}

/** The error that says this. `code`: absent when the sentence is the only one with its code. */
export function failure(saying: Saying, exitCode: number, code = saying.id): MeterError {
  const [cause, ...next] = saying.english;
  return new MeterError(code, exitCode, cause, next, saying);
}

export const withExitCode = ({ code, saying }: MeterError, exitCode: number): MeterError => failure(saying, exitCode, code);

export const usageError = (saying: Saying | string, ...suggestions: string[]): MeterError =>
  typeof saying === 'string' ? new MeterError('usage', EXIT.usage, saying, suggestions) : failure(saying, EXIT.usage, 'usage');
