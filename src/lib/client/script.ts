import { createHash } from 'node:crypto';

export interface Script {
  readonly text: string;
  /** The SHA1 digest by which EVALSHA names it. */
  readonly sha: string;
}

export const scriptFrom = (text: string): Script => ({ text, sha: createHash('sha1').update(text).digest('hex') });
