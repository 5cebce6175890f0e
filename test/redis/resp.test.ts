import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Names } from '../../src/lib/redis/names.js';
import { encodePipeline, ProtocolError, ReplyError, RespReader, type Reply } from '../../src/lib/redis/resp.js';

const anyByte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const byteString = fc.string({ unit: fc.oneof(anyByte, fc.constantFrom('\r', '\n', '$', '*', ':')), maxLength: 40 });
const line = byteString.map((text) => text.replace(/[\r\n]/g, ''));
const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

interface Wire {
  /** As the server sends it. */
  text: string;
  reply: Reply;
}

const bulk = (text: string): Wire => ({ text: `$${text.length}\r\n${text}\r\n`, reply: text });
const integer = (value: bigint): Wire => ({
  text: `:${value}\r\n`,
  reply: Number.isSafeInteger(Number(value)) ? Number(value) : value,
});
const array = (items: readonly Wire[]): Wire => ({
  text: `*${items.length}\r\n${items.map(({ text }) => text).join('')}`,
  reply: items.map(({ reply }) => reply),
});

const { tree } = fc.letrec<{ tree: Wire }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    byteString.map(bulk),
    line.map((text): Wire => ({ text: `+${text}\r\n`, reply: text })),
    line.map((text): Wire => ({ text: `-${text}\r\n`, reply: new ReplyError(text) })),
    fc.oneof(fc.bigInt(INT64), fc.bigInt(-20n, 2000n)).map(integer),
    fc.constantFrom<Wire>({ text: '$-1\r\n', reply: null }, { text: '*-1\r\n', reply: null }),
    fc.array(tie('tree'), { maxLength: 5 }).map(array),
  ),
}));

function readAll(chunks: Iterable<Buffer>): Reply[] {
  const replies: Reply[] = [];
  const reader = new RespReader((reply) => replies.push(reply));
  for (const chunk of chunks) reader.push(chunk);
  return replies;
}

function* cut(wire: Buffer, sizes: readonly number[]): Generator<Buffer> {
  let at = 0;
  for (let index = 0; at < wire.length; index++) {
    const size = sizes[index % sizes.length]!;
    yield wire.subarray(at, at + size);
    at += size;
  }
}

const read = (text: string): Reply[] => readAll([Buffer.from(text, 'latin1')]);

describe('RespReader', () => {
  it('reads any replies, however they are cut', () => {
    const sizes = fc.array(fc.oneof(fc.constantFrom(1, 2, 3), fc.integer({ min: 1, max: 80 })), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 6 }), sizes, (wires, chunkSizes) => {
        const wire = Buffer.from(wires.map(({ text }) => text).join(''), 'latin1');
        expect(readAll(cut(wire, chunkSizes))).toEqual(wires.map(({ reply }) => reply));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the names in a reply as bytes, however they are cut', () => {
    const replies = fc.array(fc.array(byteString, { maxLength: 8 }), { minLength: 1, maxLength: 4 });
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(replies, sizes, (texts, chunkSizes) => {
        const wire = texts.map((names) => array([bulk('17'), array(names.map(bulk))]).text).join('');
        const found: Reply[] = [];
        const reader = new RespReader(
          (reply) => found.push(reply),
          undefined,
          5,
          () => true,
        );
        for (const chunk of cut(Buffer.from(wire, 'latin1'), chunkSizes)) reader.push(chunk);
        expect(
          found.map((reply) => (reply as [string, Names]).map((each) => (typeof each === 'string' ? each : [...each]))),
        ).toEqual(texts.map((names) => ['17', names]));
      }),
    );
  });

  it.each(['*2\r\n$1\r\n0\r\n*1\r\n:7\r\n', '*2\r\n$1\r\n0\r\n*1\r\n$-1\r\n', '*2\r\n$1\r\n0\r\n*1\r\n*1\r\n$1\r\na\r\n'])(
    'takes nothing else for a name: %j',
    (text) => {
      const reader = new RespReader(
        () => {},
        undefined,
        undefined,
        () => true,
      );
      expect(() => reader.push(Buffer.from(text))).toThrow(ProtocolError);
    },
  );

  it('reads a string of many megabytes in small chunks', () => {
    const text = 'x\r\n$'.repeat(4 << 20);
    const replies = readAll(cut(Buffer.from(`*2\r\n${bulk(text).text}:1\r\n+OK\r\n`, 'latin1'), [65_536]));
    expect(replies.length).toBe(2);
    expect((replies[0] as Reply[])[0] === text).toBe(true);
    expect((replies[0] as Reply[])[1]).toBe(1);
  });

  it.each([
    [':9223372036854775807\r\n', 9_223_372_036_854_775_807n],
    [':-9223372036854775808\r\n', -9_223_372_036_854_775_808n],
    [':9007199254740993\r\n', 9_007_199_254_740_993n],
    [':9007199254740991\r\n', 9_007_199_254_740_991],
    [':-9007199254740991\r\n', -9_007_199_254_740_991],
    [':1000000000000000\r\n', 1_000_000_000_000_000],
    [':999999999999999\r\n', 999_999_999_999_999],
    [':-1\r\n', -1],
  ])('keeps every digit of %j', (text, value) => {
    expect(read(text)).toEqual([value]);
  });

  it('hands out what is whole, and no more', () => {
    expect(read('+OK\r\n*2\r\n:1\r\n')).toEqual(['OK']);
    expect(read('+OK\r')).toEqual([]);
    expect(read('*0\r\n*1\r\n*0\r\n')).toEqual([[], [[]]]);
  });

  it('gives an error inside of an array as a value', () => {
    expect(read('*3\r\n$1\r\na\r\n-NOPERM no\r\n:2\r\n')).toEqual([['a', new ReplyError('NOPERM no'), 2]]);
  });

  it.each([
    'HTTP/1.1 400 Bad Request\r\n',
    '\0\0\r\n',
    'H',
    '\x15\x03\x03',
    '%1\r\n',
    ':12x\r\n',
    ':\r\n',
    ':-\r\n',
    ':1234567890123456x\r\n',
    ':18446744073709546616\r\n',
    ':9223372036854775808\r\n',
    '$1a\r\nx\r\n',
    '$-2\r\n',
    '$1.5\r\n',
    '$9223372036854775807\r\n',
    '$3\r\nabcdef\r\n',
    '*x\r\n',
    '*-2\r\n',
    '+a\rb\r\n',
  ])('refuses %j', (text) => {
    expect(() => read(text)).toThrow(ProtocolError);
  });
});

describe('a RespReader that keeps the beginning of long strings', () => {
  const LONGEST = 7;
  const shortened = (reply: Reply): Reply =>
    Array.isArray(reply) ? reply.map(shortened) : typeof reply === 'string' ? reply.slice(0, LONGEST) : reply;
  const strings = fc.oneof(byteString.map(bulk), fc.array(byteString.map(bulk), { maxLength: 4 }).map(array));

  it('reads what another reads, cut to that length, however it arrives', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(strings, { maxLength: 6 }), sizes, (wires, chunkSizes) => {
        const replies: Reply[] = [];
        const reader = new RespReader((reply) => replies.push(reply), undefined, LONGEST);
        const wire = Buffer.from(wires.map(({ text }) => text).join(''), 'latin1');
        for (const chunk of cut(wire, chunkSizes)) reader.push(chunk);
        expect(replies).toEqual(wires.map(({ reply }) => shortened(reply)));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a string that is longer than told, and one beyond the limit', () => {
    const reader = (limit?: () => number): RespReader => new RespReader(() => {}, limit, LONGEST);
    expect(() => reader().push(Buffer.from('$9\r\n0123456789\r\n'))).toThrow(ProtocolError);
    expect(() => reader(() => 100_000).push(Buffer.from('$100001\r\n'))).toThrow(ProtocolError);
  });
});

describe('the limits of RespReader', () => {
  const first = (text: string, limit?: number): (() => Reply[]) => {
    const replies: Reply[] = [];
    const reader = new RespReader((reply) => replies.push(reply), limit === undefined ? undefined : () => limit);
    return () => {
      reader.push(Buffer.from(text, 'latin1'));
      return replies;
    };
  };

  it.each([
    ['a string of 4 GB', '$4294967296\r\n'],
    ['a string of 513 MB', `$${513 * 2 ** 20}\r\n`],
    ['an array of four thousand million', '*4294967295\r\n'],
    ['arrays without end', '*1\r\n'.repeat(33)],
    ['a line without an end', `+${'x'.repeat(70_000)}`],
    ['an error without an end', `-${'x'.repeat(70_000)}`],
    ['a length without an end', `$${'0'.repeat(40)}`],
    ['an integer without an end', `:${'1'.repeat(40)}`],
  ])('refuse %s at once', (_, text) => {
    expect(first(text)).toThrow(ProtocolError);
  });

  it('let in what Redis gives', () => {
    expect(first(`$${511 * 2 ** 20}\r\n`)()).toEqual([]);
    expect(first('*1\r\n'.repeat(32) + ':1\r\n')()).toHaveLength(1);
    expect(first(`+${'x'.repeat(60_000)}`)()).toEqual([]);
  });

  it('count what a reply takes in all, and begin anew with each', () => {
    const part = bulk('x'.repeat(50_000)).text;
    expect(first(`*2\r\n${part}${part}`, 90_000)).toThrow(ProtocolError);
    expect(first(`*2\r\n${part}${part}`, 110_000)()).toHaveLength(1);
    expect(first(part.repeat(20), 90_000)()).toHaveLength(20);
    // Elements of a few bytes on the wire take more here.
    expect(first(`*1000000\r\n${'$-1\r\n'.repeat(10)}`, 1_000_000)).toThrow(ProtocolError);
  });

  it('are the same however the bytes are cut', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 66_000, max: 140_000 }), (chunkSizes, limit) => {
        const wire = Buffer.from(`*3\r\n${bulk('x'.repeat(99_000)).text}:1\r\n+OK\r\n`, 'latin1');
        const replies: Reply[] = [];
        const reader = new RespReader(
          (reply) => replies.push(reply),
          () => limit,
        );
        const all = (): void => {
          for (const chunk of cut(wire, chunkSizes)) reader.push(chunk);
        };
        // Four elements of 16 bytes, and the bytes of two.
        if (limit < 99_000 + 4 * 16 + 2) expect(all).toThrow(ProtocolError);
        else all();
        expect(replies).toHaveLength(limit < 99_000 + 4 * 16 + 2 ? 0 : 1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('encodePipeline', () => {
  it('sends every byte as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.array(byteString, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }), (commands) => {
        // A pipeline has the form of array replies.
        expect(readAll([encodePipeline(commands)])).toEqual(commands);
      }),
    );
  });
});
