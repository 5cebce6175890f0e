/** Changes that are decided on the server: a key is touched only while its value is the archived one. */
import type { KnownScript } from '../../redis/guard.js';
import { script } from './known-script.js';

/** What a script answers. */
export const GONE = 0;
export const ALTERED = 1;
export const DONE = 2;

/**
 * Many keys at once, each by itself. ARGV: for each key the end of its archived DUMP, which holds a CRC-64 of the rest, and the length of the whole.
 * Answers one result for each key.
 */
export const UNLINK_IF_SAME = script(`
local results = {}
for i, key in ipairs(KEYS) do
  local value = redis.call('DUMP', key)
  local same = ARGV[2 * i - 1]
  if not value then results[i] = ${GONE}
  elseif #value ~= tonumber(ARGV[2 * i]) or string.sub(value, -#same) ~= same then results[i] = ${ALTERED}
  else
    redis.call('UNLINK', key)
    results[i] = ${DONE}
  end
end
return results`);

/**
 * ARGV: as above for the one key, then the new end of its life in ms since the epoch, and the longest remaining life in ms that is left as it is.
 */
export const EXPIRE_IF_SAME = script(`
local value = redis.call('DUMP', KEYS[1])
if not value then return {${GONE}} end
local left = redis.call('PTTL', KEYS[1])
if #value ~= tonumber(ARGV[2]) or string.sub(value, -#ARGV[1]) ~= ARGV[1] or (left >= 0 and left <= tonumber(ARGV[4])) then return {${ALTERED}} end
redis.call('PEXPIREAT', KEYS[1], ARGV[3])
return {${DONE}}`);

/** ARGV: the number of elements to take off the end of a list, how many have to stay, then those that go. New ones come in at its head meanwhile. */
export const TRIM_IF_SAME = script(`
local count = tonumber(ARGV[1])
local tail = redis.call('LRANGE', KEYS[1], -count, -1)
if #tail == 0 then return ${GONE} end
if #tail ~= count or redis.call('LLEN', KEYS[1]) - count < tonumber(ARGV[2]) then return ${ALTERED} end
for i = 1, count do
  if tail[i] ~= ARGV[i + 2] then return ${ALTERED} end
end
redis.call('LTRIM', KEYS[1], 0, -(count + 1))
return ${DONE}`);

/** ARGV: the id before which entries go. Entries never change, and none comes in before the last. */
export const TRIM_STREAM = script(`
if redis.call('EXISTS', KEYS[1]) == 0 then return ${GONE} end
if #redis.call('XINFO', 'GROUPS', KEYS[1]) > 0 then return ${ALTERED} end
redis.call('XTRIM', KEYS[1], 'MINID', ARGV[1])
return ${DONE}`);

export const PRUNE_SCRIPTS: readonly KnownScript[] = [UNLINK_IF_SAME, EXPIRE_IF_SAME, TRIM_IF_SAME, TRIM_STREAM];
