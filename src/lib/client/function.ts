import type { RedisClient } from './client.js';

/** A client made of one function that sends a command, its name first, and resolves to the reply or rejects with the error. */
export const functionClient = (send: (args: string[]) => Promise<unknown>): RedisClient => ({
  evalsha: (sha, keys, args) => send(['EVALSHA', sha, String(keys.length), ...keys, ...args]),
  eval: (text, keys, args) => send(['EVAL', text, String(keys.length), ...keys, ...args]),
  command: (args) => send([...args]),
});
