import { WriteStream } from 'node:tty';

/** Width of text for an editor, a mail or a ticket. */
export const FILE_WIDTH = 120;

interface Streams {
  env: Record<string, string | undefined>;
  stdout: { columns?: number; isTTY?: boolean };
  stderr: { columns?: number; isTTY?: boolean };
  stdin: { fd?: number; isTTY?: boolean };
}

/** Valid values of COLUMNS; any other is ignored. */
const WISH = /^\d{1,4}$/;
const LEAST = 20;

/**
 * Width of the output: COLUMNS, which wins over the terminal (POSIX), else the width of the terminal. If stdout is not a terminal,
 * as with `| less`, that of the terminal at stderr or stdin. Without any, that of files.
 */
export function columnsOf({ env, stdout, stderr, stdin }: Streams): number {
  const wish = env.COLUMNS ?? '';
  if (WISH.test(wish) && Number(wish) >= LEAST) return Number(wish);
  return (
    [stdout.columns, stderr.columns, columnsOfInput(stdin)].find((columns) => columns !== undefined && columns > 0) ?? FILE_WIDTH
  );
}

/** A terminal reports its size on stdin as well. Nothing is written to it. */
function columnsOfInput({ fd, isTTY }: Streams['stdin']): number | undefined {
  return isTTY === true && fd !== undefined ? new WriteStream(fd).columns : undefined;
}
