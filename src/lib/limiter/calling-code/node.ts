import type { AlgorithmName } from '../script.js';
import { extraOf } from './parameters.js';

const PARAMETER = { offset: ', utcOffsetMs', burst: ', burst', none: '' };
const ARGUMENT = { offset: 'utcOffsetMs', burst: 'burst', none: '0' };

/** A module for ioredis that needs nothing of this library. */
export function nodeCode(algorithm: AlgorithmName, lua: string): string {
  const extra = extraOf(algorithm);
  return `import { createHash } from 'node:crypto';

const SCRIPT = \`
${lua}\`;
const SHA = createHash('sha1').update(SCRIPT).digest('hex');

/** Sends EVALSHA, and EVAL if the server does not know the script. */
async function run(redis, ...keysAndArgs) {
  try {
    return await redis.evalsha(SHA, 1, ...keysAndArgs);
  } catch (error) {
    if (!error.message.startsWith('NOSCRIPT')) throw error;
    return redis.eval(SCRIPT, 1, ...keysAndArgs);
  }
}

/** Counts a request if it is allowed. Times are in ms. If it rejects, the request may have been counted. */
export async function check(redis, key, { limit, windowMs${PARAMETER[extra]} }) {
  const reply = await run(redis, key, 'take', 1, 60_000, '${algorithm}', limit, windowMs, ${ARGUMENT[extra]});
  const [allowed, now, used, retryAfter, reset] = reply;
  const remaining = Math.max(0, ${extra === 'burst' ? 'burst' : 'limit'} - used);
  return { allowed: allowed === 1, used, remaining, retryAfter, resetAt: now + reset };
}
`;
}
