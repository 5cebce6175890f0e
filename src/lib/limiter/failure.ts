import { messageOf } from '../client/failure.js';

/** What can go wrong with a check. */
export type FailureCode =
  /** No answer within the deadline. The server may have counted the request. */
  | 'timeout'
  /** A key holds a value of another type, such as that of another generation of limiters. Nothing was counted. */
  | 'wrong-type'
  /** The rules' keys are in several slots of a cluster. Nothing was counted. */
  | 'cross-slot'
  /** Another error of the server or of its client, or of the old limiter. */
  | 'error'
  /** The reply is none that the script gives. */
  | 'bad-reply';

/** Why a check was answered by `onError`. It is never thrown. */
export class LimiterFailure extends Error {
  override readonly name = 'LimiterFailure';

  constructor(
    readonly code: FailureCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Servers put an error of a command within a script at the end of their own sentence, so its word is not always the first. */
export function failureOf(error: unknown): LimiterFailure {
  if (error instanceof LimiterFailure) return error;
  const message = messageOf(error);
  const code = /\bWRONGTYPE\b/.test(message) ? 'wrong-type' : /\bCROSSSLOT\b/.test(message) ? 'cross-slot' : 'error';
  return new LimiterFailure(code, message, { cause: error });
}
