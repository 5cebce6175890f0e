import { WriteStream } from 'node:tty';

/** Columns of what is read in an editor, a mail or a ticket. */
export const FILE_WIDTH = 120;

interface Streams {
  env: Record<string, string | undefined>;
  stdout: { columns?: number; isTTY?: boolean };
  stderr: { columns?: number; isTTY?: boolean };
  stdin: { fd?: number; isTTY?: boolean };
}

/** What COLUMNS may say; anything else is no wish. */
const WISH = /^\d{1,4}$/;
const LEAST = 20;

/**
 * Columns to write for: COLUMNS, which is what a person wants whatever the terminal has (POSIX), else the terminal's. Where stdout is none, as before `less`, the terminal that stderr or stdin is. Without
 * any, as a file is read.
 */
export function columnsOf({ env, stdout, stderr, stdin }: Streams): number {
  const wish = env.COLUMNS ?? '';
  if (WISH.test(wish) && Number(wish) >= LEAST) return Number(wish);
  return (
    [stdout.columns, stderr.columns, columnsOfInput(stdin)].find((columns) => columns !== undefined && columns > 0) ?? FILE_WIDTH
  );
}

/** A terminal that is read from tells its size like one that is written to; nothing is written. */
function columnsOfInput({ fd, isTTY }: Streams['stdin']): number | undefined {
  return isTTY === true && fd !== undefined ? new WriteStream(fd).columns : undefined;
}
