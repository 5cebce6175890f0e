import type { AlgorithmName } from '../script.js';
import { extraOf } from './parameters.js';

const PARAMETER = { offset: ', utc_offset_ms', burst: ', burst', none: '' };
const ARGUMENT = { offset: 'utc_offset_ms', burst: 'burst', none: '0' };

/** A module for redis-py. */
export function pythonCode(algorithm: AlgorithmName, lua: string): string {
  const extra = extraOf(algorithm);
  return `"""Limits requests in one atomic step."""

import hashlib

from redis import Redis
from redis.exceptions import NoScriptError

SCRIPT = r"""
${lua}"""


def make_check(client: Redis):
    """Returns a function that counts a request if it is allowed. If it raises, the request may have been counted."""
    sha = hashlib.sha1(SCRIPT.encode()).hexdigest()

    def check(key, limit, window_ms${PARAMETER[extra]}):
        arguments = [1, key, "take", 1, 60000, "${algorithm}", limit, window_ms, ${ARGUMENT[extra]}]
        try:
            reply = client.evalsha(sha, *arguments)
        except NoScriptError:
            reply = client.eval(SCRIPT, *arguments)
        allowed, now, used, retry_after, reset = reply
        return {
            "allowed": allowed == 1,
            "used": used,
            "remaining": max(0, ${extra === 'burst' ? 'burst' : 'limit'} - used),
            "retry_after_ms": retry_after,
            "reset_at_ms": now + reset,
        }

    return check
`;
}
