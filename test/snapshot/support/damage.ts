/** Ways to damage a file. Each leaves the bytes before `from` as they were. */

export interface Damaged {
  bytes: Buffer;
  /** Offset of the first byte that may differ. */
  from: number;
  what: string;
}

type Random = () => number;

const below = (random: Random, limit: number): number => Math.floor(random() * limit);

const noise = (random: Random, length: number): Buffer => Buffer.from(Array.from({ length }, () => below(random, 256)));

/** What a length, an opcode or a head may not be, or rather not be. */
const TRAPS = [
  Buffer.of(0xff),
  Buffer.of(0x00),
  Buffer.of(0xfe),
  Buffer.of(0x3f),
  Buffer.of(0x7f, 0xff),
  Buffer.of(0x80, 0x7f, 0xff, 0xff, 0xff),
  Buffer.of(0x80, 0xff, 0xff, 0xff, 0xff),
  Buffer.of(0x81, 0x10, 0, 0, 0, 0, 0, 0, 0),
  Buffer.of(0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
  Buffer.of(0x81, 0, 0, 1, 0, 0, 0, 0, 0),
  Buffer.of(0xc3, 0x41, 0, 0x80, 1, 0, 0, 0),
  Buffer.of(0xc3, 0x02, 0x7f, 0xff),
  Buffer.of(0xf0, 0xff, 0xff, 0xff, 0xff),
  Buffer.of(0xc2, 0, 0, 0, 0x80),
] as const;

/** Opcodes and types. */
const LEADS = [...Array(28).keys(), ...Array.from({ length: 13 }, (_, index) => 243 + index)];

const ways: readonly ((bytes: Buffer, random: Random) => Damaged)[] = [
  function bits(bytes, random) {
    const copy = Buffer.from(bytes);
    const places = Array.from({ length: 1 + below(random, 4) }, () => below(random, bytes.length));
    for (const place of places) copy[place]! ^= 1 << below(random, 8);
    return { bytes: copy, from: Math.min(...places), what: 'flipped bits' };
  },
  function anyBytes(bytes, random) {
    const [from, some] = [below(random, bytes.length), noise(random, 1 + below(random, 8))];
    return { bytes: overwrite(bytes, from, some), from, what: 'other bytes' };
  },
  function trap(bytes, random) {
    const from = below(random, bytes.length);
    const some = TRAPS[below(random, TRAPS.length)]!;
    return random() < 0.5
      ? { bytes: overwrite(bytes, from, some), from, what: 'a bad length' }
      : { bytes: splice(bytes, from, 1, some), from, what: 'a bad length in place of a byte' };
  },
  function lead(bytes, random) {
    const from = below(random, bytes.length);
    return { bytes: overwrite(bytes, from, Buffer.of(LEADS[below(random, LEADS.length)]!)), from, what: 'another type' };
  },
  function cut(bytes, random) {
    const from = below(random, bytes.length);
    return { bytes: bytes.subarray(0, from), from, what: 'a cut' };
  },
  function insertion(bytes, random) {
    const from = below(random, bytes.length);
    return { bytes: splice(bytes, from, 0, noise(random, 1 + below(random, 40))), from, what: 'an insertion' };
  },
  function deletion(bytes, random) {
    const from = below(random, bytes.length);
    return { bytes: splice(bytes, from, 1 + below(random, 40), Buffer.alloc(0)), from, what: 'a deletion' };
  },
  function transplant(bytes, random) {
    const [from, source] = [below(random, bytes.length), below(random, bytes.length)];
    const part = bytes.subarray(source, source + below(random, 2000));
    return { bytes: splice(bytes, from, below(random, part.length + 1), part), from, what: 'a part of elsewhere' };
  },
];

function overwrite(bytes: Buffer, at: number, some: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  some.copy(copy, at);
  return copy;
}

const splice = (bytes: Buffer, at: number, count: number, some: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), some, bytes.subarray(at + count)]);

export const damage = (bytes: Buffer, random: Random): Damaged => ways[below(random, ways.length)]!(bytes, random);
