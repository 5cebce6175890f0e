import { isUnreachable, messageOf } from '../client/failure.js';

export type RecorderCode =
  /** An option or a request makes no sense. Nothing was sent. */
  | 'input'
  /** The buffer was full for too long. Nothing was sent. */
  | 'full'
  /** The recorder is closed. Nothing was sent. */
  | 'closed'
  /** No answer within the deadline of all attempts. It may have been recorded; the same request id records it once. */
  | 'timeout'
  /** The connection failed at every attempt, or the server is not ready. As with `timeout`, it may have been recorded. */
  | 'unreachable'
  /** The server refuses the commands, such as for a user without the right, or because its memory is full. */
  | 'refused'
  /** The reply is none that the script gives. */
  | 'bad-reply';

export class RecorderError extends Error {
  override readonly name = 'RecorderError';

  constructor(
    readonly code: RecorderCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** A server that has no memory left, or cannot save, may take writes again later. */
const TAKES_NO_WRITES = /\b(?:OOM|MISCONF)\b/;

/** Why a call of the client failed. */
export function failureOf(error: unknown): RecorderError {
  if (error instanceof RecorderError) return error;
  const message = messageOf(error);
  const code = isUnreachable(message) || TAKES_NO_WRITES.test(message) ? 'unreachable' : 'refused';
  return new RecorderError(code, message, { cause: error });
}

/** True if the same call may succeed a moment later. */
export const isTransient = ({ code }: RecorderError): boolean => code === 'timeout' || code === 'unreachable';
