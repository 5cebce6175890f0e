/**
 * The listpack of a stream node: number of valid entries, number of deleted entries, number of fields of the first entry, these
 * fields, 0. Then for each entry: flags, the id's difference from the node's id, and its number of elements at the end. Between
 * them an entry with the same fields has only values; any other has its number of fields, and then alternating fields and values.
 * Source: t_stream.c of Redis 5.0 and later.
 */
import type { StreamVisitor } from '../snapshot-key.js';

export const STREAM_ID_BYTES = 16;

const DELETED = 1;
const SAME_FIELDS = 2;
const INTEGER = /^-?\d{1,20}$/;

/** Two 64-bit numbers, big-endian. */
export const idText = (id: Buffer): string => `${id.readBigUInt64BE(0)}-${id.readBigUInt64BE(8)}`;

/** Visits the entries of a node; `texts` are all elements of its listpack. Returns false when the node is damaged. */
export function streamEntries(id: Buffer, texts: readonly string[], show: Pick<StreamVisitor, 'entry'>): boolean {
  const [ms, seq] = [id.readBigUInt64BE(0), id.readBigUInt64BE(8)];
  let at = 2;
  const number = (): number => {
    const value = Number(texts[at++] ?? Number.NaN);
    return Number.isSafeInteger(value) ? value : Number.NaN;
  };
  const shared = number();
  // Negative counts would move backwards and loop.
  if (!(shared >= 0) || at + shared >= texts.length) return false;
  const fields = texts.slice(at, at + shared);
  at += shared + 1;
  while (at < texts.length) {
    const flags = number();
    const [later, further] = [difference(texts[at++]), difference(texts[at++])];
    if (Number.isNaN(flags) || later === null || further === null) return false;
    const isSame = (flags & SAME_FIELDS) !== 0;
    const count = isSame ? shared : number();
    const next = at + (isSame ? count : 2 * count);
    if (!(count >= 0) || next >= texts.length) return false;
    const pairs = isSame ? fields.flatMap((field, index) => [field, texts[at + index]!]) : texts.slice(at, next);
    if ((flags & DELETED) === 0) show.entry(`${BigInt.asUintN(64, ms + later)}-${BigInt.asUintN(64, seq + further)}`, pairs);
    at = next + 1;
  }
  return true;
}

/** Negative when the node's first entry has the larger sequence number. */
const difference = (text: string | undefined): bigint | null => (text !== undefined && INTEGER.test(text) ? BigInt(text) : null);
