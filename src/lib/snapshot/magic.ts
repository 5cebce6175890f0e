/**
 * The start of a snapshot: `REDIS` or `VALKEY`, then the format version in decimal digits; nine bytes together. Source: rdb.c.
 */
import { SnapshotProblem } from './problem.js';

export const MAGIC_BYTES = 9;
const GZIP = [0x1f, 0x8b] as const;

export interface Magic {
  product: 'redis' | 'valkey';
  /** Format version. */
  format: number;
}

/**
 * Parses the first bytes of a file: at least `MAGIC_BYTES` unless the file is shorter. Throws a SnapshotProblem that says what
 * they are instead.
 */
export function readMagic(bytes: Buffer): Magic {
  if (bytes.length === 0) throw new SnapshotProblem('empty', 0, 'the file is empty');
  const start = bytes.toString('latin1', 0, MAGIC_BYTES);
  const [, magic, digits] = /^(REDIS|VALKEY)(.*)$/s.exec(start) ?? [];
  if (magic === undefined || digits === undefined) {
    if ('REDIS'.startsWith(start) || 'VALKEY'.startsWith(start)) throw cutOff(bytes, 'before its version');
    throw new SnapshotProblem('not-a-snapshot', 0, notASnapshot(bytes));
  }
  if (start.length < MAGIC_BYTES) throw cutOff(bytes, 'in its version');
  if (!/^\d+$/.test(digits) || Number(digits) === 0)
    throw new SnapshotProblem('bad-version', magic.length, `the version at byte ${magic.length} is not a number`);
  return { product: magic === 'VALKEY' ? 'valkey' : 'redis', format: Number(digits) };
}

const cutOff = ({ length }: Buffer, where: string): SnapshotProblem =>
  new SnapshotProblem('truncated', length, `the file ends at byte ${length}, ${where}`);

function notASnapshot(bytes: Buffer): string {
  if (bytes[0] === GZIP[0] && bytes[1] === GZIP[1]) return 'the file is compressed with gzip';
  if (/^\*\d+\r\n\$/.test(bytes.toString('latin1', 0, 32)))
    return 'the file is an append-only file or a list of commands, not a snapshot';
  return 'the file does not begin with REDIS or VALKEY: it is not a snapshot';
}
