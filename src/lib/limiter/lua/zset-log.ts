export const ZSET_LOG = `
-- zsetLog: an exact sliding log in a sorted set, by time in ms. A denial is not stored, so it delays nobody.

algorithms.zsetLog = {
  look = function(rule)
    local after = '(' .. text(now - rule.window)
    local used = call('ZCOUNT', rule.key, after, '+inf')
    if used == 0 then return 0, 0, 0 end
    local newest = call('ZREVRANGE', rule.key, 0, 0, 'WITHSCORES')
    local reset = max(1, newest[2] + rule.window - now)
    local over = used + cost - rule.limit
    if over <= 0 then return used, 0, reset end
    local leaving = call('ZRANGEBYSCORE', rule.key, after, '+inf', 'WITHSCORES', 'LIMIT', over - 1, 1)
    return used, max(1, ceil(leaving[2] + rule.window - now)), ceil(reset)
  end,
  take = function(rule)
    call('ZREMRANGEBYSCORE', rule.key, '-inf', text(now - rule.window))
    local held = call('ZCARD', rule.key)
    for i = 1, cost do call('ZADD', rule.key, text(now), text(micros) .. '-' .. held + i) end
    call('PEXPIRE', rule.key, rule.window)
    return rule.window
  end,
}
`;
