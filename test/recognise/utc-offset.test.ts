import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditData } from '../../src/lib/audit/model.js';
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
  test.each([8, 0, -5, -12, 14])('of %i hours is told by two requests', async (offset) => {
    await request('k1', at(3, 30), offset);
    await request('k2', at(7, 30), offset);
    expect(await clock()).toMatchObject({ utcOffset: offset, offsetFrom: 'data' });
  });

  test('is not told by a single request: it may be the one whose bucket was taken away', async () => {
    await request('k1', at(3, 30), -5);
    expect(await clock()).toMatchObject({ utcOffset: 8, offsetFrom: 'profile' });
  });

  test('is not decided by keys that contradict each other', async () => {
    for (const [index, offset] of [7, 7, 2, -5].entries()) await request(`k${index}`, at(3 + index, 30), offset);
    expect(await clock()).toMatchObject({ utcOffset: 8, offsetFrom: 'profile' });
  });

  test('is what most of the keys say where some buckets were taken away', async () => {
    for (const [index, offset] of [-3, -3, -3, -7].entries()) await request(`k${index}`, at(3 + index, 30), offset);
    expect(await clock()).toMatchObject({ utcOffset: -3, offsetFrom: 'data' });
  });

  test.each([8, 0, -5])('of %i hours is told of a key that is used in every hour', async (offset) => {
    const newest = new Date(hourEnd(1) - 1).toISOString();
    await request('k1', newest, offset);
    await client.rpush('usage:records:k1', JSON.stringify({ timestamp: at(2, 30) }));
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
    expect(await clock({ offset: { flag: -3, env: null, noted: null } })).toMatchObject({ utcOffset: -3, offsetFrom: 'flag' });
  });

  test.each([
    ['6', 6, 'env'],
    ['-3', -3, 'env'],
    ['5.5', 5, 'env'],
    ['0', 9, 'note'],
    ['soon', 9, 'note'],
    ['99', 9, 'note'],
  ])('is that of the relay’s own settings: %s', async (value, utcOffset, offsetFrom) => {
    await put(client, { [`usage:daily:k1:${dayAgo(0)}`]: { requests: '1' } });
    const offset = { flag: null, env: { TIMEZONE_OFFSET: value }, noted: { utcOffset: 9 } };
    expect(await clock({ offset })).toMatchObject({ utcOffset, offsetFrom });
  });

  test('is what an earlier run has noted, before what the data say', async () => {
    for (const keyId of ['k1', 'k2']) await request(keyId, at(3, 30), -3);
    expect(await clock({ offset: { flag: null, env: null, noted: { utcOffset: 6 } } })).toMatchObject({
      utcOffset: 6,
      offsetFrom: 'note',
    });
  });

  test('is read from the note that a run has left on the server', async () => {
    const run = {
      run: '0123456789abcdef',
      at: new Date().toISOString(),
      command: 'prune --hourly',
      archive: null,
      previous: null,
    };
    await put(client, {
      [`usage:daily:k1:${dayAgo(0)}`]: { requests: '1' },
      'meter:state': { '0': JSON.stringify({ ...run, utcOffset: -5, families: [] }), '1': '{"run":' },
    });
    expect(await clock()).toMatchObject({ utcOffset: -5, offsetFrom: 'note' });
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
