/** Sends commands as the application does: each by itself, without a note, so that a lost reply may count twice. */
import type { RedisClient } from '../client/client.js';
import type { RecordedCommand, RecordedEvent } from './commands.js';
import { failureOf, isTransient, RecorderError } from './failure.js';
import { within } from './repeat.js';
import type { Sent } from './sender.js';

/**
 * The commands of an event at once, or one after the other if the application waits for each; one event after the other. Rejects
 * with a RecorderError if the connection fails; some commands may then have been carried out.
 */
export async function sendAsApplication(client: RedisClient, events: readonly RecordedEvent[], timeoutMs: number): Promise<Sent> {
  const sent: Sent = { isNew: true, refused: 0, firstRefusal: null };
  const send = async (commands: readonly RecordedCommand[]): Promise<unknown[]> => {
    const results = await within(timeoutMs, Promise.allSettled(commands.map(({ words }) => commandOf(client)(words))));
    return results.map((result, at) => {
      if (result.status === 'fulfilled') return result.value;
      const failure = failureOf(result.reason);
      if (isTransient(failure)) throw failure;
      sent.refused++;
      sent.firstRefusal ??= `${commands[at]!.words[0]}: ${failure.message}`.slice(0, 200);
      return null;
    });
  };
  for (const { transport, commands } of events) {
    if (transport === 'sequence') await inSequence(commands, send);
    else await send(commands);
  }
  return sent;
}

/** What needs a key that was read, and is not there, is left out. */
async function inSequence(
  commands: readonly RecordedCommand[],
  send: (commands: readonly RecordedCommand[]) => Promise<unknown[]>,
): Promise<void> {
  const missing = new Set<string>();
  for (const command of commands) {
    if (command.ifExists !== null && missing.has(command.ifExists)) continue;
    const [reply] = await send([command]);
    if (command.isRead && isEmpty(reply)) missing.add(command.words[1]!);
  }
}

/** Clients answer hashes as lists, maps or objects. */
function isEmpty(reply: unknown): boolean {
  if (typeof reply !== 'object' || reply === null) return reply === null;
  return (reply instanceof Map ? reply.size : Object.keys(reply).length) === 0;
}

function commandOf(client: RedisClient): NonNullable<RedisClient['command']> {
  if (client.command) return (words) => client.command!(words);
  throw new RecorderError('input', 'Mode pipeline needs a client that sends commands; use mode script.');
}
