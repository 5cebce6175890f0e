/** Changes a key's life, if it still is as wrong as it was judged to be. */
import { script } from '../engine/known-script.js';
import type { ArchiveRecord } from '../archive/record.js';
import { ALTERED, DONE, type ComparedChange } from './compared-change.js';

export interface ToLive {
  record: ArchiveRecord;
  /** What PTTL must answer, at least and at most: -1 stands for a key that stays. */
  left: readonly [least: number, most: number];
  /** The new life in ms; `null`: it stays. */
  lifeMs: number | null;
}

/** ARGV: what PTTL must answer at least and at most, and the new life in ms or nothing. */
export const LIVE_IF_SAME = script(`
local left = redis.call('PTTL', KEYS[1])
if left < tonumber(ARGV[1]) or left > tonumber(ARGV[2]) then return ${ALTERED} end
if ARGV[3] == '' then redis.call('PERSIST', KEYS[1]) else redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
return ${DONE}`);

export function lifeChange({ record, left: [least, most], lifeMs }: ToLive): ComparedChange {
  const { name } = record;
  const life = lifeMs === null ? '' : String(lifeMs);
  return {
    record,
    call: { script: LIVE_IF_SAME, keys: [name], args: [String(least), String(most), life] },
    look: [['PTTL', name]],
    holds: ([left]) => typeof left === 'number' && left >= least && left <= most,
    commands: () => [life === '' ? ['PERSIST', name] : ['PEXPIRE', name, life]],
  };
}
