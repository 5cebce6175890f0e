/** One run with a progress bar, which Ctrl-C ends early. */
import type { ReadingOptions } from '../../usage/reading.js';
import type { TalkMessages } from '../../report/messages/en/talk.js';
import { onInterrupt } from './interrupt.js';
import { createProgress } from './progress.js';

/** What differs from one run of a request to the next. */
export type Once = Pick<ReadingOptions, 'now' | 'signal' | 'onProgress'>;

export async function onceWith<Result>(
  { now, quiet }: { now: Date; quiet: boolean },
  say: (text: string) => void,
  talk: TalkMessages,
  run: (once: Once) => Promise<Result>,
): Promise<Result> {
  const progress = await createProgress(quiet, 'scanning', talk);
  const interrupt = onInterrupt((text) => {
    progress.stop();
    say(text);
  }, talk.interrupted.reading);
  try {
    return await run({ now, signal: interrupt.signal, onProgress: (keys, total) => progress.update(keys, total) });
  } finally {
    progress.stop();
    interrupt.release();
  }
}
