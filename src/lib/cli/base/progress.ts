import { formatDuration } from '../../format/duration.js';
import { formatCount } from '../../format/number.js';
import { talk, type Doing, type TalkMessages } from '../../report/messages/en/talk.js';

export type { Doing } from '../../report/messages/en/talk.js';

export interface Progress {
  update(keys: number, total: number | null): void;
  /** Clears the line for other output, and draws no more. */
  stop(): void;
}

/** Interval between two drawings of the bar, and between two lines if stderr is not a terminal. */
const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 5_000;

/** Shows keys, total, speed and remaining time on stderr: as a bar on a terminal, else as a line every few seconds. */
export async function createProgress(
  quiet: boolean,
  doing: Doing = 'scanning',
  { progress: words }: TalkMessages = talk,
): Promise<Progress> {
  if (quiet) return { update() {}, stop() {} };
  return process.stderr.isTTY && process.env.TERM !== 'dumb' ? barProgress(doing, words) : lineProgress(doing, words);
}

type Words = TalkMessages['progress'];

interface Pace {
  rate: number;
  left: string;
}

/** Keys may be added meanwhile, so the rest is at least 0, and the share at most 100 %. */
function paceOf(keys: number, total: number | null, startedAt: number, words: Words): Pace {
  const rate = keys / Math.max((performance.now() - startedAt) / 1000, 0.001);
  return { rate, left: total === null || rate === 0 ? '' : words.left(formatDuration(Math.max(0, total - keys) / rate)) };
}

async function barProgress(doing: Doing, words: Words): Promise<Progress> {
  const { SingleBar } = await import('cli-progress');
  const open = (total: number | null, payload: object) => {
    const bar = new SingleBar({
      // Without a total there is no share.
      format: words.bar(doing, total !== null),
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      barsize: 24,
      barCompleteChar: '━',
      barIncompleteChar: ' ',
      // A line that wraps cannot be cleared.
      linewrap: false,
      // The code that reports the interruption stops the bar first.
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
      const { rate, left } = paceOf(keys, total, startedAt, words);
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

function lineProgress(doing: Doing, words: Words): Progress {
  const startedAt = performance.now();
  let writtenAt = startedAt;
  return {
    update(keys, total) {
      const now = performance.now();
      if (now - writtenAt < LINE_EVERY_MS) return;
      writtenAt = now;
      const { rate, left } = paceOf(keys, total, startedAt, words);
      const line = words.line(doing, keys, total, rate, left);
      process.stderr.write(`${line}\n`);
    },
    stop() {},
  };
}
