import type { Redis } from 'ioredis';
import { dayAgo } from './clock.js';

/**
 * Removes the hourly keys of all days except one past day from a generated relay. Every family remains, and tests need not wait
 * for thousands of keys.
 */
export async function thinOut(client: Redis): Promise<void> {
  const kept = dayAgo(5 * 24);
  const names = (await client.keys('*')).filter((name) => {
    const day = /:(\d{4}-\d\d-\d\d):\d\d/.exec(name)?.[1];
    return day !== undefined && day !== kept;
  });
  for (let at = 0; at < names.length; at += 1_000) await client.unlink(names.slice(at, at + 1_000));
}
