/** Converts replies for the readers of values. */
import { EXIT, MeterError } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';
import { ReplyError, type Reply } from '../../redis/resp.js';

export interface Sender {
  send(commands: readonly (readonly string[])[]): Promise<Reply[]>;
}

/** The server refuses to return a value. */
export class ReadRefused extends MeterError {
  /** True when the key no longer exists, or has another type. */
  readonly isGone: boolean;

  constructor(message: string) {
    super(
      'value-refused',
      EXIT.partial,
      `The server does not tell a value that has to be archived: ${safeText(message.slice(0, 200))}`,
      ['Allow its user to read it, or leave its family out.'],
    );
    this.isGone = /^WRONGTYPE\b|^ERR no such key/i.test(message);
  }
}

export async function sendOne(connection: Sender, command: readonly string[]): Promise<Reply> {
  const [reply] = await connection.send([command]);
  if (reply instanceof ReplyError) throw new ReadRefused(reply.message);
  return reply!;
}

export function list(reply: Reply | undefined): Reply[] {
  if (Array.isArray(reply)) return reply;
  throw new ReadRefused('a list was expected');
}

export const texts = (reply: Reply | undefined): string[] => list(reply).map(text);

export function text(reply: Reply | undefined): string {
  if (typeof reply === 'string') return reply;
  if (typeof reply === 'number' || typeof reply === 'bigint') return String(reply);
  throw new ReadRefused('a text was expected');
}

export function integer(reply: Reply | undefined): number {
  const value = typeof reply === 'string' || typeof reply === 'bigint' ? Number(reply) : reply;
  if (typeof value === 'number') return value;
  throw new ReadRefused('a number was expected');
}

/** A map from alternating names and values, as XINFO returns them. */
export function named(reply: Reply | undefined): Map<string, Reply> {
  const items = list(reply);
  const found = new Map<string, Reply>();
  for (let at = 0; at + 1 < items.length; at += 2) found.set(text(items[at]), items[at + 1]!);
  return found;
}
