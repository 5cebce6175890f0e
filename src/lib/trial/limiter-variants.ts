/** The limiters that are compared: how an application checks before, and each algorithm of the library. */
import {
  createLimiter,
  fixedWindow,
  functionClient,
  gcra,
  legacyListLog,
  listLog,
  slidingWindow,
  tokenBucket,
  zsetLog,
  type LimiterClient,
  type Rule,
  type RuleOptions,
} from '../limiter/index.js';
import type { ConnectionPool } from './connection-pool.js';
import type { Called } from './loops.js';
import type { LimiterId, LimiterSettings } from './model.js';

export interface CheckedLimiter {
  /** Never rejects. */
  check(subject: string): Promise<Called>;
}

const RULES: Readonly<Record<Exclude<LimiterId, 'legacyList'>, (options: RuleOptions) => Rule>> = {
  listLog,
  fixedWindow,
  slidingWindow,
  tokenBucket,
  gcra,
  zsetLog,
};

/** All keys of one limiter and subject begin with this. */
export const keyOf = (id: LimiterId, subject: string): string => `meter:trial:${id}:${subject}`;

export function limiterOf(
  id: LimiterId,
  pool: ConnectionPool,
  { limit, windowMs, deadlineMs }: Pick<LimiterSettings, 'limit' | 'windowMs' | 'deadlineMs'>,
): CheckedLimiter {
  const client = functionClient((args) => pool.send(args));
  const options: RuleOptions = { limit, windowMs, key: (subject) => keyOf(id, subject) };
  if (id === 'legacyList') return legacyLimiter(client, options);
  const limiter = createLimiter({
    client,
    rules: RULES[id](options),
    onError: 'open',
    timeoutMs: deadlineMs,
    // Each check asks the server, since that is what is measured.
    rememberDenials: 0,
  });
  return {
    async check(subject) {
      const { allowed, source } = await limiter.check(subject);
      return source === 'failure' ? 'failed' : allowed ? 'allowed' : 'denied';
    },
  };
}

/** As the application has it: without a deadline of its own. */
function legacyLimiter(client: LimiterClient, options: RuleOptions): CheckedLimiter {
  const legacy = legacyListLog({ client, ...options });
  return {
    check: (subject) =>
      legacy.check(subject, 1).then(
        ({ allowed }) => (allowed ? 'allowed' : 'denied'),
        () => 'failed' as const,
      ),
  };
}
