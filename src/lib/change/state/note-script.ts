/** Writes the state note where the server is out of memory: a script that has begun to write is not refused. */
import { script } from '../engine/known-script.js';

/** ARGV: a field and its value, which are set if the field is new; or several of both, which are set. Answers how many fields are new. */
export const NOTE_STATE = script(`redis.call('HDEL', KEYS[1], '')
return redis.call(#ARGV == 2 and 'HSETNX' or 'HSET', KEYS[1], unpack(ARGV))`);
