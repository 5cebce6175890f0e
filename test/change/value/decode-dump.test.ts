import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeDump } from '../../../src/lib/change/value/decode-dump.js';
import type { TypedValue } from '../../../src/lib/change/value/typed-value.js';
import { MeterError } from '../../../src/lib/format/errors.js';
import { TYPE } from '../../../src/lib/snapshot/opcodes.js';
import { redisSamples, valkeySamples, type Sample } from '../../snapshot/support/every-kind.js';
import { listpackOf, type PackedElement } from '../../snapshot/support/packed.js';
import { blob, bytesOf, lengthBytes, rawString, timeBytes } from '../../snapshot/support/strings.js';
import { payloadOf } from './support/payload.js';

/** A file has these once and refers to them; DUMP writes the whole of each. */
const REFERRING: readonly number[] = [TYPE.templateListpackRef, TYPE.templateArrayRef];

/** The value of a sample whose record begins with its type and a plain name; `null` for the others, and for what stands in files only. */
function valueOf({ bytes, key }: Sample): Buffer | null {
  if (REFERRING.includes(bytes[0]!)) return null;
  const name = rawString(key?.name ?? '');
  const end = 1 + name.length;
  if (key === null || !bytes.subarray(1, end).equals(name)) return null;
  return Buffer.concat([bytes.subarray(0, 1), bytes.subarray(end)]);
}

/** As `entries` of a sample have it, in no order. */
function rows(typed: TypedValue): unknown[] {
  switch (typed.type) {
    case 'string':
      return [[typed.value, null]];
    case 'list':
    case 'set':
      return typed.value.map((element) => [element, null]);
    case 'zset':
      return typed.value.map(({ member, score }) => [member, score]);
    case 'hash':
      return typed.value.map(({ field, value }) => [field, value]);
    case 'stream':
      return [];
  }
}

const numbered = (values: readonly number[]): PackedElement[] =>
  values.map((value) => ({ integer: BigInt(value), bits: value < 0 || value > 127 ? 64 : 7 }));
const id = (ms: bigint, seq: bigint): Buffer => {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64BE(ms, 0);
  bytes.writeBigUInt64BE(seq, 8);
  return bytes;
};
const lengths = (...values: (number | bigint)[]): Buffer => Buffer.concat(values.map((value) => lengthBytes(value)));

/** One node: an entry with the shared field, one deleted, one with a field of its own and an id below in its sequence. */
const node = listpackOf([
  ...numbered([2, 1, 1]),
  { text: 'shared' },
  ...numbered([0]),
  ...numbered([2, 0, 0]),
  { text: 'first' },
  ...numbered([4]),
  ...numbered([3, 1, 0]),
  { text: 'deleted' },
  ...numbered([4]),
  ...numbered([0, 7, -5, 1]),
  { text: 'own' },
  { text: 'last' },
  ...numbered([6]),
]);

/** With a group, a pending entry and its consumer, as each layout has it. */
const stream = (type: number, layout: number): Buffer =>
  Buffer.concat([
    Buffer.of(type),
    lengths(1),
    blob(id(1000n, 5n)),
    blob(node),
    lengths(2, 1007, 0),
    layout >= 2 ? lengths(1000, 5, 1001, 5, 3) : Buffer.alloc(0),
    lengths(1),
    rawString('group'),
    lengths(1000, 5),
    layout >= 2 ? lengths(2n ** 64n - 1n) : Buffer.alloc(0),
    lengths(1),
    id(1000n, 5n),
    timeBytes(1_900_000_000_123),
    lengths(3, 1),
    rawString('consumer'),
    timeBytes(5),
    layout >= 3 ? timeBytes(-1) : Buffer.alloc(0),
    lengths(1),
    id(1000n, 5n),
    layout >= 4 ? lengths(60, 100, 0, 1, 2) : Buffer.alloc(0),
  ]);

const streams = [stream(TYPE.stream1, 1), stream(TYPE.stream2, 2), stream(TYPE.stream3, 3), stream(TYPE.stream4, 4)];

describe('a payload of DUMP', () => {
  test.each([
    ['Redis', 13, redisSamples],
    ['Valkey', 80, valkeySamples],
  ] as const)('of every kind that %s has ever written is read', (_, format, samples) => {
    let read = 0;
    for (const sample of samples) {
      const value = valueOf(sample);
      const { type, entries, fieldExpiry } = sample.key ?? {};
      if (value === null || type === 'module' || type === 'stream') continue;
      const typed = decodeDump(payloadOf(value, format));
      expect(typed.type).toBe(type);
      expect(rows(typed)).toEqual(type === 'string' || type === 'list' ? entries : expect.arrayContaining(entries!));
      expect(rows(typed)).toHaveLength(entries!.length);
      if (typed.type === 'hash' && fieldExpiry) {
        const { minMs, maxMs } = fieldExpiry;
        expect(typed.value.map(({ field, expireAtMs }) => [field, expireAtMs])).toEqual([
          ['a', null],
          ['b', minMs],
          ['c', maxMs],
        ]);
      }
      read++;
    }
    expect(read).toBeGreaterThan(20);
  });

  test('of a stream is read in each of its layouts', () => {
    for (const [index, value] of streams.entries()) {
      const counted = index > 0;
      expect(decodeDump(payloadOf(value, 13))).toEqual({
        type: 'stream',
        value: {
          entries: [
            { id: '1000-5', pairs: ['shared', 'first'] },
            { id: '1007-0', pairs: ['own', 'last'] },
          ],
          lastId: '1007-0',
          maxDeletedId: counted ? '1001-5' : null,
          entriesAdded: counted ? '3' : null,
          groups: [
            {
              name: 'group',
              lastId: '1000-5',
              entriesRead: null,
              consumers: ['consumer'],
              pending: [{ id: '1000-5', consumer: 'consumer', deliveredAtMs: 1_900_000_000_123, deliveries: 3 }],
            },
          ],
        },
      });
    }
  });

  test('with any byte changed or missing is refused', () => {
    const payload = bytesOf(payloadOf(streams[3]!, 13));
    for (let at = 0; at < payload.length; at++) {
      const changed = Buffer.from(payload);
      changed[at]! ^= 1 << (at % 8);
      expect(() => decodeDump(changed.toString('latin1'))).toThrow(MeterError);
      expect(() => decodeDump(payload.toString('latin1', 0, at))).toThrow(MeterError);
    }
  });

  test('damaged under a right checksum is read or refused, and never ends otherwise', () => {
    const values = [...streams, ...redisSamples.map(valueOf).filter((value) => value !== null)];
    fc.assert(
      fc.property(fc.constantFrom(...values), fc.nat(), fc.nat(255), fc.nat(), (value, at, byte, cut) => {
        const damaged = Buffer.from(value);
        damaged[at % damaged.length] = byte;
        for (const length of [damaged.length, cut % damaged.length]) {
          try {
            decodeDump(payloadOf(damaged.subarray(0, length), 13));
          } catch (error) {
            expect(error).toBeInstanceOf(MeterError);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });
});

test('what is compressed in a value expands to so much at most, however often it is claimed', () => {
  // Literal bytes, then copies of 264 bytes for three.
  const compressed = (copies: number): Buffer => {
    const stored = Buffer.concat([
      Buffer.from([0, 97]),
      Buffer.from(Array.from({ length: copies }, () => [0xe0, 0xff, 0]).flat()),
    ]);
    return Buffer.concat([Buffer.from([0xc3]), lengthBytes(stored.length), lengthBytes(1 + copies * 264), stored]);
  };
  const string = (copies: number): string => payloadOf(Buffer.concat([Buffer.from([TYPE.string]), compressed(copies)]));
  expect(decodeDump(string(100))).toEqual({ type: 'string', value: 'a'.repeat(26_401) });
  expect(() => decodeDump(string(600_000))).toThrow(/expands to more than can be looked into/);
  const half = compressed(260_000);
  const list = Buffer.concat([Buffer.from([TYPE.list]), lengthBytes(2), half, half]);
  expect(() => decodeDump(payloadOf(list))).toThrow(/expands to more than can be looked into/);
});
