/** Damages sound snapshots and judges what is read of them. */
import { seededRandom } from '../../support/random.js';
import { damage } from './damage.js';
import { readSnapshot, type ReadOptions, type ReadResult } from './read-snapshot.js';

export interface SoundFile {
  name: string;
  bytes: Buffer;
  /** Each key as text, looked into and not. */
  keys: Record<'seen' | 'unseen', string[]>;
  /** Where the record after each key begins, at the latest. */
  ends: number[];
}

export function soundFile(name: string, bytes: Buffer): SoundFile {
  const [seen, unseen] = [readSnapshot(bytes, { visit: true }), readSnapshot(bytes)];
  if (seen.summary.problem) throw new Error(`${name} is not sound`);
  const ends = seen.keys.map((_, index) => seen.keys[index + 1]?.offset ?? bytes.length);
  return { name, bytes, keys: { seen: seen.keys.map(asText), unseen: unseen.keys.map(asText) }, ends };
}

const asText = (value: unknown): string => JSON.stringify(value);

/** What became of a case: what the reader noticed, and what is wrong with what it told, if anything. */
export interface Outcome {
  noticed: string;
  wrong: string | null;
}

/** Damages one of the files as the number of the case has it, and reads it. */
export function fuzzCase(files: readonly SoundFile[], index: number): Outcome {
  const random = seededRandom(index);
  const { name, bytes, keys, ends } = files[Math.floor(random() * files.length)]!;
  let damaged = damage(bytes, random);
  if (random() < 0.3) {
    const again = damage(damaged.bytes.length > 0 ? damaged.bytes : bytes, random);
    damaged = { ...again, from: Math.min(damaged.from, again.from) };
  }
  const visit = random() < 0.5;
  const options: ReadOptions = { visit, sized: random() < 0.5, chunk: 1 + Math.floor(4 ** (random() * 9)) };
  const told = (what: string): Outcome => ({
    noticed: 'nothing',
    wrong: `case ${index}: ${what} (${damaged.what} at ${damaged.from} of ${name}, ${asText(options)})`,
  });
  let result: ReadResult;
  try {
    result = readSnapshot(damaged.bytes, options);
    if (random() < 0.25) {
      const other = readSnapshot(damaged.bytes, { ...options, chunk: 1 + Math.floor(4 ** (random() * 9)) });
      if (comparable(other) !== comparable(result)) return told('it depends on the chunks');
    }
  } catch (error) {
    return told(`it threw ${String(error)}`);
  }
  const expected = keys[visit ? 'seen' : 'unseen'];
  const complete = ends.findIndex((end) => end > damaged.from);
  for (let at = 0; at < (complete < 0 ? ends.length : complete); at++) {
    if (asText(result.keys[at]) !== expected[at]) return told(`key ${at} before the damage is another`);
  }
  const odd = result.keys.find(
    ({ bytes: size, length }) => !Number.isFinite(size) || size < 0 || (length !== null && !(length >= 0)),
  );
  if (odd) return told(`the size or length of ${asText(odd)} is no figure`);
  const { problem, trailingBytes } = result.summary;
  if (problem === null) return { noticed: trailingBytes > 0 ? 'bytes after the end' : 'nothing', wrong: null };
  if (!(problem.offset >= 0 && problem.offset <= damaged.bytes.length)) return told(`the offset ${problem.offset} is outside`);
  if (!/^[ -~]+$/.test(problem.message)) return told(`the message is ${asText(problem.message)}`);
  return { noticed: problem.code, wrong: null };
}

const comparable = ({ keys, summary, begun }: ReadResult): string => asText([keys, { ...summary, aux: [...summary.aux] }, begun]);
