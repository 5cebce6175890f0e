export const FIXED_WINDOW = `
-- fixedWindow: a counter that expires. The window begins with its first request. It is the counter of new-api's second limiters.
-- Up to twice the limit passes around the end of a window. A denial is not counted.

algorithms.fixedWindow = {
  look = function(rule)
    local used = tonumber(call('GET', rule.key))
    if not used then return 0, 0, 0 end
    local left = call('PTTL', rule.key)
    if left == -1 then
      -- A process ended between counting and setting the TTL. Without a TTL the key would deny for ever.
      if taking then call('PEXPIRE', rule.key, rule.window) end
      left = rule.window
    end
    -- A key exists through its last ms, when its window is over.
    if left <= 0 then return 0, 0, 0 end
    rule.left = left
    return used, used + cost > rule.limit and left or 0, left
  end,
  take = function(rule)
    if rule.left then
      call('INCRBY', rule.key, cost)
      return rule.left
    end
    call('SET', rule.key, cost, 'PX', rule.window)
    return rule.window
  end,
}
`;
