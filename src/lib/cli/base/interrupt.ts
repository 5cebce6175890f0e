import { EXIT } from '../../format/errors.js';

/** The first Ctrl-C asks the work to stop and to return what it has. The second ends the process. */
export function onInterrupt(
  say: (text: string) => void,
  notice = 'Interrupted, stopping: the report of what was seen follows. Ctrl-C again ends at once.',
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
