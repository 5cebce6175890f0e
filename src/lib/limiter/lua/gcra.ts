export const GCRA = `
-- gcra: one time in a string, in microseconds: when the requests so far would be through if they came evenly spaced.
-- A request is allowed if that time is at most a burst ahead. extra: how many requests a burst has.

algorithms.gcra = {
  look = function(rule)
    rule.spacing = ceil(rule.window * 1000 / rule.limit)
    rule.through = max(tonumber(call('GET', rule.key)) or 0, micros)
    local ahead = rule.through - micros
    local late = ahead + (cost - rule.extra) * rule.spacing
    return ceil(ahead / rule.spacing), max(0, ceil(late / 1000)), ceil(ahead / 1000)
  end,
  take = function(rule)
    local through = rule.through + cost * rule.spacing
    local reset = ceil((through - micros) / 1000)
    call('SET', rule.key, text(through), 'PX', text(reset))
    return reset
  end,
}
`;
