/**
 * The scripts. The first KEYS are notes, the others those of the commands. After the first ARGV: sections, each with the number of a
 * key in KEYS. `h` key n (field amount)×n: HINCRBY. `c` key command n argument×n: any command on the key. `e` key n: the next n
 * arguments are left out if the key does not exist. A command that fails, such as on a key of another type, does not stop the others,
 * as in the application's pipelines.
 * Reply: 1 or 0 (recorded before), the number of commands that failed, then the first of them and its error.
 */

const RUN = `
local pcall, type, ARGV, KEYS = redis.pcall, type, ARGV, KEYS
local failed, first, why = 0, '', ''

local function check(command, reply)
  if type(reply) ~= 'table' or not reply.err then return end
  failed = failed + 1
  if failed == 1 then first, why = command, reply.err end
end

local function run(at)
  local size = #ARGV
  while at <= size do
    local key = KEYS[ARGV[at + 1] + 0]
    if ARGV[at] == 'h' then
      local last = at + 2 + 2 * ARGV[at + 2]
      for field = at + 3, last, 2 do
        local reply = pcall('HINCRBY', key, ARGV[field], ARGV[field + 1])
        if type(reply) == 'table' then check('HINCRBY', reply) end
      end
      at = last + 1
    elseif ARGV[at] == 'e' then
      local isThere = pcall('EXISTS', key) == 1
      at = at + 3 + (isThere and 0 or ARGV[at + 2])
    else
      local command, last = ARGV[at + 2], at + 3 + ARGV[at + 3]
      if last == at + 4 then check(command, pcall(command, key, ARGV[last]))
      elseif last == at + 3 then check(command, pcall(command, key))
      else check(command, pcall(command, key, unpack(ARGV, at + 4, last))) end
      at = last + 1
    end
  end
  return { 1, failed, first, why }
end
`;

/**
 * The notes are of requests. ARGV[1] is empty, ARGV[2] the ms for which they are kept, ARGV[3] how many there are. If one of them is
 * there already, nothing is carried out, and the reply has a fifth part: the numbers of those.
 */
export const ONCE = `${RUN}
local notes, known = ARGV[3] + 0, {}
for at = 1, notes do
  if not redis.call('SET', KEYS[at], '1', 'NX', 'PX', ARGV[2]) then known[#known + 1] = at end
end
if #known == 0 then return run(4) end
local before = {}
for _, at in ipairs(known) do before[at] = true end
for at = 1, notes do
  if not before[at] then redis.call('DEL', KEYS[at]) end
end
return { 0, 0, '', '', known }
`;

/** The note holds the number of the last batch of a sender. ARGV[1]: the number of this batch, ARGV[2]: ms for which it is kept. */
export const IN_ORDER = `${RUN}
local last = redis.call('GET', KEYS[1])
if last and tonumber(last) >= tonumber(ARGV[1]) then return { 0, 0, '', '' } end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return run(3)
`;
