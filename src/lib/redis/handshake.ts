import { ReplyError, type Reply } from './resp.js';
import type { Target } from './target.js';
import { byteString } from '../format/byte-string.js';

export interface HandshakeStep {
  /** Byte strings. */
  args: readonly string[];
  /** A refusal of this step does not matter; the connection still works. */
  optional: boolean;
}

/** The name of every connection of `meter`, which CLIENT LIST and the slow log show. */
export const CLIENT_NAME = 'meter';

/** The first commands on a new connection. PING proves that the server is Redis, has loaded its data and accepts this user. */
export function handshake(target: Target, readonly: boolean): [HandshakeStep, ...HandshakeStep[]] {
  const credentials = authArguments(target);
  const ping = required('PING');
  const settings = [
    ...(target.db === 0 ? [] : [required('SELECT', String(target.db))]),
    ...(readonly ? [required('READONLY')] : []),
    { args: ['CLIENT', 'SETNAME', CLIENT_NAME], optional: true },
  ];
  return credentials ? [required('AUTH', ...credentials), ping, ...settings] : [ping, ...settings];
}

const required = (...args: string[]): HandshakeStep => ({ args: args.map(byteString), optional: false });

/** The first refusal that makes the connection unusable, in the server's words; `null` if none. */
export function handshakeRefusal(steps: readonly HandshakeStep[], replies: readonly Reply[]): string | null {
  for (const [index, { args, optional }] of steps.entries()) {
    const reply = replies[index];
    if (!(reply instanceof ReplyError) || optional) continue;
    // These refusals also prove that Redis answers: no permission for PING, PING renamed, or a server that cannot save (it
    // refuses PING like writes).
    if (args[0] === 'PING' && /^NOPERM|^MISCONF|unknown command/i.test(reply.message)) continue;
    return reply.message;
  }
  return null;
}

function authArguments({ username, password }: Target): string[] | null {
  if (username === null && password === null) return null;
  // AUTH accepts a user only from Redis 6; the form without a user means the user `default`.
  if (username === null || username === 'default') return [password ?? ''];
  return [username, password ?? ''];
}
