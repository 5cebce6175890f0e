/**
 * Books amounts on several keys: on all of them, or on none. KEYS: the keys, then the one that remembers the request. ARGV[1]: ms for
 * which it is remembered; then for each key: its type, seconds of its TTL (0: none), the number of its names, and each name with its
 * amount. A string has the name '-'. Replies 1, or 0 if the request was booked before.
 */
export const BOOK = `
local call = redis.call
local request = KEYS[#KEYS]
if call('EXISTS', request) == 1 then return 0 end

local entries, at = {}, 2
for i = 1, #KEYS - 1 do
  local entry = { key = KEYS[i], type = ARGV[at], ttl = tonumber(ARGV[at + 1]), names = {} }
  local count = tonumber(ARGV[at + 2])
  for j = 1, count do entry.names[j] = { ARGV[at + 1 + 2 * j], ARGV[at + 2 + 2 * j] } end
  at = at + 3 + 2 * count
  local held = call('TYPE', entry.key).ok
  if held ~= 'none' and held ~= entry.type then
    return redis.error_reply('WRONGTYPE ' .. entry.key .. ' holds another type of value')
  end
  entries[i] = entry
end

local function command(entry, name, amount)
  if entry.type == 'hash' then return { 'HINCRBY', entry.key, name, amount } end
  if entry.type == 'string' then return { 'INCRBY', entry.key, amount } end
  if entry.type == 'zset' then return { 'ZINCRBY', entry.key, amount, name } end
  return { 'SADD', entry.key, name }
end

local booked = {}
for _, entry in ipairs(entries) do
  for _, pair in ipairs(entry.names) do
    local reply = redis.pcall(unpack(command(entry, pair[1], pair[2])))
    if type(reply) == 'table' and reply.err then
      -- A member that was added to a set stays: it only says where to look.
      for _, done in ipairs(booked) do
        if done[1].type ~= 'set' and done[3] ~= '0' then call(unpack(command(done[1], done[2], '-' .. done[3]))) end
      end
      return redis.error_reply('BOOK ' .. reply.err)
    end
    booked[#booked + 1] = { entry, pair[1], pair[2] }
  end
  if entry.ttl > 0 then call('EXPIRE', entry.key, entry.ttl) end
end
call('SET', request, '1', 'PX', ARGV[1])
return 1
`;

/** KEYS: hashes and strings. ARGV: for each key the number of its fields, and the fields; 0: a string. Replies a list for each. */
export const LOOK = `
local answers, at = {}, 1
for i, key in ipairs(KEYS) do
  local count = tonumber(ARGV[at])
  local held
  if count == 0 then
    held = { redis.call('GET', key) }
  else
    local fields = {}
    for j = 1, count do fields[j] = ARGV[at + j] end
    held = redis.call('HMGET', key, unpack(fields))
  end
  for j = 1, #held do held[j] = held[j] or '' end
  answers[i] = held
  at = at + 1 + count
end
return answers
`;

/** The members of a set, without order. At most as many as ARGV[1]. */
export const MEMBERS = `
local found = redis.call('SMEMBERS', KEYS[1])
local most = tonumber(ARGV[1])
while #found > most do found[#found] = nil end
return found
`;

/** The members of a sorted set with the largest scores, and the scores. ARGV[1]: how many. */
export const LARGEST = `return redis.call('ZREVRANGE', KEYS[1], 0, ARGV[1] - 1, 'WITHSCORES')`;
