import type { RedisClient } from './client.js';
import { messageOf } from './failure.js';
import type { Script } from './script.js';

/** The server does not know a script by its digest, as after a restart or SCRIPT FLUSH. Nothing was carried out. */
const isNoScript = (error: unknown): boolean => /^NOSCRIPT\b/.test(messageOf(error));

/** EVALSHA, and EVAL if the server does not know the script. No other error makes it send anything again. */
export async function runScript(
  client: RedisClient,
  { text, sha }: Script,
  keys: readonly string[],
  args: readonly string[],
  onLoad?: () => void,
): Promise<unknown> {
  try {
    return await client.evalsha(sha, keys, args);
  } catch (error) {
    if (!isNoScript(error)) throw error;
  }
  onLoad?.();
  return client.eval(text, keys, args);
}
