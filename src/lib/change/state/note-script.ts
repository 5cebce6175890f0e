/** Writes the state note when the server is out of memory: a script that has started to write is not refused. */
import { script } from '../engine/known-script.js';

/** ARGV: a field and its value, set only if the field is new; or several of both, always set. Returns the number of new fields. */
export const NOTE_STATE = script(`redis.call('HDEL', KEYS[1], '')
return redis.call(#ARGV == 2 and 'HSETNX' or 'HSET', KEYS[1], unpack(ARGV))`);
