import { EXIT } from '../../format/errors.js';
import { talk } from '../../report/messages/en/talk.js';

/** The first Ctrl-C asks the work to stop and to return what it has. The second ends the process. */
export function onInterrupt(
  say: (text: string) => void,
  notice = talk.interrupted.reading,
): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    say(notice);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    release() {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
