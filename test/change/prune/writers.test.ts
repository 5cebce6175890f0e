import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { decodeDump } from '../../../src/lib/change/value/decode-dump.js';
import type { ArchivedValue } from '../../../src/lib/change/archive/record.js';
import { end, launch, startRedis, type TestServer } from '../../support/redis-server.js';
import { EARLIER_HOUR, LAST_HOUR, loadTinyRelay, OPEN_HOUR } from '../../support/tiny-relay.js';
import { startCuttingProxy } from './support/cutting-proxy.js';
import { changesIn, pruning, type Pruned } from './support/pruning.js';

let server: TestServer | null = null;
let restarted: ChildProcess | null = null;
let archives: string[] = [];
afterEach(async () => {
  restarted?.kill('SIGKILL');
  await server?.stop();
  await Promise.all(archives.map((path) => rm(path, { force: true })));
  [server, restarted, archives] = [null, null, []];
});

const FIELD = 'requests';

const requestsIn = (value: ArchivedValue): bigint => {
  const typed = value.form === 'dump' ? decodeDump(value.payload) : value;
  if (!('type' in typed) || typed.type !== 'hash') return 0n;
  return BigInt(typed.value.find(({ field }) => field === FIELD)?.value ?? '0');
};

/** Requests that are counted in keys and in archives together, by key. */
async function counted(client: Redis, names: readonly string[], paths: readonly string[]): Promise<Record<string, bigint>> {
  const records = (await Promise.all(paths.map(changesIn))).flat().filter(({ action }) => action === 'delete');
  const sums: Record<string, bigint> = {};
  for (const name of names) {
    const live = BigInt((await client.hget(name, FIELD)) ?? '0');
    sums[name] = records.filter((record) => record.name === name).reduce((sum, { value }) => sum + requestsIn(value), live);
  }
  return sums;
}

const WRITTEN = [EARLIER_HOUR, LAST_HOUR, OPEN_HOUR].flatMap((hour) => [
  `usage:hourly:k1:${hour}`,
  `usage:k2:model:hourly:claude:v2:${hour}`,
]);

/** Counts as the relay does: index and counter in one pipeline. Resolves with what was acknowledged, by key. */
async function write(port: number, until: () => boolean): Promise<Record<string, bigint>> {
  const client = new Redis({ port, host: '127.0.0.1', protocol: 2 });
  client.on('error', () => {});
  const acknowledged = Object.fromEntries(WRITTEN.map((name) => [name, 0n]));
  while (!until()) {
    await Promise.all(
      WRITTEN.map(async (name) => {
        await client.hincrby(name, FIELD, 3);
        acknowledged[name]! += 3n;
      }),
    );
    // Long enough for a prune to find a key unchanged now and then.
    await sleep(4);
  }
  client.disconnect();
  return acknowledged;
}

const finished = ({ applied }: Pruned): void => expect(applied).toMatchObject({ complete: true, failure: null });

describe('while an application counts all the while, in the open hour and in closed ones', () => {
  test.each(['scripts', 'transactions'] as const)(
    'by %s, two prunes at once: no increment is lost, none counted twice',
    async (way) => {
      server = await startRedis();
      const client = server.client();
      await client.call('ACL', 'SETUSER', 'plain', 'on', '>pw', '~*', '+@all', ...(way === 'scripts' ? [] : ['-@scripting']));
      await loadTinyRelay(client);
      let ended = false;
      const writing = write(server.port, () => ended);
      const url = `redis://plain:pw@127.0.0.1:${server.port}`;
      const taken: string[] = [];
      // A key is taken only where it stays as it is for a moment.
      for (let round = 0; round < 40 && taken.length < 5; round++) {
        const runs = await Promise.all([pruning(server.port, { url }), pruning(server.port, { url })]);
        archives.push(...runs.map(({ archive }) => archive));
        for (const run of runs) finished(run);
        expect(runs[0]!.applied.way).toBe(way);
        const changes = (await Promise.all(runs.map(({ archive }) => changesIn(archive)))).flat();
        taken.push(...changes.map(({ name }) => name).filter((name) => WRITTEN.includes(name)));
        await sleep(20);
      }
      ended = true;
      const acknowledged = await writing;
      const expected = Object.fromEntries(WRITTEN.map((name) => [name, acknowledged[name]! + 7n]));
      expect(await counted(client, WRITTEN, archives)).toEqual(expected);
      expect(Object.values(acknowledged).every((sum) => sum > 30n)).toBe(true);
      expect(taken.length).toBeGreaterThan(4);
      // Nobody but the application may end the open hour.
      expect(BigInt((await client.hget(WRITTEN[4]!, FIELD))!)).toBe(expected[WRITTEN[4]!]);
    },
  );

  test('an index member whose key came back is there', async () => {
    server = await startRedis();
    const client = server.client();
    await loadTinyRelay(client);
    await client.sadd(`usage:hourly:index:${EARLIER_HOUR}`, 'k1', 'ghost');
    const before = await pruning(server.port, { selection: { grains: [], families: ['usage.hourly'] } });
    archives.push(before.archive);
    finished(before);
    expect(await client.exists(`usage:hourly:index:${EARLIER_HOUR}`)).toBe(0);
    await client.hincrby(`usage:hourly:k1:${EARLIER_HOUR}`, FIELD, 1);
    await client.sadd(`usage:hourly:index:${EARLIER_HOUR}`, 'k1', 'ghost');
    // Too young for what is asked: the key stays, and so does its member.
    const after = await pruning(server.port, { selection: { grains: [], families: ['usage.hourly'], olderThanMs: 86_400_000 } });
    archives.push(after.archive);
    expect(await client.smembers(`usage:hourly:index:${EARLIER_HOUR}`)).toEqual(expect.arrayContaining(['k1']));
    expect(await client.exists(`usage:hourly:k1:${EARLIER_HOUR}`)).toBe(1);
  });
});

const STEPS = 24;
/** Steps at which the server is killed: with METER_FAULT_CASES each in turn, over and over; otherwise every third one. */
const CASES = Number(process.env.METER_FAULT_CASES ?? STEPS / 3);
const STRIDE = CASES < STEPS ? STEPS / CASES : 1;

describe('a server that is killed, and comes back with what it had acknowledged', () => {
  const PERSISTENT = ['--appendonly', 'yes', '--appendfsync', 'always'];

  async function killAndRestart(target: TestServer): Promise<void> {
    await end(restarted ?? target.process);
    const args = ['--port', String(target.port), '--bind', '127.0.0.1', '--dir', target.dir, '--save', '', ...PERSISTENT];
    restarted = await launch(args);
  }

  test('at every step: nothing is lost, nothing twice, the run goes on by itself', async () => {
    server = await startRedis(PERSISTENT);
    const own = server;
    const client = own.client({ maxRetriesPerRequest: null });
    for (let at = 0; at < CASES; at++) {
      const place = { at: 1 + ((at * STRIDE) % STEPS), answer: (at + Math.floor(at / STEPS)) % 2 === 0 };
      await client.flushall();
      await loadTinyRelay(client);
      const proxy = await startCuttingProxy(own.port);
      let restarting: Promise<void> = Promise.resolve();
      const meanwhile = (): Promise<void> => (restarting = killAndRestart(own));
      const run = await pruning(proxy.port, { onAgreed: () => proxy.arm({ ...place, meanwhile }) });
      archives.push(run.archive);
      await proxy.stop();
      await restarting;
      // Answers once the server is back.
      await client.ping();
      const again = await pruning(own.port);
      archives.push(again.archive);
      finished(again);
      const all = await counted(client, WRITTEN, [run.archive, again.archive]);
      const where = JSON.stringify(place);
      expect(all, where).toEqual(Object.fromEntries(WRITTEN.map((name) => [name, 7n])));
      expect(await client.exists(`usage:hourly:index:${EARLIER_HOUR}`, WRITTEN[0]!, WRITTEN[1]!), where).toBe(0);
    }
  }, 3_600_000);
});
