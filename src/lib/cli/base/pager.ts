import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A terminal with a reader, and the pager. */
export interface Screen {
  rows: number;
  /** Command of the shell. */
  pager: string;
  write: (text: string) => Promise<void>;
}

/** `null`: stdout is not a terminal, or no pager is set. `cat` is no pager. */
export function screenOf(
  { stdout, env }: { stdout: { isTTY?: boolean; rows?: number }; env: Record<string, string | undefined> },
  write: Screen['write'],
): Screen | null {
  const pager = (env.METER_PAGER ?? env.PAGER ?? '').trim();
  if (stdout.isTTY !== true || stdout.rows === undefined || pager === '' || pager === 'cat' || env.TERM === 'dumb') return null;
  return { rows: stdout.rows, pager, write };
}

/** Writes a text that fits the screen, and pages a longer one. */
export async function page(pieces: AsyncIterable<string>, { rows, pager, write }: Screen): Promise<void> {
  let held = '';
  let child: ReturnType<typeof startPager> | null = null;
  for await (const piece of pieces) {
    if (child !== null) {
      if (!(await child.write(piece))) return child.ended;
      continue;
    }
    held += piece;
    if (held.split('\n').length <= rows) continue;
    child = startPager(pager);
    if (!(await child.write(held))) return child.ended;
  }
  if (child === null) return write(held);
  child.end();
  await child.ended;
}

/** less shows colours, and ends by itself if the text fits the screen, unless LESS says otherwise. */
const OPTIONS = { LESS: 'FRX', LV: '-c' };

function startPager(pager: string) {
  const child = spawn('/bin/sh', ['-c', pager], {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...OPTIONS, ...process.env },
  });
  let open = true;
  const close = (): void => {
    open = false;
  };
  // Leaving the pager early is not a failure.
  child.stdin.on('error', close).on('close', close);
  // Ctrl-C is for the pager while it runs.
  const ignore = (): void => {};
  process.on('SIGINT', ignore);
  const ended = Promise.race([once(child, 'close'), once(child, 'error')]).then(() => {
    process.off('SIGINT', ignore);
  });
  return {
    ended,
    /** `false`: the pager reads no more. */
    async write(text: string): Promise<boolean> {
      if (open && !child.stdin.write(text)) await Promise.race([once(child.stdin, 'drain'), ended]).catch(close);
      return open;
    },
    end: (): void => void child.stdin.end(),
  };
}
