/** Waits for states without an event, such as the end of another process's child. */
import { access } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';

const LONGEST_MS = 60_000;

/** Polls until the condition is true. Throws after a minute. */
export async function until(holds: () => Promise<boolean>, everyMs = 20): Promise<void> {
  for (const end = performance.now() + LONGEST_MS; !(await holds());) {
    if (performance.now() > end) throw new Error(`not true within ${LONGEST_MS / 1_000} s: ${String(holds)}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** True when something listens on this port of 127.0.0.1. */
export async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const connected = once(socket, 'connect').then(
    () => true,
    () => false,
  );
  return connected.finally(() => socket.destroy());
}
