import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import {
  commandsOf,
  hashEntry,
  listEntry,
  setEntry,
  stringEntry,
  zsetEntry,
  type DemoCommand,
  type Entry,
  type Value,
} from '../../src/lib/demo/entry.js';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import { sizeOf, type Manifest } from '../../src/lib/demo/manifest.js';
import { writeSnapshot } from '../../src/lib/demo/rdb/snapshot.js';
import { relaySnapshot } from '../../src/lib/demo/relay-snapshot.js';
import { relayEntries, type RelayOptions } from '../../src/lib/demo/relay.js';
import { BASE } from '../support/clock.js';
import { companion, serverHas } from '../support/server-program.js';
import { startAll, startRedis, type TestServer } from '../support/redis-server.js';
import { contentsOf } from '../support/server-contents.js';

/** An hour at least, so that nothing leaves while it is looked at. */
const RELAY: RelayOptions = { seed: 9, now: BASE, minTtl: 3600, problems: true };

let byCommands: TestServer;
let bySnapshot: TestServer;
let written: Redis;
let loaded: Redis;

beforeAll(async () => {
  [byCommands, bySnapshot] = await startAll(startRedis(), startRedis());
  [written, loaded] = [byCommands.client(), bySnapshot.client()];
});
afterAll(() => Promise.all([byCommands.stop(), bySnapshot.stop()]));

function collect<Result>(chunks: Generator<Uint8Array, Result>): { bytes: Buffer; result: Result; longest: number } {
  const parts: Uint8Array[] = [];
  for (;;) {
    const next = chunks.next();
    if (next.done)
      return { bytes: Buffer.concat(parts), result: next.value, longest: Math.max(...parts.map(({ length }) => length)) };
    parts.push(next.value);
  }
}

/** Puts a snapshot in the place of what the server holds. */
async function reload(bytes: Uint8Array): Promise<void> {
  await writeFile(join(bySnapshot.dir, 'dump.rdb'), bytes);
  await loaded.call('DEBUG', 'RELOAD', 'NOSAVE');
}

/** The snapshots are those of Redis 7.0: what commands make on a later server has other encodings, and scores in other digits. */
const sameBytes = (context: TestContext): void =>
  context.skip(serverHas('7.2'), 'the bytes of DUMP are compared, and a server of Redis 7.2 makes others by commands');

const address = () => ({ host: '127.0.0.1', port: byCommands.port });

/** Fails unless both servers hold the same keys in the same encodings, and those of the snapshot expire to the millisecond. */
async function expectSameKeys(entries: readonly Entry[]): Promise<void> {
  const [made, read] = await Promise.all([contentsOf(written), contentsOf(loaded)]);
  expect([...read.keys()]).toEqual([...made.keys()]);
  const expires = new Map(entries.map(({ key, ttl }) => [key, ttl === null ? -1 : BASE.getTime() + ttl]));
  // Compared here and shown only where they differ: an expectation for each of many thousand keys would take seconds.
  const differing = [...made].flatMap(([key, value]) => {
    const expected = { ...value, expires: expires.get(key) };
    return isDeepStrictEqual(read.get(key), expected) ? [] : [{ key, expected, is: read.get(key) }];
  });
  expect(differing).toEqual([]);
}

/** Several chunks. */
const KEYS = 6_000;

describe('a snapshot of a relay', () => {
  const large: RelayOptions = { ...RELAY, keys: KEYS, problems: false };
  /** Made once: a small relay takes a second or two. */
  let small: { bytes: Buffer; result: Manifest };
  beforeAll(() => {
    small = collect(relaySnapshot(RELAY));
  });

  it.for<[string, RelayOptions]>([
    ['small', RELAY],
    ['large', large],
  ])('a %s one is, key by key, what the commands make', async ([, options], context) => {
    sameBytes(context);
    const entries = [...relayEntries(options)];
    const { bytes, result } = options === RELAY ? small : collect(relaySnapshot(options));
    await written.flushall();
    await loadKeyspace(commands(entries), address());
    await reload(bytes);
    expect(sizeOf(result).keys).toBe(entries.length);
    await expectSameKeys(entries);
  });

  it('passes the check of redis-check-rdb, with as many keys as it announces', async () => {
    const { bytes, result } = small;
    const file = join(bySnapshot.dir, 'checked.rdb');
    await writeFile(file, bytes);
    const { stdout } = await promisify(execFile)(companion('check-rdb'), [file]);
    const { keys, expiring } = sizeOf(result);
    expect(stdout).toContain('Checksum OK');
    expect(stdout).toContain(`${keys} keys read`);
    expect(stdout).toContain(`${expiring} expires`);
  });

  it('is the same bytes for the same options', () => {
    expect(collect(relaySnapshot(RELAY)).bytes.equals(small.bytes)).toBe(true);
    const { bytes } = collect(relaySnapshot(large));
    expect(collect(relaySnapshot(large)).bytes.equals(bytes)).toBe(true);
    expect(collect(relaySnapshot({ ...large, seed: 4 })).bytes.equals(bytes)).toBe(false);
  });

  it('is made as it is read, in chunks of bounded size', () => {
    let made = 0;
    function* counted(): Generator<Entry, Manifest> {
      const entries = relayEntries(large);
      for (;;) {
        const next = entries.next();
        if (next.done) return next.value;
        made++;
        yield next.value;
      }
    }
    const chunks = writeSnapshot(counted(), { now: BASE, size: { keys: KEYS, expiring: 1 } });
    chunks.next();
    expect(made).toBeLessThan(2000);
    expect(collect(chunks).longest).toBeLessThan(1024 * 1024);
    expect(made).toBe(KEYS);
  });
});

const place = { values: {}, ttl: null };

describe('what the server packs, and what it no longer does', () => {
  const texts = (count: number, make: (index: number) => string): string[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const fields = (count: number, length: number) =>
    Object.fromEntries(texts(count, (index) => `field:${index}`).map((name) => [name, 'x'.repeat(length)]));
  const members = (count: number, length: number) => texts(count, (index) => String(index).padStart(length, 'm'));
  const ENTRIES = [
    ['hash:512', hashEntry({ ...place, pattern: 'hash:512' }, fields(512, 64)), 'listpack'],
    ['hash:513', hashEntry({ ...place, pattern: 'hash:513' }, fields(513, 1)), 'hashtable'],
    ['hash:long', hashEntry({ ...place, pattern: 'hash:long' }, fields(1, 65)), 'hashtable'],
    ['hash:name', hashEntry({ ...place, pattern: 'hash:name' }, { ['n'.repeat(65)]: 1 }), 'hashtable'],
    [
      'set:512',
      setEntry(
        { ...place, pattern: 'set:512' },
        texts(512, (index) => String(index * 300 - 5)),
      ),
      'intset',
    ],
    ['set:513', setEntry({ ...place, pattern: 'set:513' }, texts(513, String)), 'hashtable'],
    ['set:text', setEntry({ ...place, pattern: 'set:text' }, ['1', '02']), 'hashtable'],
    [
      'zset:128',
      zsetEntry(
        { ...place, pattern: 'zset:128' },
        members(128, 64).map((member) => [member, 1.5]),
      ),
      'listpack',
    ],
    [
      'zset:129',
      zsetEntry(
        { ...place, pattern: 'zset:129' },
        members(129, 3).map((member, index) => [member, index - 64]),
      ),
      'skiplist',
    ],
    ['zset:long', zsetEntry({ ...place, pattern: 'zset:long' }, [['m'.repeat(65), 1]]), 'skiplist'],
    ['string:int', stringEntry({ ...place, pattern: 'string:int' }, '9223372036854775807'), 'int'],
    ['string:44', stringEntry({ ...place, pattern: 'string:44' }, 'x'.repeat(44)), 'embstr'],
    ['string:45', stringEntry({ ...place, pattern: 'string:45' }, 'x'.repeat(45)), 'raw'],
    ['list', listEntry({ ...place, pattern: 'list' }, members(400, 90)), 'quicklist'],
  ] as const;

  it('has the same encoding either way', async (context) => {
    sameBytes(context);
    const entries = ENTRIES.map(([, entry]) => entry);
    await both(entries);
    await expectSameKeys(entries);
    const held = await contentsOf(loaded);
    expect(Object.fromEntries([...held].map(([key, { encoding }]) => [key, encoding]))).toEqual(
      Object.fromEntries(ENTRIES.map(([key, , encoding]) => [key, encoding])),
    );
  });
});

async function both(entries: readonly Entry[]): Promise<void> {
  await written.flushall();
  await loadKeyspace(commands(entries), address());
  const expiring = entries.filter(({ ttl }) => ttl !== null).length;
  await reload(collect(writeSnapshot(entries.values(), { now: BASE, size: { keys: entries.length, expiring } })).bytes);
}

function* commands(entries: readonly Entry[]): Generator<DemoCommand, null> {
  for (const entry of entries) yield* commandsOf(entry);
  return null;
}

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array).toString('latin1'));
const integer = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  // Every limit of a width of bits, and its neighbours.
  fc.tuple(fc.integer({ min: 1, max: 63 }), fc.integer({ min: -1, max: 1 }), fc.boolean()).map(([bits, step, negative]) => {
    const value = 2n ** BigInt(bits) + BigInt(step);
    return negative ? -value : value;
  }),
);
/** Lengths at which the length itself takes another form. */
const atLimit = fc
  .constantFrom(63, 64, 65, 120, 127, 128, 4090, 4095, 4096, 16_375, 16_380, 16_385)
  .map((length) => 'y'.repeat(length));
const text = fc.oneof(
  { weight: 4, arbitrary: bytes(100) },
  { weight: 3, arbitrary: integer.map(String) },
  { weight: 1, arbitrary: atLimit },
  { weight: 1, arbitrary: fc.constantFrom('', '0', '-0', '007', '+1', '1.5', '9223372036854775808', '-9223372036854775809') },
);
/** The exact middle between two texts of 17 digits is rounded up here and to even in C; only scores from 2^49 on can be one. */
const score = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, min: -(2 ** 49), max: 2 ** 49 }).map((number) => number + 0),
  fc.constantFrom(Infinity, -Infinity, 2 ** 52, 2 ** 52 + 2, 1e300, -1e22, 5e-324, 0.1),
);
const many = <T>(arbitrary: fc.Arbitrary<T>, limit: number) =>
  fc.oneof(
    fc.array(arbitrary, { minLength: 1, maxLength: 8 }),
    fc.array(arbitrary, { minLength: 1, maxLength: limit, size: 'max' }),
  );
const sequence = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const event = fc.record({
  ms: fc.bigInt({ min: 1n, max: 2n ** 63n }),
  sequence,
  fields: fc.oneof(
    { weight: 3, arbitrary: bytes(60).map((value) => [['data', value] as const]) },
    { weight: 1, arbitrary: fc.array(fc.tuple(text, bytes(300)), { minLength: 1, maxLength: 4 }) },
  ),
});
const value: fc.Arbitrary<Value> = fc.oneof(
  text.map((held) => ({ type: 'string', text: held }) as const),
  many(fc.tuple(text, text), 560).map((fields) => ({ type: 'hash', fields: [...new Map(fields)] }) as const),
  many(text, 400).map((elements) => ({ type: 'list', elements }) as const),
  many(integer.map(String), 560).map((members) => ({ type: 'set', members: new Set(members) }) as const),
  many(text, 60).map((members) => ({ type: 'set', members: new Set(members) }) as const),
  many(fc.tuple(text, score), 140).map((scores) => ({ type: 'zset', scores: new Map(scores) }) as const),
  many(event, 250).map((events) => ({
    type: 'stream' as const,
    events: [...new Map(events.map((one) => [`${one.ms}-${one.sequence}`, one]))]
      .toSorted(([, a], [, b]) => (a.ms === b.ms ? (a.sequence < b.sequence ? -1 : 1) : a.ms < b.ms ? -1 : 1))
      .map(([id, { fields }]) => ({ id, fields })),
  })),
);
const life = fc.option(fc.integer({ min: 3_600_000, max: 400 * 86_400_000 }));

describe('writeSnapshot', () => {
  it('writes any value so that a server holds the very same', async (context) => {
    sameBytes(context);
    const one = fc.record({ pattern: fc.constant(''), key: text, ttl: life, value });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(one, { selector: ({ key }) => key, minLength: 1, maxLength: 12 }), async (entries) => {
        await both(entries);
        await expectSameKeys(entries);
      }),
      { numRuns: 80, endOnFailure: true },
    );
  });

  it('writes an empty snapshot', async () => {
    await both([]);
    expect(await loaded.dbsize()).toBe(0);
  });
});
