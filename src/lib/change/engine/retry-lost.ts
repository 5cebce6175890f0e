import { says } from '../../errors/changes.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, failure, MeterError } from '../../format/errors.js';
import { ConnectionLost, type BulkOptions } from '../../redis/bulk-connection.js';
import { retryWaits } from '../../redis/retry.js';

/**
 * Repeats `attempt` while the connection is lost. `attempt` gets its number, from 0. `close` closes its connection, which may
 * still watch keys after a failure. Rejects with a MeterError (exit 6) if the server stays unreachable.
 */
export async function retryLost<T>(
  { target, signal }: BulkOptions,
  attempt: (number: number) => Promise<T>,
  close: () => void,
): Promise<T> {
  for (const [number, wait] of [...retryWaits(target.retryMs), 0].entries()) {
    try {
      return await attempt(number);
    } catch (error) {
      close();
      const isLost = error instanceof ConnectionLost || (error instanceof MeterError && error.exitCode === EXIT.connection);
      if (!isLost || signal?.aborted) throw error;
      await sleep(wait);
    }
  }
  throw connectionLost();
}

export const connectionLost = (): MeterError => failure(says('connection-lost-in-run'), EXIT.partial, 'connection-lost');
