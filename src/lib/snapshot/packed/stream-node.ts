/**
 * The listpack of a stream's node: entries that count, deleted ones, the number of fields of the first entry, these fields, 0; then of each entry
 * flags, what its id is beyond the node's, where the fields are others their number and then field and value by turns, else values only, and the
 * number of elements that this took. Source: t_stream.c of Redis 5.0 and later.
 */
import type { StreamVisitor } from '../snapshot-key.js';

export const STREAM_ID_BYTES = 16;

const DELETED = 1;
const SAME_FIELDS = 2;
const INTEGER = /^-?\d{1,20}$/;

/** Two 64-bit numbers, big-endian. */
export const idText = (id: Buffer): string => `${id.readBigUInt64BE(0)}-${id.readBigUInt64BE(8)}`;

/** Shows the entries of a node, all of whose elements are in `texts`; false: it is damaged. */
export function streamEntries(id: Buffer, texts: readonly string[], show: Pick<StreamVisitor, 'entry'>): boolean {
  const [ms, seq] = [id.readBigUInt64BE(0), id.readBigUInt64BE(8)];
  let at = 2;
  const number = (): number => {
    const value = Number(texts[at++] ?? Number.NaN);
    return Number.isSafeInteger(value) ? value : Number.NaN;
  };
  const shared = number();
  // Negative counts would lead back, and around in circles.
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

/** The node's first entry may have the larger sequence number: then the difference is negative. */
const difference = (text: string | undefined): bigint | null => (text !== undefined && INTEGER.test(text) ? BigInt(text) : null);
