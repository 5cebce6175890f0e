/** The list limiter of new-api's first generation and of one-api: three to five commands, each a round trip of its own. */
import type { ListLogOptions } from '../algorithms/list-log.js';
import type { RedisClient } from '../../client/client.js';
import { LimiterFailure } from '../failure.js';
import type { LegacyLimiter } from './legacy.js';

/** The TTL that the application sets, whatever the window is. */
const KEY_SECONDS = 1_200;
const MINUTE_MS = 60_000;

export interface LegacyListOptions extends ListLogOptions {
  client: RedisClient;
  /** The application's clock, in ms since the epoch. Default: that of this machine. */
  now?: () => number;
}

/**
 * The same commands in the same order as the application sends, on the same list as `listLog`. It is not atomic: of requests that
 * arrive together, more than the limit pass. Each request counts 1.
 */
export function legacyListLog({
  client,
  limit,
  windowMs,
  key: keyOf = (subject) => subject,
  utcOffsetMinutes = 0,
  now = Date.now,
}: LegacyListOptions): LegacyLimiter {
  const send = (...args: string[]): Promise<unknown> => {
    if (!client.command) throw new LimiterFailure('error', 'The old limiter needs a client that can send any command.');
    return client.command(args);
  };
  const offsetMs = (): number => (typeof utcOffsetMinutes === 'function' ? utcOffsetMinutes() : utcOffsetMinutes) * MINUTE_MS;
  const expire = (key: string): Promise<unknown> => send('EXPIRE', key, String(KEY_SECONDS));

  return {
    sharesKeys: true,
    async check(subject) {
      const key = keyOf(subject);
      const length = Number(await send('LLEN', key));
      const here = now() + offsetMs();
      const entry = new Date(here).toISOString();
      if (length >= limit) {
        const oldest = Date.parse(String(await send('LINDEX', key, '-1')));
        if (Number.isNaN(oldest)) throw new LimiterFailure('error', `The list ${key} has an entry that is no time.`);
        if (here - oldest < windowMs) {
          await expire(key);
          return { allowed: false, retryAfter: oldest + windowMs - here };
        }
        await send('LPUSH', key, entry);
        await send('LTRIM', key, '0', String(limit - 1));
      } else {
        await send('LPUSH', key, entry);
      }
      await expire(key);
      return { allowed: true };
    },
  };
}
