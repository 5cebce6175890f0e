export const TOKEN_BUCKET = `
-- tokenBucket: a hash with the tokens that are left, and when that was. The limit is refilled in one window, evenly.
-- extra: how many tokens the bucket holds. A full bucket has no key.
-- Tokens are kept as tokens x window, so that every ms refills a whole number.

algorithms.tokenBucket = {
  look = function(rule)
    local stored = call('HMGET', rule.key, 'tokens', 'at')
    local full = rule.extra * rule.window
    local tokens, at = tonumber(stored[1]) or full, tonumber(stored[2]) or now
    tokens = min(full, tokens + max(0, now - at) * rule.limit)
    rule.tokens, rule.at = tokens, max(now, at)
    local used, reset = ceil((full - tokens) / rule.window), ceil((full - tokens) / rule.limit)
    return used, max(0, ceil((cost * rule.window - tokens) / rule.limit)), reset
  end,
  take = function(rule)
    local tokens = rule.tokens - cost * rule.window
    local reset = ceil((rule.extra * rule.window - tokens) / rule.limit)
    call('HSET', rule.key, 'tokens', text(tokens), 'at', text(rule.at))
    call('PEXPIRE', rule.key, text(rule.at - now + reset))
    return reset
  end,
}
`;
