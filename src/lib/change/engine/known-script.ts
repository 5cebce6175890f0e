import { createHash } from 'node:crypto';
import type { KnownScript } from '../../redis/guard.js';

/** A script by its text, a byte string. */
export const script = (body: string): KnownScript => ({ body, sha: createHash('sha1').update(body, 'latin1').digest('hex') });
