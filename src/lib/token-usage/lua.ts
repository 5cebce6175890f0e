/**
 * The scripts. KEYS come in pairs: the hash of a user and period, and the key that remembers the request. A request that is
 * remembered changes nothing again. ARGV[1]: ms for which requests are remembered. Replies are one list for each pair: a word,
 * then prompt, completion, total and limit as texts, empty if absent; for `corrupt` and `overflow` the field.
 */

const HEAD = `
local call = redis.call
local FIELDS = { 'prompt_tokens', 'completion_tokens', 'total_tokens', 'usage_limit' }

local function state(word, key)
  local held = call('HMGET', key, unpack(FIELDS))
  local answer = { word }
  for i, value in ipairs(held) do answer[i + 1] = value or '' end
  return answer
end

local function each(work)
  local answers = {}
  for i = 1, #KEYS / 2 do
    local key, request = KEYS[2 * i - 1], KEYS[2 * i]
    if call('EXISTS', request) == 1 then
      answers[i] = state('again', key)
    else
      local answer, is_done = work(i, key)
      if is_done then call('SET', request, '1', 'PX', ARGV[1]) end
      answers[i] = answer
    end
  end
  return answers
end
`;

/**
 * ARGV, four for each pair: prompt, completion, total, and 1 to count nothing beyond the limit. All fields of a pair are raised, or
 * none: what HINCRBY refuses half-way is taken back. Numbers stay texts, because Lua rounds beyond 2^53.
 */
export const ADD = `${HEAD}
-- True if a is more than b. Both are whole numbers as texts.
local function exceeds(a, b)
  local is_a_below, is_b_below = string.sub(a, 1, 1) == '-', string.sub(b, 1, 1) == '-'
  if is_a_below ~= is_b_below then return is_b_below end
  local x, y = string.gsub(a, '^-?0*', ''), string.gsub(b, '^-?0*', '')
  if is_a_below then x, y = y, x end
  if #x ~= #y then return #x > #y end
  return x > y
end

return each(function(i, key)
  local first = 4 * i - 2
  local held = call('HMGET', key, unpack(FIELDS))
  for at, value in ipairs(held) do
    if value and not string.match(value, '^-?%d+$') then return { 'corrupt', FIELDS[at] } end
  end
  local raised = {}
  local function take_back()
    for _, at in ipairs(raised) do
      if held[at] then call('HINCRBY', key, FIELDS[at], '-' .. ARGV[first + at - 1]) else call('HDEL', key, FIELDS[at]) end
    end
  end
  for at = 1, 3 do
    local amount = ARGV[first + at - 1]
    if amount ~= '0' then
      local reply = redis.pcall('HINCRBY', key, FIELDS[at], amount)
      if type(reply) == 'table' and reply.err then
        take_back()
        return { string.find(reply.err, 'overflow', 1, true) and 'overflow' or 'corrupt', FIELDS[at] }
      end
      raised[#raised + 1] = at
    end
  end
  if ARGV[first + 3] == '1' and held[4] and exceeds(call('HGET', key, 'total_tokens') or '0', held[4]) then
    take_back()
    return state('denied', key)
  end
  return state('added', key), true
end)
`;

/** Reads the four fields. KEYS: hashes only. */
export const READ = `${HEAD}
local answers = {}
for i, key in ipairs(KEYS) do answers[i] = state('read', key) end
return answers
`;

/** Removes the counters and keeps the limit. Replies with what was there before. */
export const RESET = `${HEAD}
return each(function(_, key)
  local before = state('reset', key)
  call('HDEL', key, FIELDS[1], FIELDS[2], FIELDS[3])
  return before, true
end)
`;

/** ARGV[2]: the limit; empty: none. */
export const LIMIT = `${HEAD}
return each(function(_, key)
  if ARGV[2] == '' then call('HDEL', key, FIELDS[4]) else call('HSET', key, FIELDS[4], ARGV[2]) end
  return state('set', key), true
end)
`;

/** ARGV[2..4]: the counters as they were read; ARGV[5]: what the total lacks. Adds it only if the counters are still the same. */
export const REPAIR = `${HEAD}
return each(function(_, key)
  local now = state('changed', key)
  for at = 1, 3 do
    if now[at + 1] ~= ARGV[at + 1] then return now end
  end
  local reply = redis.pcall('HINCRBY', key, FIELDS[3], ARGV[5])
  if type(reply) == 'table' and reply.err then return { 'overflow', FIELDS[3] } end
  return state('repaired', key), true
end)
`;
