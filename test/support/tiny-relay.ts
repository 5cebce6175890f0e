/** A relay of two API keys with a little of everything that a prune may meet. */
import type { Redis } from 'ioredis';

/** 21 November, 00:10, in the relay's own time of UTC+8: its 20 November is over. */
export const TINY_NOW = '2026-11-20T16:10:00Z';
export const OPEN_HOUR = '2026-11-21:00';

const HOURS = ['2026-11-20:03', '2026-11-20:23', OPEN_HOUR];
const KEYS = ['k1', 'k2'];
const WEEK_S = 604_800;

/** About forty keys; `hours`: those that have statistics. */
export async function loadTinyRelay(client: Redis, hours: readonly string[] = HOURS): Promise<void> {
  const pipeline = client.pipeline();
  const usage = { requests: '7', inputTokens: '9007199254740993', outputTokens: '70' };
  for (const key of KEYS) {
    pipeline.hset(`apikey:${key}`, { id: key, name: key, isActive: 'true', createdAt: '2026-01-01T00:00:00Z' });
    pipeline.hset(`usage:${key}`, { totalRequests: '99', totalInputTokens: '999' });
    pipeline.hset(`usage:daily:${key}:2026-11-20`, usage);
    pipeline.set(`usage:cost:daily:${key}:2026-11-20`, '1.25');
    for (const hour of hours) {
      const names = [`usage:hourly:${key}:${hour}`, `usage:${key}:model:hourly:claude:v2:${hour}`];
      for (const name of names) pipeline.hset(name, usage).expire(name, WEEK_S);
      pipeline.set(`usage:cost:hourly:${key}:${hour}`, '0.5', 'EX', WEEK_S);
      pipeline.sadd(`usage:hourly:index:${hour}`, key).sadd(`usage:keymodel:hourly:index:${hour}`, `${key}:claude:v2`);
    }
  }
  for (const hour of hours)
    for (const index of ['usage', 'usage:keymodel']) pipeline.expire(`${index}:hourly:index:${hour}`, WEEK_S);
  pipeline.sadd('usage:daily:index:2026-11-20', ...KEYS);
  pipeline.set('somebody:else:2026-11-20:03', 'x');
  for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
}

/** The keys that `--hourly` takes of it. */
export const isClosedHour = (name: string): boolean => /:hourly:.*:2026-11-20:\d\d$/.test(name) && !name.includes(':index:');
