/** Decides whether snapshots were read completely and are valid; if not, the reason and the exit code. */
import { EXIT } from '../format/errors.js';
import { formatCount, formatCounted } from '../format/number.js';
import { snapshotDoubt } from '../snapshot/doubt.js';
import type { ReadFile } from './snapshot-facts.js';
import type { ScanVerdict } from './verdict.js';

export interface SnapshotState {
  files: readonly ReadFile[];
  interrupted: boolean;
  /** `--limit` was reached. */
  full: boolean;
  /** Names that occurred twice. */
  repeated: number;
  /** True when every name was compared with the others. */
  comparedAll: boolean;
  keys: number;
}

export function snapshotVerdict(state: SnapshotState): ScanVerdict {
  const { files, interrupted, full, repeated, keys } = state;
  if (interrupted) return incomplete('interrupted', 'the reading was interrupted', EXIT.interrupted);
  const damaged = files.find(({ summary }) => summary.problem !== null && summary.problem.code !== 'checksum');
  if (damaged) return incomplete('damaged', damaged.summary.problem!.message, EXIT.partial);
  if (full) return incomplete('limit', `--limit ended the reading after ${formatCounted(keys, 'key', 'keys')}`, EXIT.ok);
  const [doubted] = files.flatMap(({ summary }) => snapshotDoubt(summary) ?? []);
  if (doubted) return unproven(doubted.message, EXIT.partial);
  if (repeated > 0 && files.length > 1)
    return unproven(
      `${formatCounted(repeated, 'name is', 'names are')} in more than one file: are these the same shard?`,
      EXIT.ok,
    );
  if (repeated > 0)
    return unproven(
      `${formatCounted(repeated, 'name is', 'names are')} there twice: a server refuses to load such a file (“RDB has duplicated key”)`,
      EXIT.partial,
    );
  const odd = files.find(holdsMore);
  if (odd)
    return unproven(
      `${formatCount(odd.summary.keys)} keys were read, and the file says that it holds ${formatCount(odd.summary.statedKeys ?? 0)}`,
      EXIT.partial,
    );
  // A file of Redis 3.2 and later states its number of keys, so a repeated key does not go unnoticed.
  if (!state.comparedAll && files.some(({ summary }) => summary.statedKeys === null))
    return unproven(
      'the file was read to the end; it does not say how many keys it holds, and so many names were not all compared',
      EXIT.ok,
    );
  return { partial: null, countProven: true, countNote: proof(files), endedBecause: null, exitCode: EXIT.ok };
}

/** The number that Redis Enterprise states may be that of another shard. */
const holdsMore = ({ summary: { keys, statedKeys, enterpriseRecords } }: ReadFile): boolean =>
  statedKeys !== null && keys > statedKeys && enterpriseRecords === 0;

/** Everything was read, but a server may not have written it. */
const unproven = (countNote: string, exitCode: number): ScanVerdict => ({
  partial: null,
  countProven: false,
  countNote,
  endedBecause: null,
  exitCode,
});

const incomplete = (partial: string, why: string, exitCode: number): ScanVerdict => ({
  partial,
  countProven: false,
  countNote: `${why}: what follows is what was read until then`,
  endedBecause: why,
  exitCode,
});

const proof = (files: readonly ReadFile[]): string =>
  `each key counted once: ${files.length === 1 ? 'the snapshot was' : 'the snapshots were'} read to the end` +
  (files.every(({ summary }) => summary.checksum === 'ok') ? ', and the checksum matches' : '');
