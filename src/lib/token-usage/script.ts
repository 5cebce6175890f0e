import { createHash } from 'node:crypto';
import type { Script } from '../limiter/script.js';

export type { Script } from '../limiter/script.js';

export function scriptFrom(lua: string): Script {
  const text = lua.trim();
  return { text, sha: createHash('sha1').update(text).digest('hex') };
}
