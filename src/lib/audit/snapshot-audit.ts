/** The audit of snapshots: the same report as for a running server. */
import { whyUnreadable } from '../files/regular-file.js';
import { formatBytes } from '../format/bytes.js';
import { EXIT, MeterError } from '../format/errors.js';
import { formatCounted, formatShare } from '../format/number.js';
import { safeText } from '../format/terminal.js';
import { SnapshotContents } from '../keyspace/snapshot-contents.js';
import { snapshotProbe } from '../keyspace/snapshot-probe.js';
import { Tally } from '../keyspace/tally.js';
import { rejectUnreadable } from '../snapshot/doubt.js';
import { countSnapshot } from '../snapshot/read-snapshot.js';
import { openSnapshot } from '../snapshot/snapshot-file.js';
import type { AuditOutcome } from './audit.js';
import { offsetNotedIn, stateOf } from '../recognise/ask-state.js';
import { STATE_HASH } from '../recognise/state-note.js';
import { buildReport } from './build-report.js';
import type { AuditData } from './model.js';
import { compiledWithOwn } from '../recognise/presence.js';
import { NOT_IN_A_PART, NOT_IN_A_SNAPSHOT, snapshotFacts, snapshotRow, type ReadFile } from './snapshot-facts.js';
import type { SnapshotOptions } from './snapshot-options.js';
import { SnapshotScan } from './snapshot-scan.js';
import { snapshotVerdict } from './snapshot-verdict.js';
import { warnings } from './warnings.js';

/** The report mentions the chance of mistaking one name for another from this value on. */
const WORTH_SAYING = 1e-4;
/** Share of expired keys from which the report comments on its clock. */
const MUCH = 0.1;

/** `names`: the files; several files are the shards of one cluster. */
export async function auditSnapshots(names: readonly string[], options: SnapshotOptions): Promise<AuditOutcome> {
  const compiled = compiledWithOwn(options.profiles);
  const contents = new SnapshotContents(compiled, STATE_HASH);
  const tally = new Tally({
    profiles: compiled,
    everything: true,
    sized: true,
    interest: (claimants) => contents.interestIn(claimants),
    now: options.now.getTime(),
    utcOffset: options.offset.flag,
  });
  const scan = new SnapshotScan(tally, contents, options);
  const files: ReadFile[] = [];
  for (const name of names) {
    if (files.length > 0 && (options.signal.aborted || scan.full)) break;
    files.push(await readOne(name, scan, tally, options, files.length === 0 ? options.reader : null));
  }
  const verdict = snapshotVerdict({
    files,
    interrupted: options.signal.aborted,
    full: scan.full,
    repeated: scan.repeated,
    comparedAll: scan.comparedAll,
    keys: tally.keys,
  });
  const isShard = isPartOfCluster(files, scan);
  const isWhole = verdict.partial === null && !isShard;
  const scanned = scan.databases.map(({ db }) => db).filter((db) => options.databases === 'all' || db === options.databases);
  const state = await stateOf(contents.kept);
  const data = await buildReport({
    options: { ...options, offset: offsetNotedIn(state, options.offset) },
    capabilities: [],
    compiled,
    tally,
    verdict,
    probe: snapshotProbe(scan.names, scan.contents, isWhole),
    server: snapshotFacts(files, scan.databases),
    scanned: options.databases === 'all' ? scanned : [options.databases],
    sizes: 'snapshot',
    unread: 0,
    state,
    snapshots: files.map(snapshotRow),
    notCheckable: isWhole ? NOT_IN_A_SNAPSHOT : [...NOT_IN_A_SNAPSHOT, NOT_IN_A_PART],
  });
  const said = [...warnings(data, null, true), ...(isShard ? [SHARD] : []), ...clockRemark(data), ...remarks(files, scan)];
  return { data, warnings: said, exitCode: verdict.exitCode };
}

const SHARD =
  'these look like some of the shards of a cluster: what the others hold is not in this report (--rdb takes the files of all shards)';

/** Decided by the slots of the names, or if there are too few names, by the files' own statements. */
function isPartOfCluster(files: readonly ReadFile[], { slots }: SnapshotScan): boolean {
  return slots.isComplete === null ? files.some(({ summary }) => summary.slots > 0) : !slots.isComplete;
}

async function readOne(
  name: string,
  scan: SnapshotScan,
  tally: Tally,
  options: SnapshotOptions,
  reader: SnapshotOptions['reader'],
): Promise<ReadFile> {
  const file = await openSnapshot(name, options.signal);
  try {
    const before = tally.keys;
    const counting = {
      sink: scan,
      isStopped: () => options.signal.aborted || scan.full,
      onChunk(share: number | null) {
        options.onProgress(tally.keys, share === null || share === 0 ? null : before + Math.round((tally.keys - before) / share));
      },
    };
    const summary = await countSnapshot(file, counting, reader);
    rejectUnreadable(name, summary);
    return { name: name === '-' ? '-' : safeText(name), summary };
  } catch (error) {
    throw error instanceof MeterError ? error : cannotRead(name, error);
  } finally {
    await file.close();
  }
}

const shown = (name: string): string => (name === '-' ? 'standard input' : safeText(name));

function cannotRead(name: string, error: unknown): Error {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error as Error;
  return new MeterError('snapshot-unreadable', EXIT.failure, `Cannot read ${shown(name)}: ${whyUnreadable(error)}.`, [
    'Copy the file to a disk that can be read, and name the copy.',
  ]);
}

/** In an old snapshot most keys with a TTL have expired by today. A time before the snapshot was made gives wrong results. */
function clockRemark({ keys, expired, clock, source: { snapshots } }: AuditData): string[] {
  const [saved] = snapshots.flatMap(({ savedAt }) => savedAt ?? []).sort();
  if (saved === undefined) return [];
  if (clock.now < saved) return [`the snapshot was made at ${saved}, later than the time it is judged by (--now)`];
  return expired.keys > (keys + expired.keys) * MUCH
    ? [`most of what is missing had not expired when the snapshot was made: --now ${saved} shows it as it was then`]
    : [];
}

/** Unusual facts about files that can still be read. */
function remarks(files: readonly ReadFile[], { names }: SnapshotScan): string[] {
  const perFile = files.flatMap(({ name, summary: { trailingBytes, checksum, aux, emptyKeys, enterpriseRecords } }) => [
    ...(emptyKeys > 0
      ? [
          `${name}: ${formatCounted(emptyKeys, 'key is', 'keys are')} without any element, and left out, as a server does that loads it`,
        ]
      : []),
    ...(enterpriseRecords > 0
      ? [
          `${name}: ${formatCounted(enterpriseRecords, 'record', 'records')} of Redis Enterprise, which say nothing of keys or values, were passed over`,
        ]
      : []),
    ...(trailingBytes > 0 ? [`${name}: ${formatBytes(trailingBytes)} after the end of the snapshot were not looked at`] : []),
    ...(checksum === 'off' ? [`${name}: its server made no checksum (rdbchecksum no), so that damage may go unnoticed`] : []),
    ...(aux.get('aof-base') === '1' ? [`${name}: it is the base of an append-only file, and lacks what was written since`] : []),
  ]);
  const rate = names.errorRate;
  return rate < WORTH_SAYING
    ? perFile
    : [
        ...perFile,
        `so many names cannot all be remembered: ${formatShare(rate)} of the owners that are gone may pass for present`,
      ];
}
