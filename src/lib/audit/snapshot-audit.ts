/** The audit of snapshots: the same report as for a running server. */
import { says } from '../errors/files.js';
import { whyUnreadable } from '../files/regular-file.js';
import { EXIT, failure, MeterError } from '../format/errors.js';
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
import { buildAuditData } from './build-audit-data.js';
import type { AuditData } from './model.js';
import type { AuditNotice } from './notices.js';
import { compiledWithOwn } from '../recognise/presence.js';
import { NOT_IN_A_PART, NOT_IN_A_SNAPSHOT, snapshotFacts, snapshotRow, type ReadFile } from './snapshot-facts.js';
import type { SnapshotOptions } from './snapshot-options.js';
import { SnapshotScan } from '../keyspace/snapshot-scan.js';
import { snapshotVerdict } from './snapshot-verdict.js';
import { warnings } from './warnings.js';
import { plainMessage } from '../format/message.js';

/** The report mentions the chance of mistaking one name for another from this value on. */
const WORTH_SAYING = 1e-4;
/** Share of expired keys from which the report comments on its clock. */
const MUCH = 0.1;

/** `names`: the files; several files are the shards of one cluster. */
export async function auditSnapshots(names: readonly string[], options: SnapshotOptions): Promise<AuditOutcome> {
  const compiled = compiledWithOwn(options.profiles);
  const contents = new SnapshotContents(compiled, STATE_HASH, options.now);
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
  const data = await buildAuditData({
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
  const said = [
    ...warnings(data, null, true),
    ...(isShard ? [plainMessage('some-shards-only')] : []),
    ...clockRemark(data),
    ...remarks(files, scan),
  ];
  return { data, warnings: said, exitCode: verdict.exitCode };
}

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

function cannotRead(name: string, error: unknown): Error {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error as Error;
  const why = whyUnreadable(error);
  return failure(
    says('snapshot-broken-off', { name: name === '-' ? null : safeText(name), why }),
    EXIT.failure,
    'snapshot-unreadable',
  );
}

/** In an old snapshot most keys with a TTL have expired by today. A time before the snapshot was made gives wrong results. */
function clockRemark({ keys, expired, clock, source: { snapshots } }: AuditData): AuditNotice[] {
  const [savedAt] = snapshots.flatMap((row) => row.savedAt ?? []).sort();
  if (savedAt === undefined) return [];
  if (clock.now < savedAt) return [{ code: 'judged-before-made', params: { savedAt } }];
  return expired.keys > (keys + expired.keys) * MUCH ? [{ code: 'judged-long-after', params: { savedAt } }] : [];
}

/** Unusual facts about files that can still be read. */
function remarks(files: readonly ReadFile[], { names }: SnapshotScan): AuditNotice[] {
  const perFile = files.flatMap(({ name: file, summary }): AuditNotice[] => {
    const { trailingBytes, checksum, aux, emptyKeys, enterpriseRecords } = summary;
    return [
      ...(emptyKeys > 0 ? [{ code: 'empty-keys' as const, params: { file, keys: emptyKeys } }] : []),
      ...(enterpriseRecords > 0 ? [{ code: 'enterprise-records' as const, params: { file, records: enterpriseRecords } }] : []),
      ...(trailingBytes > 0 ? [{ code: 'trailing-bytes' as const, params: { file, bytes: trailingBytes } }] : []),
      ...(checksum === 'off' ? [{ code: 'no-checksum' as const, params: { file } }] : []),
      ...(aux.get('aof-base') === '1' ? [{ code: 'append-only-base' as const, params: { file } }] : []),
    ];
  });
  const share = names.errorRate;
  return share < WORTH_SAYING ? perFile : [...perFile, { code: 'owners-mistaken', params: { share } }];
}
