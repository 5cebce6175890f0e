import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/lib/format/errors.js';
import { Pace } from '../../src/lib/redis/pace.js';
import { scanNames, type ScanOptions } from '../../src/lib/redis/scan.js';
import { SteadyConnection } from '../../src/lib/redis/steady-connection.js';
import { bulkOptions, listeningGuard } from '../support/connection.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
let connection: SteadyConnection;
/** Told of each command before it leaves. */
let onCommand: (args: readonly string[]) => void = () => {};
beforeAll(async () => {
  server = await startRedis();
  const guard = listeningGuard((args) => onCommand(args));
  connection = await SteadyConnection.open(await bulkOptions(server.port, { guard }));
});
afterAll(async () => {
  connection.close();
  await server.stop();
});
beforeEach(async () => {
  onCommand = () => {};
  await server.client().flushall();
});

const options = (given: Partial<ScanOptions> = {}): ScanOptions => ({
  connection,
  pace: new Pace(5, 0.1),
  filter: { match: null, type: null },
  reported: null,
  signal: new AbortController().signal,
  mayScan: () => true,
  settle: () => Promise.resolve(),
  ...given,
});

async function scanned(given: Partial<ScanOptions> = {}): Promise<string[]> {
  const names: string[] = [];
  for await (const batch of scanNames(options(given))) names.push(...batch.names);
  return names;
}

/** Keeps its COUNT, and notes which SCANs are to be timed. */
class NotedPace extends Pace {
  readonly choices: boolean[] = [];
  override timeNext(): boolean {
    const timed = super.timeNext();
    this.choices.push(timed);
    return timed;
  }
  override timed(): void {}
}

async function fill(count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, index) => `key:${index}`);
  await server.client().mset(names.flatMap((name) => [name, 'x']));
  return names.sort();
}

describe('scanNames', () => {
  test('sees every key, and knows the end', async () => {
    const names = await fill(20_000);
    const lasts: boolean[] = [];
    const found: string[] = [];
    for await (const { names: batch, last } of scanNames(options())) {
      found.push(...batch);
      lasts.push(last);
    }
    expect(found.sort()).toEqual(names);
    expect(lasts.filter(Boolean)).toEqual([lasts.at(-1)]);
  });

  test('ends at once on an empty server', async () => {
    expect(await scanned()).toEqual([]);
  });

  test('gives names as the bytes that they are', async () => {
    const name = Buffer.from(Array.from({ length: 256 }, (_, code) => code));
    await server.client().set(name, 'x');
    expect(await scanned()).toEqual([name.toString('latin1')]);
  });

  test('looks at a part by name and type', async () => {
    await fill(300);
    await server.client().hset('hash:1', 'f', 'v');
    await server.client().set('hash:2', 'x');
    await server.client().set(Buffer.from('h\xff:1', 'latin1'), 'x');
    expect((await scanned({ filter: { match: 'hash:*', type: null } })).sort()).toEqual(['hash:1', 'hash:2']);
    expect(await scanned({ filter: { match: null, type: 'hash' } })).toEqual(['hash:1']);
    expect(await scanned({ filter: { match: 'hash:*', type: 'string' } })).toEqual(['hash:2']);
    expect(await scanned({ filter: { match: 'h\xff:*', type: null } })).toEqual(['h\xff:1']);
  });

  test('asks with the COUNT of its pace', async () => {
    await fill(3_000);
    const pace = new Pace(5, 0.1);
    const asked: [sent: string | undefined, due: string][] = [];
    onCommand = ([name, , , count]) => {
      if (name === 'SCAN') asked.push([count, String(pace.count)]);
    };
    await scanned({ pace });
    expect(asked.length).toBeGreaterThan(1);
    for (const [sent, due] of asked) expect(sent).toBe(due);
  });

  test('ends without an error when it is interrupted', async () => {
    await fill(5_000);
    const stop = new AbortController();
    const lasts: boolean[] = [];
    for await (const { last } of scanNames(options({ signal: stop.signal }))) {
      lasts.push(last);
      if (lasts.length === 3) stop.abort();
    }
    // One more may be under way.
    expect(lasts.length).toBeLessThanOrEqual(4);
    expect(lasts).not.toContain(true);
  });

  test('sends no more SCANs than it may', async () => {
    await fill(5_000);
    let sent = 0;
    onCommand = ([name]) => {
      if (name === 'SCAN') sent++;
    };
    const found = await scanned({ mayScan: () => sent < 4 });
    expect(sent).toBe(4);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(5_000);
  });

  test('has a timed SCAN alone in flight, and the others beside the reading of the last batch', async () => {
    await fill(6_000);
    const pace = new NotedPace(5, 0.1);
    const beside: number[] = [];
    // A reading goes on until it is waited for, or until the next SCAN, however fast the machine is.
    let reading = 0;
    const finish = (): void => void (reading = 0);
    onCommand = ([name]) => {
      if (name !== 'SCAN') return;
      beside.push(reading);
      finish();
    };
    const settle = (): Promise<void> => Promise.resolve(finish());
    for await (const { names } of scanNames(options({ pace, settle }))) reading = names.length;
    const others = (timed: boolean): number[] => beside.filter((_, scan) => pace.choices[scan] === timed);
    expect(others(true).length).toBeGreaterThan(6);
    expect(others(true).every((count) => count === 0)).toBe(true);
    expect(others(false).some((count) => count > 0)).toBe(true);
  });

  test('names the refusal of a user who may not scan', async () => {
    await server.client().call('ACL', 'SETUSER', 'blind', 'on', '>pw', '~*', '+@connection', '+ping');
    const { target, ...rest } = await bulkOptions(server.port);
    const blind = await SteadyConnection.open({ ...rest, target: { ...target, username: 'blind', password: 'pw' } });
    await expect(scanned({ connection: blind })).rejects.toMatchObject({ code: 'scan-refused', exitCode: EXIT.connection });
    blind.close();
  });
});
