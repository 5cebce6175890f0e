import { listpack } from './listpack.js';
import type { SnapshotBytes } from './snapshot-bytes.js';
import { writeBlob, writeLength, writeString } from './strings.js';
import { scoreElement } from './score-text.js';

/** Defaults of `zset-max-listpack-entries` and `zset-max-listpack-value`. */
const PACKED_MEMBERS = 128;
const PACKED_TEXT = 64;

type Scores = ReadonlyMap<string, number>;

export const zsetIsPacked = (scores: Scores): boolean =>
  scores.size <= PACKED_MEMBERS && [...scores.keys()].every((member) => member.length <= PACKED_TEXT);

export const writePackedZset = (out: SnapshotBytes, scores: Scores): void =>
  writeBlob(out, listpack(ranked(scores).flatMap(([member, score]) => [member, scoreElement(score)])));

/** From the highest score to the lowest, as the server saves it, so that loading always adds at the end. */
export function writeZset(out: SnapshotBytes, scores: Scores): void {
  writeLength(out, scores.size);
  for (const [member, score] of ranked(scores).reverse()) {
    writeString(out, member);
    out.double(score);
  }
}

/** By ascending score, then by bytes. */
const ranked = (scores: Scores): [member: string, score: number][] =>
  [...scores].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : Number(a > b)));
