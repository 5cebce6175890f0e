export type RecorderCode =
  /** An option or a request makes no sense. Nothing was sent. */
  | 'input'
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
