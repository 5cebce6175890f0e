import { formatDuration } from '../../format/duration.js';
import { formatCount } from '../../format/number.js';

export interface Progress {
  update(keys: number, total: number | null): void;
  /** Clears the line for what comes next; no more is drawn. */
  stop(): void;
}

/** A bar is drawn at most so often; a line is written so often where stderr is no terminal. */
const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 5_000;

/** Keys seen, of how many, how fast and how long still, on stderr: a bar on a terminal, a line every few seconds elsewhere. */
export async function createProgress(quiet: boolean, doing: Doing = 'scanning'): Promise<Progress> {
  if (quiet) return { update() {}, stop() {} };
  return process.stderr.isTTY && process.env.TERM !== 'dumb' ? barProgress(doing) : lineProgress(doing);
}

export type Doing = keyof typeof DONE;

/** What is done with the keys, while it is done and once it is. */
const DONE = {
  scanning: 'scanned',
  changing: 'changed',
  restoring: 'restored',
  exporting: 'exported',
  checking: 'checked',
} as const;

interface Pace {
  rate: number;
  left: string;
}

/** Keys may be added meanwhile: what is left is never below zero, and the share never above 100 %. */
function paceOf(keys: number, total: number | null, startedAt: number): Pace {
  const rate = keys / Math.max((performance.now() - startedAt) / 1000, 0.001);
  return { rate, left: total === null || rate === 0 ? '' : `${formatDuration(Math.max(0, total - keys) / rate)} left` };
}

async function barProgress(doing: Doing): Promise<Progress> {
  const { SingleBar } = await import('cli-progress');
  const open = (total: number | null, payload: object) => {
    const bar = new SingleBar({
      // Without a total there is no share to draw.
      format: `${doing} ${total === null ? '' : '{bar} {percentage} %  '}{seen} keys  {rate}/s  {left}`,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      barsize: 24,
      barCompleteChar: '━',
      barIncompleteChar: ' ',
      // A line that wraps cannot be cleared.
      linewrap: false,
      // Whoever says that the work was interrupted stops the bar first.
      gracefulExit: false,
    });
    bar.start(total ?? 0, 0, payload);
    return bar;
  };
  const startedAt = performance.now();
  let drawnAt = 0;
  let bar: ReturnType<typeof open> | null = null;
  let stopped = false;
  return {
    update(keys, total) {
      const now = performance.now();
      if (stopped || now - drawnAt < BAR_EVERY_MS) return;
      const { rate, left } = paceOf(keys, total, startedAt);
      const payload = { seen: formatCount(keys), rate: formatCount(rate), left };
      bar ??= open(total, payload);
      drawnAt = now;
      bar.update(Math.min(keys, total ?? keys), payload);
    },
    stop() {
      if (!stopped) bar?.stop();
      stopped = true;
    },
  };
}

function lineProgress(doing: Doing): Progress {
  const startedAt = performance.now();
  let writtenAt = startedAt;
  return {
    update(keys, total) {
      const now = performance.now();
      if (now - writtenAt < LINE_EVERY_MS) return;
      writtenAt = now;
      const { rate, left } = paceOf(keys, total, startedAt);
      const seen = `${formatCount(keys)}${total === null ? '' : ` of ${formatCount(total)}`} keys`;
      const line = [`${DONE[doing]} ${seen}`, `${formatCount(rate)}/s`, left].filter((part) => part !== '').join(', ');
      process.stderr.write(`${line}\n`);
    },
    stop() {},
  };
}
