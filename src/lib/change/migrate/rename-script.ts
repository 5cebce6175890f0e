/** Renames a key in one step on the server, if it still is what was archived. */
import { script } from '../engine/known-script.js';

export const [GONE, ALTERED, DONE, TAKEN] = [0, 1, 2, 3];

/** KEYS: the key, its new name. ARGV: the end of its archived DUMP, which holds a CRC-64 of the rest, and the length of the whole. */
export const RENAME_IF_SAME = script(`
local value = redis.call('DUMP', KEYS[1])
if not value then return ${GONE} end
if #value ~= tonumber(ARGV[2]) or string.sub(value, -#ARGV[1]) ~= ARGV[1] then return ${ALTERED} end
if redis.call('EXISTS', KEYS[2]) == 1 then return ${TAKEN} end
redis.call('RENAME', KEYS[1], KEYS[2])
return ${DONE}`);

/**
 * KEYS: the key, the one that it is added to. ARGV: of both the end and the length of the DUMP, then for each figure the command, the field (empty for a
 * string) and what it is given.
 */
export const SUM_IF_SAME = script(`
for i = 1, 2 do
  local value = redis.call('DUMP', KEYS[i])
  if not value and i == 1 then return ${GONE} end
  local same = ARGV[2 * i - 1]
  if not value or #value ~= tonumber(ARGV[2 * i]) or string.sub(value, -#same) ~= same then return ${ALTERED} end
end
for i = 5, #ARGV, 3 do
  local command, field, amount = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if command == 'SET' then redis.call('SET', KEYS[2], amount, 'KEEPTTL')
  elseif command == 'INCRBY' then redis.call('INCRBY', KEYS[2], amount)
  else redis.call(command, KEYS[2], field, amount) end
end
redis.call('UNLINK', KEYS[1])
return ${DONE}`);
