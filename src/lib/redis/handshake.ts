import { ReplyError, type Reply } from './resp.js';
import type { Target } from './target.js';

export interface HandshakeStep {
  /** Byte strings. */
  args: readonly string[];
  /** A refusal does not matter: the connection serves all the same. */
  optional: boolean;
}

/** What a new connection sends first. PING proves that a Redis is there, has loaded its data and lets us in. */
export function handshake(target: Target, readonly: boolean): [HandshakeStep, ...HandshakeStep[]] {
  const credentials = authArguments(target);
  const ping = required('PING');
  const settings = [
    ...(target.db === 0 ? [] : [required('SELECT', String(target.db))]),
    ...(readonly ? [required('READONLY')] : []),
    { args: ['CLIENT', 'SETNAME', 'meter'], optional: true },
  ];
  return credentials ? [required('AUTH', ...credentials), ping, ...settings] : [ping, ...settings];
}

const required = (...args: string[]): HandshakeStep => ({ args: args.map(utf8Bytes), optional: false });

/** The first refusal that keeps the connection from serving, in the server's words; `null` when there is none. */
export function handshakeRefusal(steps: readonly HandshakeStep[], replies: readonly Reply[]): string | null {
  for (const [index, { args, optional }] of steps.entries()) {
    const reply = replies[index];
    if (!(reply instanceof ReplyError) || optional) continue;
    // A user who may not PING, a server that renamed it, or one that cannot save (it refuses PING as it does writes) has answered all the same.
    if (args[0] === 'PING' && /^NOPERM|^MISCONF|unknown command/i.test(reply.message)) continue;
    return reply.message;
  }
  return null;
}

function authArguments({ username, password }: Target): string[] | null {
  if (username === null && password === null) return null;
  // Before Redis 6 AUTH takes no user; since then the bare form means the user `default`.
  if (username === null || username === 'default') return [password ?? ''];
  return [username, password ?? ''];
}

const utf8Bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
