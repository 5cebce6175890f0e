import { isUnreachable, messageOf } from '../client/failure.js';

export type TokenUsageCode =
  /** An argument makes no sense. Nothing was sent. */
  | 'input'
  /** A field holds text that is no whole number. Nothing was changed. */
  | 'corrupt'
  /** A counter would exceed 64 bits. Nothing was changed. */
  | 'overflow'
  /** The key holds another type of value. Nothing was changed. */
  | 'wrong-type'
  /** No answer within the deadline of all attempts. The change may have been made; the same request id makes it once. */
  | 'timeout'
  /** The connection failed at every attempt, or the server is not ready. As with `timeout`, the change may have been made. */
  | 'unreachable'
  /** The server refuses the command, such as a user without the right. */
  | 'refused'
  /** The reply is none that the script gives. */
  | 'bad-reply';

export class TokenUsageError extends Error {
  override readonly name = 'TokenUsageError';

  constructor(
    readonly code: TokenUsageCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Why a call of the client failed. */
export function failureOf(error: unknown): TokenUsageError {
  if (error instanceof TokenUsageError) return error;
  const message = messageOf(error);
  const code = isUnreachable(message) ? 'unreachable' : codeOfReply(message);
  return new TokenUsageError(code, message, { cause: error });
}

function codeOfReply(message: string): TokenUsageCode {
  if (/\bWRONGTYPE\b/.test(message)) return 'wrong-type';
  if (/would overflow/.test(message)) return 'overflow';
  return /is not an integer|not a valid float/.test(message) ? 'corrupt' : 'refused';
}

/** True if the same call may succeed a moment later. */
export const isTransient = ({ code }: TokenUsageError): boolean => code === 'timeout' || code === 'unreachable';
