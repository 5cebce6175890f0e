/** Packed values as servers lay them out, element by element in the form that is asked for. */
import { bytesOf } from './strings.js';

/** A text, or an integer in so many bits. */
export type PackedElement = { text: string } | { integer: bigint; bits: number };

/** Which numbers each form of an integer can hold, smallest form first. */
export const LISTPACK_BITS = [7, 13, 16, 24, 32, 64] as const;
export const ZIPLIST_BITS = [4, 8, 16, 24, 32, 64] as const;

export const spelled = (element: PackedElement): string => ('text' in element ? element.text : element.integer.toString());

function integerBytes(integer: bigint, bits: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(integer);
  return bytes.subarray(0, bits / 8);
}

/** `count`: what the header says; 65535 where there are too many. */
export function listpackOf(elements: readonly PackedElement[], count = Math.min(elements.length, 65_535)): Buffer {
  const parts = elements.flatMap((element) => {
    const entry = listpackEntry(element);
    return [entry, listpackBackLength(entry.length)];
  });
  const header = Buffer.alloc(6);
  const whole = Buffer.concat([header, ...parts, Buffer.of(0xff)]);
  whole.writeUInt32LE(whole.length, 0);
  whole.writeUInt16LE(count, 4);
  return whole;
}

function listpackEntry(element: PackedElement): Buffer {
  if ('text' in element) {
    const { length } = element.text;
    const head = Buffer.alloc(5, 0xf0);
    head.writeUInt32LE(length, 1);
    const short = length < 64 ? Buffer.of(0x80 | length) : length < 4096 ? Buffer.of(0xe0 | (length >> 8), length & 0xff) : head;
    return Buffer.concat([short, bytesOf(element.text)]);
  }
  const { integer, bits } = element;
  if (bits === 7) return Buffer.of(Number(integer));
  if (bits === 13) {
    const value = Number(BigInt.asUintN(13, integer));
    return Buffer.of(0xc0 | (value >> 8), value & 0xff);
  }
  const lead = { 16: 0xf1, 24: 0xf2, 32: 0xf3, 64: 0xf4 }[bits]!;
  return Buffer.concat([Buffer.of(lead), integerBytes(integer, bits)]);
}

/** The limits of lpEncodeBacklen: one less than what so many groups of seven bits could hold, but for the first. */
function listpackBackLength(length: number): Buffer {
  const size = length <= 127 ? 1 : length < 16_383 ? 2 : length < 2_097_151 ? 3 : length < 268_435_455 ? 4 : 5;
  return Buffer.from(
    Array.from({ length: size }, (_, index) => ((length >> (7 * (size - 1 - index))) & 127) | (index === 0 ? 0 : 128)),
  );
}

export function ziplistOf(elements: readonly PackedElement[], count = Math.min(elements.length, 65_535)): Buffer {
  const parts: Buffer[] = [];
  let previous = 0;
  for (const element of elements) {
    const entry = Buffer.concat([previousLength(previous), ziplistEntry(element)]);
    parts.push(entry);
    previous = entry.length;
  }
  const whole = Buffer.concat([Buffer.alloc(10), ...parts, Buffer.of(0xff)]);
  whole.writeUInt32LE(whole.length, 0);
  whole.writeUInt32LE(whole.length - 1 - previous, 4);
  whole.writeUInt16LE(count, 8);
  return whole;
}

function previousLength(length: number): Buffer {
  if (length < 254) return Buffer.of(length);
  const bytes = Buffer.alloc(5, 0xfe);
  bytes.writeUInt32LE(length, 1);
  return bytes;
}

function ziplistEntry(element: PackedElement): Buffer {
  if ('text' in element) {
    const { length } = element.text;
    const head = Buffer.alloc(5, 0x80);
    head.writeUInt32BE(length, 1);
    const short = length < 64 ? Buffer.of(length) : length < 16_384 ? Buffer.of(0x40 | (length >> 8), length & 0xff) : head;
    return Buffer.concat([short, bytesOf(element.text)]);
  }
  const { integer, bits } = element;
  if (bits === 4) return Buffer.of(0xf1 + Number(integer));
  const lead = { 8: 0xfe, 16: 0xc0, 24: 0xf0, 32: 0xd0, 64: 0xe0 }[bits]!;
  return Buffer.concat([Buffer.of(lead), integerBytes(integer, bits)]);
}

/** `unused`: bytes left over behind each value. */
export function zipmapOf(pairs: readonly (readonly [field: string, value: string])[], unused = 0): Buffer {
  const parts = pairs.flatMap(([field, value]) => [
    zipmapLength(field.length),
    bytesOf(field),
    zipmapLength(value.length),
    Buffer.of(unused),
    bytesOf(value),
    Buffer.alloc(unused),
  ]);
  return Buffer.concat([Buffer.of(Math.min(pairs.length, 254)), ...parts, Buffer.of(0xff)]);
}

function zipmapLength(length: number): Buffer {
  if (length < 254) return Buffer.of(length);
  const bytes = Buffer.alloc(5, 0xfe);
  bytes.writeUInt32LE(length, 1);
  return bytes;
}

export function intsetOf(integers: readonly bigint[], width: 2 | 4 | 8): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(width, 0);
  header.writeUInt32LE(integers.length, 4);
  return Buffer.concat([header, ...integers.map((integer) => Buffer.from(integerBytes(integer, width * 8)))]);
}
