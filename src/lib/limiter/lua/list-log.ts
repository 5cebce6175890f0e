export const LIST_LOG = `
-- listLog: an exact sliding log in a list, the newest entry first. It is the list of new-api's first limiters and of one-api:
-- entries are times such as 2026-11-20T18:30:00.000Z, in the application's local time, whatever the Z says.
-- extra: the UTC offset of the application in ms.

-- Days since 1970-01-01 and dates, by the civil calendar that begins in March.
local function date_of(days)
  local shifted = days + 719468
  local era = floor(shifted / 146097)
  local day = shifted - era * 146097
  local year = floor((day - floor(day / 1460) + floor(day / 36524) - floor(day / 146096)) / 365)
  day = day - (365 * year + floor(year / 4) - floor(year / 100))
  local month = floor((5 * day + 2) / 153)
  day = day - floor((153 * month + 2) / 5) + 1
  month = month < 10 and month + 3 or month - 9
  return year + era * 400 + (month <= 2 and 1 or 0), month, day
end
local function days_of(year, month, day)
  if month <= 2 then year = year - 1 end
  local era = floor(year / 400)
  local of_era = year - era * 400
  local of_year = floor((153 * (month > 2 and month - 3 or month + 9) + 2) / 5) + day - 1
  return era * 146097 + of_era * 365 + floor(of_era / 4) - floor(of_era / 100) + of_year - 719468
end

local function entry_of(ms)
  local days = floor(ms / 86400000)
  local rest = ms - days * 86400000
  local year, month, day = date_of(days)
  return string.format('%04d-%02d-%02dT%02d:%02d:%02d.%03dZ', year, month, day,
    floor(rest / 3600000), floor(rest / 60000) % 60, floor(rest / 1000) % 60, rest % 1000)
end
local function ms_of(entry)
  local year, month, day, hour, minute, second, ms =
    string.match(entry, '^(%d%d%d%d)-(%d%d)-(%d%d)T(%d%d):(%d%d):(%d%d)%.(%d%d%d)Z$')
  if not year then error('ENTRY: the list has an entry that is no time') end
  local days = days_of(tonumber(year), tonumber(month), tonumber(day))
  return days * 86400000 + hour * 3600000 + minute * 60000 + second * 1000 + ms
end

algorithms.listLog = {
  look = function(rule)
    local key, here = rule.key, now + rule.extra
    local length = call('LLEN', key)
    if length == 0 then return 0, 0, 0 end
    local inside, outside, retry = 0, length, 0
    -- The cost fits if this entry is outside the window: at least a window old. The list also keeps entries that are older, so its
    -- length says nothing.
    local deciding = rule.limit - cost
    if length > deciding then
      local left = ms_of(call('LINDEX', key, deciding)) + rule.window - here
      if left > 0 then inside, retry = deciding + 1, left else outside = deciding end
    end
    -- Entries of one form compare as text.
    local edge = inside < outside and entry_of(here - rule.window)
    while inside < outside do
      local middle = floor((inside + outside) / 2)
      if call('LINDEX', key, middle) > edge then inside = middle + 1 else outside = middle end
    end
    if inside == 0 then return 0, 0, 0 end
    return inside, retry, max(0, ms_of(call('LINDEX', key, 0)) + rule.window - here)
  end,
  take = function(rule)
    local entry, length = entry_of(now + rule.extra), 0
    for _ = 1, cost do length = call('LPUSH', rule.key, entry) end
    if length > rule.limit then call('LTRIM', rule.key, 0, rule.limit - 1) end
    call('PEXPIRE', rule.key, rule.window)
    return rule.window
  end,
}
`;
