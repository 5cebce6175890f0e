import { describe, expect, test } from 'vitest';
import { TYPE } from '../../src/lib/snapshot/opcodes.js';
import { compressLzf } from './support/lzf-compress.js';
import { heldMemory } from './support/held-memory.js';
import { listpackOf } from './support/packed.js';
import { blob, doubleBytes, integerString, lengthBytes, lzfString, rawString, timeBytes } from './support/strings.js';

const MIB = 2 ** 20;
const CHUNK = 64 * 1024;
/** What is held whatever the value: chunks, tables, code. */
const LITTLE = 4 * MIB;

const start = Buffer.from('REDIS0012');
const head = (type: number, ...parts: Buffer[]): Buffer => Buffer.concat([start, Buffer.of(type), rawString('key'), ...parts]);

/** The first bytes, then a part so many times, in chunks. The part's memory is the caller's. */
function* repeating(first: Buffer, part: Buffer, times: number): Generator<Buffer> {
  yield first;
  const perChunk = Math.max(1, Math.floor(CHUNK / part.length));
  const full = Buffer.concat(Array<Buffer>(perChunk).fill(part));
  for (let left = times; left > 0; left -= perChunk) yield left >= perChunk ? full : full.subarray(0, left * part.length);
}

const end = Buffer.concat([Buffer.of(0xff), Buffer.alloc(8)]);

function* withEnd(chunks: Iterable<Buffer>): Generator<Buffer> {
  yield* chunks;
  yield end;
}

const node = listpackOf(Array.from({ length: 100 }, () => ({ text: 'x'.repeat(80) })));
const quarter = Buffer.alloc(256 * 1024, 'x');

/** Values of 32 MB or more, of few and of many elements. */
const values = [
  { what: 'string', first: head(TYPE.string, lengthBytes(32 * MIB)), part: quarter, times: 128, length: 32 * MIB },
  {
    what: 'list of nodes',
    first: head(TYPE.listQuicklist2, lengthBytes(4000)),
    part: Buffer.concat([lengthBytes(2), blob(node)]),
    times: 4000,
    length: 400_000,
  },
  {
    what: 'list of compressed nodes',
    first: head(TYPE.listQuicklist2, lengthBytes(10_000)),
    part: Buffer.concat([lengthBytes(2), lzfString(compressLzf(node), node.length)]),
    times: 10_000,
    length: 1_000_000,
  },
  {
    what: 'list',
    first: head(TYPE.list, lengthBytes(350_000)),
    part: rawString('x'.repeat(95)),
    times: 350_000,
    length: 350_000,
  },
  { what: 'set', first: head(TYPE.set, lengthBytes(350_000)), part: rawString('x'.repeat(95)), times: 350_000, length: 350_000 },
  {
    what: 'sorted set',
    first: head(TYPE.zset, lengthBytes(350_000)),
    part: Buffer.concat([rawString('x'.repeat(87)), doubleBytes(0.5)]),
    times: 350_000,
    length: 350_000,
  },
  {
    what: 'hash with expiries',
    first: head(TYPE.hashFieldTtl, timeBytes(1_900_000_000_000), lengthBytes(350_000)),
    part: Buffer.concat([lengthBytes(5), rawString('f'.repeat(40)), rawString('v'.repeat(52))]),
    times: 350_000,
    length: 350_000,
  },
  {
    what: 'packed hash beyond what is looked into',
    first: head(TYPE.hashListpack, lengthBytes(32 * MIB)),
    part: quarter,
    times: 128,
    length: null,
  },
  {
    what: 'compressed string beyond what is looked into',
    first: head(TYPE.string, Buffer.of(0xc3), lengthBytes(32 * MIB), lengthBytes(40 * MIB)),
    part: quarter,
    times: 128,
    length: 40 * MIB,
  },
];

describe.each(values)('a $what', ({ first, part, times, length }) => {
  test.each([false, true])('takes no memory, looked into: %s', (visit) => {
    const { summary, lengths, bytes } = heldMemory(withEnd(repeating(first, part, times)), visit);
    expect(summary.problem).toBeNull();
    expect(lengths).toEqual([length]);
    expect(bytes).toBeLessThan(LITTLE);
  });
});

test('a stream of many consumers takes no memory', () => {
  const consumers = 250_000;
  const empty = [lengthBytes(0), lengthBytes(0), lengthBytes(0), lengthBytes(0)];
  const group = [rawString('group'), lengthBytes(0), lengthBytes(0), lengthBytes(0)];
  const first = head(TYPE.stream1, ...empty, lengthBytes(1), ...group, lengthBytes(consumers));
  const consumer = Buffer.concat([rawString('consumer'), timeBytes(0), lengthBytes(0)]);
  const { summary, bytes } = heldMemory(withEnd(repeating(first, consumer, consumers)), false);
  expect(summary).toMatchObject({ problem: null, keys: 1 });
  expect(bytes).toBeLessThan(LITTLE);
});

test('100 MB of keys take no memory', () => {
  const keys = 800_000;
  const record = Buffer.concat([Buffer.of(TYPE.string), rawString('k'.repeat(40)), rawString('v'.repeat(85))]);
  const { summary, bytes } = heldMemory(withEnd(repeating(start, record, keys)), true);
  expect(summary).toMatchObject({ problem: null, keys });
  expect(summary.bytes).toBeGreaterThan(100e6);
  expect(bytes).toBeLessThan(LITTLE);
});

describe('what claims to be of a tebibyte', () => {
  const HUGE = lengthBytes(2 ** 40, 64);
  const claims: Record<string, Buffer> = {
    'a string': head(TYPE.string, HUGE),
    'a compressed string': head(TYPE.string, Buffer.of(0xc3), HUGE, HUGE),
    'what a string expands to': head(TYPE.string, Buffer.of(0xc3), lengthBytes(2 ** 36), HUGE),
    'a list': head(TYPE.list, HUGE),
    'a quicklist': head(TYPE.listQuicklist, HUGE),
    'a node': head(TYPE.listQuicklist2, lengthBytes(1), lengthBytes(1), HUGE),
    'a set': head(TYPE.set, HUGE),
    'a set of integers': head(TYPE.setIntset, HUGE),
    'a sorted set': head(TYPE.zset, HUGE),
    'a hash': head(TYPE.hash, HUGE),
    'a packed hash': head(TYPE.hashListpack, HUGE),
    'a hash with expiries': head(TYPE.hashListpackTtlPreGa, HUGE),
    'a stream': head(TYPE.stream1, HUGE),
    'an entry of a stream': head(TYPE.stream1, lengthBytes(1), rawString('x'.repeat(16)), HUGE),
    'a group': head(TYPE.stream1, ...[0, 0, 0, 0].map((value) => lengthBytes(value)), HUGE),
    'a part of a module': head(TYPE.module, lengthBytes(2n ** 63n, 64), lengthBytes(5), HUGE),
    'a key name': Buffer.concat([start, Buffer.of(TYPE.string), HUGE]),
    'an auxiliary field': Buffer.concat([start, Buffer.of(250), HUGE]),
    'the value of an auxiliary field': Buffer.concat([start, Buffer.of(250), rawString('ctime'), HUGE]),
    'a function': Buffer.concat([start, Buffer.of(245), HUGE]),
  };

  test.each(Object.entries(claims))('%s: memory is taken by what is there', (_, first) => {
    for (const visit of [false, true]) {
      // Elements of one byte each, whatever they are taken for.
      const { summary, bytes } = heldMemory(repeating(first, integerString(0, 1), MIB / 2), visit);
      expect(summary.keys).toBe(0);
      expect(summary.problem).not.toBeNull();
      expect(bytes).toBeLessThan(LITTLE);
    }
  });
});
