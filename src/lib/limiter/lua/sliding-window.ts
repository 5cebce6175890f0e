export const SLIDING_WINDOW = `
-- slidingWindow: a hash of two counters, of the current window and the one before, aligned to the clock.
-- The previous one is weighted by the part of it that is still within one window from now, rounded up.

local function counters_of(rule)
  local current_window = floor(now / rule.window)
  local stored = call('HMGET', rule.key, 'window', 'current', 'previous')
  local window, current, previous = tonumber(stored[1]), tonumber(stored[2]) or 0, tonumber(stored[3]) or 0
  if not window or window < current_window - 1 then return current_window, 0, 0 end
  if window < current_window then return current_window, 0, current end
  -- Later than the clock, if the clock was set back: that window goes on.
  return window, current, previous
end

algorithms.slidingWindow = {
  look = function(rule)
    local window, current, previous = counters_of(rule)
    local left = min(rule.window, (window + 1) * rule.window - now)
    rule.number, rule.current, rule.previous, rule.left = window, current, previous, left
    local used = current + ceil(previous * left / rule.window)
    local reset = current > 0 and left + rule.window or previous > 0 and left or 0
    if used + cost <= rule.limit then return used, 0, reset end
    local room = rule.limit - cost - current
    if room >= 0 then return used, left - floor(room * rule.window / previous), reset end
    -- It fits only when the current counter has become the previous one.
    return used, left + rule.window - floor((rule.limit - cost) * rule.window / current), reset
  end,
  take = function(rule)
    call('HSET', rule.key, 'window', text(rule.number), 'current', text(rule.current + cost), 'previous', text(rule.previous))
    call('PEXPIRE', rule.key, rule.left + rule.window)
    return rule.left + rule.window
  end,
}
`;
