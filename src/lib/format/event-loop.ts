import { setImmediate } from 'node:timers/promises';

/** A person does not notice a signal that waits this long. */
const MOST_MS = 50;

/**
 * For a loop whose awaits resolve at once, such as writes that the kernel accepts whole. Such a loop starves other work and
 * signals. The returned function yields to the event loop if the last yield was more than `MOST_MS` ago.
 */
export function turns(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < MOST_MS) return undefined;
    return setImmediate().then(() => {
      last = performance.now();
    });
  };
}
