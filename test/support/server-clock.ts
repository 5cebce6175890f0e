import type { Redis } from 'ioredis';

/** The server's own clock, in ms since the epoch. */
export async function serverTime(client: Redis): Promise<number> {
  const [seconds, microseconds] = await client.time();
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
}
