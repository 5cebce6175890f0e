import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditData } from '../../src/lib/report/model.js';
import { dayAgo, HOUR_MS, hourAgo, hourEnd } from '../support/clock.js';
import { auditDirectly, put } from '../support/direct-audit.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
let client: Redis;
beforeAll(async () => {
  server = await startRedis();
  client = server.client();
});
afterAll(() => server.stop());
beforeEach(() => client.flushall());

const clock = async (options: Parameters<typeof auditDirectly>[1] = {}): Promise<AuditData['clock']> =>
  (await auditDirectly({ port: server.port }, options)).data.clock;

const hourOf = (time: string, offset: number): string =>
  new Date(Date.parse(time) + offset * HOUR_MS).toISOString().slice(0, 13).replace('T', ':');

/** A time within the hour that ended so many hours ago. */
const at = (hours: number, minutes: number): string => new Date(hourEnd(hours) - HOUR_MS + minutes * 60_000).toISOString();

/** What a relay at that offset writes for one request. */
const request = (keyId: string, time: string, offset: number): Promise<void> =>
  put(client, {
    [`usage:records:${keyId}`]: [JSON.stringify({ timestamp: time, model: 'm' })],
    [`usage:hourly:${keyId}:${hourOf(time, offset)}`]: { requests: '1' },
  });

describe('the offset', () => {
  test.each([8, 0, -5, -12, 14])('of %i hours is told by one request', async (offset) => {
    await request('k1', at(3, 30), offset);
    expect(await clock()).toMatchObject({ utcOffset: offset, offsetFrom: 'data' });
  });

  test.each([8, 0, -5])('of %i hours is told of a key that is used in every hour', async (offset) => {
    const newest = new Date(hourEnd(1) - 1).toISOString();
    await request('k1', newest, offset);
    for (let back = 1; back < 30; back++)
      await put(client, { [`usage:hourly:k1:${hourOf(newest, offset - back)}`]: { requests: '1' } });
    expect(await clock()).toMatchObject({ utcOffset: offset, offsetFrom: 'data' });
  });

  test('is narrowed down by several keys', async () => {
    await request('k1', at(3, 30), 8);
    // Another request of the same key, whose record is gone.
    await put(client, { [`usage:hourly:k1:${hourOf(at(2, 30), 8)}`]: { requests: '1' } });
    await request('k2', at(2, 10), 8);
    expect(await clock()).toMatchObject({ utcOffset: 8, offsetFrom: 'data' });
  });

  test('is the one given', async () => {
    await request('k1', at(3, 30), 8);
    expect(await clock({ utcOffset: -3 })).toMatchObject({ utcOffset: -3, offsetFrom: 'flag' });
  });

  test.each([
    ['no records', {}],
    ['records older than the hourly buckets', { 'usage:records:k1': [JSON.stringify({ timestamp: at(50 * 24, 0) })] }],
    ['records that are no JSON', { 'usage:records:k1': ['{"timestamp'] }],
    ['records without a time', { 'usage:records:k1': ['null', '{"timestamp":5}'] }],
  ])('is what the application does by default where there are %s', async (_, keys) => {
    await put(client, {
      [`usage:daily:k1:${dayAgo(0)}`]: { requests: '1' },
      [`usage:hourly:k1:${hourAgo(3)}`]: { requests: '1' },
      ...keys,
    });
    expect(await clock()).toMatchObject({ utcOffset: 8, offsetFrom: 'profile' });
  });

  test('is UTC where no application with an offset is there', async () => {
    await put(client, { foo: 'bar' });
    expect(await clock()).toMatchObject({ utcOffset: 0, offsetFrom: 'default' });
  });
});
