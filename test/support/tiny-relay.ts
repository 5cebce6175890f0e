/** A relay of two API keys with a few keys of every kind that a prune may meet. */
import type { Redis } from 'ioredis';
import { BASE, BASE_ISO, DAY_MS, dayAgo, hourAgo, UTC_OFFSET } from './clock.js';

/** Options that set the program's clock to the relay's. */
export const TINY_CLOCK = ['--now', BASE_ISO, '--utc-offset', String(UTC_OFFSET)];

export const OPEN_HOUR = hourAgo(0);
/** `EARLIER_HOUR` is on the same day or the day before; `LAST_HOUR` has just ended. */
export const [EARLIER_HOUR, LAST_HOUR] = [hourAgo(21), hourAgo(1)];
export const CLOSED_DAY = dayAgo(24);

const HOURS = [EARLIER_HOUR, LAST_HOUR, OPEN_HOUR];
const KEYS = ['k1', 'k2'];
/** When the hourly keys expire: in a week. */
const EXPIRY_MS = BASE.getTime() + 7 * DAY_MS;

/** About forty keys; `hours`: the hours with statistics. */
export async function loadTinyRelay(client: Redis, hours: readonly string[] = HOURS): Promise<void> {
  const pipeline = client.pipeline();
  const usage = { requests: '7', inputTokens: '9007199254740993', outputTokens: '70' };
  for (const key of KEYS) {
    pipeline.hset(`apikey:${key}`, {
      id: key,
      name: key,
      isActive: 'true',
      createdAt: new Date(BASE.getTime() - 300 * DAY_MS).toISOString(),
    });
    pipeline.hset(`usage:${key}`, { totalRequests: '99', totalInputTokens: '999' });
    pipeline.hset(`usage:daily:${key}:${CLOSED_DAY}`, usage);
    pipeline.set(`usage:cost:daily:${key}:${CLOSED_DAY}`, '1.25');
    for (const hour of hours) {
      const names = [`usage:hourly:${key}:${hour}`, `usage:${key}:model:hourly:claude:v2:${hour}`];
      for (const name of names) pipeline.hset(name, usage).pexpireat(name, EXPIRY_MS);
      pipeline.set(`usage:cost:hourly:${key}:${hour}`, '0.5', 'PXAT', EXPIRY_MS);
      pipeline.sadd(`usage:hourly:index:${hour}`, key).sadd(`usage:keymodel:hourly:index:${hour}`, `${key}:claude:v2`);
    }
  }
  for (const hour of hours)
    for (const index of ['usage', 'usage:keymodel']) pipeline.pexpireat(`${index}:hourly:index:${hour}`, EXPIRY_MS);
  pipeline.sadd(`usage:daily:index:${CLOSED_DAY}`, ...KEYS);
  pipeline.set(`somebody:else:${EARLIER_HOUR}`, 'x');
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
}

const isClosed = (name: string): boolean => (/:hourly:.*:(\d{4}-\d\d-\d\d:\d\d)$/.exec(name)?.[1] ?? OPEN_HOUR) < OPEN_HOUR;

/** The keys that `--hourly` selects. */
export const isClosedHour = (name: string): boolean => isClosed(name) && !name.includes(':index:');

/** The indexes that are removed with them. */
export const isClosedIndex = (name: string): boolean => isClosed(name) && name.includes(':index:');
