import { setImmediate } from 'node:timers/promises';

/** A signal that waits so long is not noticed by a person. */
const MOST_MS = 50;

/**
 * For work whose waits are over at once, such as writes that the kernel takes whole: between them nothing else is served, no signal
 * either. What it returns lets everything else have its turn, if the last one was a while ago.
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
