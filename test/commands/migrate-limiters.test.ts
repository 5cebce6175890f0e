/** `meter migrate --limiters`: lists of new-api's first limiters become counters of its second ones, once, and back. */
import type { Redis } from 'ioredis';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { LimitersReport } from '../../src/lib/report/limiters/worded.js';
import { runMeterInside } from '../support/meter-inside.js';
import { type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';
import { serverTime } from '../support/server-clock.js';
import { contentsOf } from '../support/server-contents.js';
import { useServerAndFolder } from '../support/server-and-folder.js';

let server: TestServer;
let client: Redis;
let folder: string;
useServerAndFolder((own) => ({ server, client, folder } = own));

const ZONE_MS = 8 * 3_600_000;
const TTL = 1_200;
const FULL = 'rateLimit:GA203.0.113.9';

/** A list as the application leaves it: entries of these ages in seconds, the newest first, and the TTL of its last request. */
async function list(name: string, ages: readonly number[], zoneMs = ZONE_MS): Promise<void> {
  const now = await serverTime(client);
  const entries = ages.map((age) => new Date(now - age * 1_000 + zoneMs).toISOString());
  await client.rpush(name, ...entries);
  await client.expire(name, TTL - Math.round(ages[0]!));
}

const many = (count: number, from: number): number[] => Array.from({ length: count }, (_, at) => from + at / 10);

const run = (...args: readonly string[]) => runMeterInside([...args, '-u', server.url], { cwd: folder });

async function migrate(...args: readonly string[]) {
  const ran = await run('migrate', '--limiters', 'list:window', ...args, '--json');
  const envelope = ran.json<Envelope<ChangeReport>>();
  return { ...ran, envelope, data: envelope.data };
}

/** What `meter limiters` says of who is near a limit. */
async function near() {
  const { data } = (await run('limiters', '--near', '1', '--show-ids', '--json')).json<Envelope<LimitersReport>>();
  return JSON.stringify(data).match(/"used":\d+/g);
}

/** Values, and when each expires. */
async function lists(): Promise<{ values: [string, string][]; expires: number[] }> {
  const contents = [...(await contentsOf(client))];
  return {
    values: contents.map(([name, { contents: value }]) => [name, value]),
    expires: contents.map(([, { expires }]) => expires),
  };
}

beforeEach(async () => {
  await client.flushall();
  await list(FULL, many(300, 5));
  await list('rateLimit:GA203.0.113.10', [2, 3, 400, 500]);
  await list('rateLimit:CT2001:db8::1', [30]);
  await list('rateLimit:SR:user:7', many(10, 1));
  await client.set('user_group:7', 'default');
});

test('lists become counters with the requests of the window, and are undone', async () => {
  const before = await lists();
  const { code, envelope, data } = await migrate('--yes');
  expect(code).toBe(0);
  await assertMatchesSchema('migrate', envelope);
  expect(data).toMatchObject({ planned: 4, changed: 4, receipt: { complete: true } });
  expect((await client.keys('rateLimit:*')).toSorted()).toEqual([
    'rateLimit:v2:ip:CT:2001:db8::1',
    'rateLimit:v2:ip:GA:203.0.113.10',
    'rateLimit:v2:ip:GA:203.0.113.9',
    'rateLimit:v2:user:SR:7',
  ]);
  const counters = await client.mget(
    'rateLimit:v2:ip:GA:203.0.113.9',
    'rateLimit:v2:ip:GA:203.0.113.10',
    'rateLimit:v2:user:SR:7',
  );
  expect(counters).toEqual(['300', '2', '10']);
  // The newest request decides: 180 s less its age.
  const ttl = await client.ttl('rateLimit:v2:ip:GA:203.0.113.9');
  expect(ttl).toBeGreaterThan(120);
  expect(ttl).toBeLessThanOrEqual(176);
  await client.incr('rateLimit:v2:user:SR:7');
  expect((await run('restore', data.archive!, '--yes')).code).toBe(0);
  expect(await client.get('rateLimit:v2:user:SR:7')).toBe('1');
  await client.unlink('rateLimit:v2:user:SR:7', ...(await client.keys('meter:*')));
  const after = await lists();
  expect(after.values).toEqual(before.values);
  for (const [at, expires] of after.expires.entries()) expect(Math.abs(expires - before.expires[at]!)).toBeLessThan(1_000);
});

test('the plan tells the zone, what the seeding gives up, and who is near; a plan in a file does the same', async () => {
  const { code, envelope, data } = await migrate('--dry-run', '--show-ids');
  expect(code).toBe(0);
  const notes = data.plan.notes.join('\n');
  expect(notes).toMatch(/nobody gets more than the limit.+184 of 1,022.+Times in the lists are read as UTC\+8\./);
  expect(notes).toContain('2 lists have used 80 % of the limit or more: SR 7 10/10, GA 203.0.113.9 300/360.');
  expect(envelope.warnings).toEqual(data.plan.notes);
  expect((await run('migrate', '--limiters', 'list:window', '-o', 'plan.json')).code).toBe(0);
  const applied = (await run('apply', 'plan.json', '--yes', '--json')).json<Envelope<ChangeReport>>();
  expect(applied.data).toMatchObject({ planned: 4, changed: 4 });
  // Nothing is left to do.
  expect(await migrate('--yes')).toMatchObject({ code: 0, data: { planned: 0, changed: 0 } });
});

test('who has used how much is the same before and after', async () => {
  const before = await near();
  await migrate('--yes', '--no-archive');
  expect(await near()).toEqual(before);
});

test('a counter that is there keeps its requests, and the longer time', async () => {
  await client.set('rateLimit:v2:ip:GA:203.0.113.9', '40', 'EX', 179);
  await client.set('rateLimit:v2:ip:CT:2001:db8::1', 'many', 'EX', 60);
  const { code, data } = await migrate('--yes');
  expect(data).toMatchObject({ planned: 4, changed: 3, skipped: { protected: 1 } });
  expect([code, await client.get('rateLimit:v2:ip:GA:203.0.113.9')]).toEqual([0, '340']);
  expect(await client.ttl('rateLimit:v2:ip:GA:203.0.113.9')).toBeGreaterThan(170);
  expect(await client.exists('rateLimit:CT2001:db8::1')).toBe(1);
  expect((await run('restore', data.archive!, '--yes')).code).toBe(0);
  expect(await client.get('rateLimit:v2:ip:GA:203.0.113.9')).toBe('40');
});

test('the oldest request, sizes that are stated, and sizes of a file decide when they are asked', async () => {
  await migrate('--yes', '--seed', 'oldest', '--limit', 'SR=10/600s');
  expect(await client.ttl('rateLimit:v2:user:SR:7')).toBeGreaterThan(550);
  const ttl = await client.ttl('rateLimit:v2:ip:GA:203.0.113.9');
  expect(ttl).toBeLessThanOrEqual(146);
});

test('a replay begins windows as the counter would have', async () => {
  // A window of 180 s begins 200 s ago and is over; the next one begins with the request after it.
  await list('rateLimit:GA203.0.113.20', [10, 15, 100, 200]);
  await list('rateLimit:GA203.0.113.21', [15, 190, 200]);
  expect((await migrate('--dry-run', '--seed', 'replay')).data.plan.notes.join()).toContain('up to 197 of 100');
  const ran = await run('migrate', '--limiters', 'list:window', '--seed', 'replay', '-o', 'replay.json');
  expect(ran.code).toBe(0);
  expect((await run('apply', 'replay.json', '--yes')).code).toBe(0);
  expect(await client.mget('rateLimit:v2:ip:GA:203.0.113.20', 'rateLimit:v2:ip:GA:203.0.113.21')).toEqual(['2', '1']);
  const ttl = await client.ttl('rateLimit:v2:ip:GA:203.0.113.20');
  expect(ttl).toBeGreaterThan(100);
  expect(ttl).toBeLessThanOrEqual(165);
});

describe('what cannot be counted stays', () => {
  test('lists of another time, without a request in the window, with other entries, of another type', async () => {
    await list('rateLimit:GA198.51.100.1', [3], ZONE_MS + 3_600_000);
    await list('rateLimit:GA198.51.100.2', [190]);
    await client.rpush('rateLimit:GA198.51.100.3', 'yesterday');
    await client.set('rateLimit:GA198.51.100.4', '5');
    const { data } = await migrate('--yes');
    expect(data.changed).toBe(4);
    const reasons = data.plan.protected.map(({ keys, reason }) => `${keys} ${reason}`).toSorted();
    expect(reasons).toEqual([
      '1 of another type than the names say',
      '1 with entries that are no times',
      '1 with requests later than now: they are in another time (--utc-offset)',
      '1 without a request in the window: they count nothing, and expire',
    ]);
    expect(await client.exists(...[1, 2, 3, 4].map((at) => `rateLimit:GA198.51.100.${at}`))).toBe(4);
  });

  test('lists that do not show their zone, unless it is said', async () => {
    for (const name of await client.keys('rateLimit:*')) await client.expire(name, 700);
    const { code, envelope } = await migrate('--yes');
    expect([code, envelope.error!.code]).toEqual([4, 'no-zone']);
    expect(await client.exists(FULL)).toBe(1);
    expect((await migrate('--yes', '--utc-offset', '8')).data.changed).toBe(4);
  });
});

test('ahead in time by itself, a request that is being made is counted once', async () => {
  const writer = client.duplicate();
  const aheadMs = (await serverTime(client)) - Date.now();
  let pushed = 0;
  let isOver = false;
  const writing = (async () => {
    while (!isOver) {
      // As the application does it: an old process that still runs.
      await writer.lpush(FULL, new Date(Date.now() + aheadMs + ZONE_MS).toISOString());
      await writer.expire(FULL, TTL);
      pushed++;
    }
  })();
  const { code } = await migrate('--yes', '--limit', 'GA=100000/180s');
  isOver = true;
  await writing;
  expect([0, 6]).toContain(code);
  const counted = Number((await client.get('rateLimit:v2:ip:GA:203.0.113.9')) ?? 0);
  expect(counted + (await client.llen(FULL))).toBe(300 + pushed);
  writer.disconnect();
});

test.each([
  [['--limiters', 'window:list'], 'A counter cannot become a list: it does not hold when each request was made.'],
  [['--limiters', 'list:gcra'], 'No application that meter knows counts what its lists count as gcra'],
  [['--limiters', 'list:listLog'], 'A list stays a list.'],
  [['--limiters', 'local:utc'], 'Times in lists are not moved from local time to UTC.'],
  [['--limiters', '__proto__'], '--limiters takes list:window, not __proto__.'],
  [['--limiters', 'list:shards'], '--limiters takes list:window, not list:shards.'],
  [['--limiters', 'list:window', '--rollup', 'hourly:daily'], '--limiters and --rollup are two migrations.'],
  [['--rollup', 'hourly:daily', '--seed', 'oldest'], '--seed is for limiters.'],
  [['--limiters', 'list:window', '--limit', 'GA'], '--limit takes a name, a number and a time, not GA.'],
])('%j is refused', async (args, words) => {
  const { code, stderr } = await run('migrate', ...args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
});
