import { ByteWriter } from './byte-writer.js';
import type { SnapshotBytes } from './snapshot-bytes.js';
import { writeBlob, writeLength, writeString } from './strings.js';
import { fits, wholeNumber, type Integer } from './whole-number.js';

/** Default of `set-max-intset-entries`. */
const INTSET_MEMBERS = 512;

/** The members as ascending integers if the server would store them as an intset; otherwise `null`. */
export function intsetOf(members: ReadonlySet<string>): readonly Integer[] | null {
  if (members.size > INTSET_MEMBERS) return null;
  const integers: Integer[] = [];
  for (const member of members) {
    const integer = wholeNumber(member);
    if (integer === null) return null;
    integers.push(integer);
  }
  return integers.sort((a, b) => (a < b ? -1 : Number(a > b)));
}

/** Bytes per integer, number of integers, then the integers, each as wide as the widest (`intset.c`). */
export function writeIntset(out: SnapshotBytes, integers: readonly Integer[]): void {
  const width = [16, 32].find((bits) => integers.every((integer) => fits(integer, bits))) ?? 64;
  const set = new ByteWriter();
  set.integer(width / 8, 4);
  set.integer(integers.length, 4);
  for (const integer of integers) {
    if (width === 64) set.integer64(integer);
    else set.integer(Number(integer), width / 8);
  }
  writeBlob(out, set.take());
}

export function writeSet(out: SnapshotBytes, members: ReadonlySet<string>): void {
  writeLength(out, members.size);
  for (const member of members) writeString(out, member);
}
