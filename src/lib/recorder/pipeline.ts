/** Sends commands as the application does: each by itself, without a note, so that a lost reply may count twice. */
import type { LimiterClient } from '../limiter/clients/client.js';
import type { RecordedEvent } from './commands.js';
import { failureOf, isTransient, RecorderError } from './failure.js';
import { within } from './repeat.js';
import type { Sent } from './sender.js';

/**
 * The commands of an event at once, one event after the other. Rejects with a RecorderError if the connection fails; some commands
 * may then have been carried out.
 */
export async function sendAsApplication(
  client: LimiterClient,
  events: readonly RecordedEvent[],
  timeoutMs: number,
): Promise<Sent> {
  let refused = 0;
  let firstRefusal: string | null = null;
  for (const { commands } of events) {
    const replies = commands.map(({ words }) => commandOf(client)(words));
    const results = await within(timeoutMs, Promise.allSettled(replies));
    for (const [at, result] of results.entries()) {
      if (result.status === 'fulfilled') continue;
      const failure = failureOf(result.reason);
      if (isTransient(failure)) throw failure;
      refused++;
      firstRefusal ??= `${commands[at]!.words[0]}: ${failure.message}`.slice(0, 200);
    }
  }
  return { isNew: true, refused, firstRefusal };
}

function commandOf(client: LimiterClient): NonNullable<LimiterClient['command']> {
  if (client.command) return (words) => client.command!(words);
  throw new RecorderError('input', 'Mode pipeline needs a client that sends commands; use mode script.');
}
