/** What stands before and after the algorithms of a script. Every file in this folder is Lua between two backticks, as it runs. */

export const HEAD = `
-- One check of one or more limiter rules, in one step: either every rule counts the request, or none does.
-- KEYS:  the key of each rule, then, if the check has a request id, the key that remembers the answer.
-- ARGV:  'take', or 'look' to count nothing; the cost of the request; how long its answer is remembered, in ms;
--        then for each rule: its algorithm, its limit, its window in ms, and one more number for the algorithm.
-- Reply: 1 if allowed, else 0; the time of the server in ms;
--        then for each rule: what is used, ms until the same request fits (0: now), ms until nothing is used.
-- All numbers are integers. Times are those of this server.

local call, floor, ceil, max, min = redis.call, math.floor, math.ceil, math.max, math.min
local taking, cost = ARGV[1] == 'take', tonumber(ARGV[2])
local count = (#ARGV - 3) / 4
local request = taking and KEYS[count + 1]

if request then
  local known = call('GET', request)
  if known then
    local answer = {}
    for number in string.gmatch(known, '%d+') do answer[#answer + 1] = tonumber(number) end
    return answer
  end
end

local time = call('TIME')
local micros = time[1] * 1000000 + time[2]
local now = floor(micros / 1000)

-- The Lua of some servers writes large numbers with an exponent unless it is told the format.
local function text(number) return string.format('%.0f', number) end

-- Each algorithm has two functions. look(rule) returns what is used, ms until the cost fits, ms until nothing is used.
-- take(rule) counts the cost, and returns ms until nothing is used.
local algorithms = {}
`;

export const TAIL = `
local rules, answer, allowed = {}, { 1, now }, true
for i = 1, count do
  local first = 4 * i
  local rule = {
    key = KEYS[i],
    algorithm = algorithms[ARGV[first]],
    limit = tonumber(ARGV[first + 1]),
    window = tonumber(ARGV[first + 2]),
    extra = tonumber(ARGV[first + 3]),
  }
  rules[i] = rule
  local used, retry, reset = rule.algorithm.look(rule)
  if retry > 0 then allowed = false end
  answer[3 * i], answer[3 * i + 1], answer[3 * i + 2] = used, retry, reset
end
if not allowed then
  answer[1] = 0
elseif taking then
  for i, rule in ipairs(rules) do
    answer[3 * i] = answer[3 * i] + cost
    answer[3 * i + 2] = rule.algorithm.take(rule)
  end
  if request then call('SET', request, table.concat(answer, ' '), 'PX', ARGV[3]) end
end
return answer
`;
