import { interleaved, type Fields } from '../entry.js';
import { listpack } from './listpack.js';
import type { SnapshotBytes } from './snapshot-bytes.js';
import { writeBlob, writeLength, writeString } from './strings.js';

/** Defaults of `hash-max-listpack-entries` and `hash-max-listpack-value`. */
const PACKED_FIELDS = 512;
const PACKED_TEXT = 64;

export const hashIsPacked = (fields: Fields): boolean =>
  fields.length <= PACKED_FIELDS && fields.every(([field, value]) => field.length <= PACKED_TEXT && value.length <= PACKED_TEXT);

export const writePackedHash = (out: SnapshotBytes, fields: Fields): void => writeBlob(out, listpack(interleaved(fields)));

export function writeHash(out: SnapshotBytes, fields: Fields): void {
  writeLength(out, fields.length);
  for (const text of interleaved(fields)) writeString(out, text);
}
