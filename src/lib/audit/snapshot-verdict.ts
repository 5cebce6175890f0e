/** Whether snapshots were read whole and are sound; if not, why, and with which exit code. */
import { EXIT } from '../format/errors.js';
import { formatCounted } from '../format/number.js';
import { snapshotDoubt } from '../snapshot/doubt.js';
import type { ReadFile } from './snapshot-facts.js';
import type { ScanVerdict } from './verdict.js';

export interface SnapshotState {
  files: readonly ReadFile[];
  interrupted: boolean;
  /** `--limit` was reached. */
  full: boolean;
  /** Names that came twice. */
  repeated: number;
  keys: number;
}

export function snapshotVerdict({ files, interrupted, full, repeated, keys }: SnapshotState): ScanVerdict {
  if (interrupted) return incomplete('interrupted', 'the reading was interrupted', EXIT.interrupted);
  const damaged = files.find(({ summary }) => summary.problem !== null && summary.problem.code !== 'checksum');
  if (damaged) return incomplete('damaged', damaged.summary.problem!.message, EXIT.partial);
  if (full) return incomplete('limit', `--limit ended the reading after ${formatCounted(keys, 'key', 'keys')}`, EXIT.ok);
  const unsure = doubt(files, repeated);
  return unsure ?? { partial: null, countProven: true, countNote: proof(files), exitCode: EXIT.ok };
}

/** Everything was read, but it may not be what the server wrote. */
function doubt(files: readonly ReadFile[], repeated: number): ScanVerdict | null {
  const [doubted] = files.flatMap(({ summary }) => snapshotDoubt(summary) ?? []);
  if (doubted) return { partial: null, countProven: false, countNote: doubted.message, exitCode: EXIT.partial };
  if (repeated === 0) return null;
  const countNote = `${formatCounted(repeated, 'name is', 'names are')} in more than one file: are these the same shard?`;
  return { partial: null, countProven: false, countNote, exitCode: EXIT.ok };
}

const incomplete = (partial: string, why: string, exitCode: number): ScanVerdict => ({
  partial,
  countProven: false,
  countNote: `${why}: what follows is what was read until then`,
  exitCode,
});

const proof = (files: readonly ReadFile[]): string =>
  `each key counted once: ${files.length === 1 ? 'the snapshot was' : 'the snapshots were'} read to the end` +
  (files.every(({ summary }) => summary.checksum === 'ok') ? ', and the checksum matches' : '');
