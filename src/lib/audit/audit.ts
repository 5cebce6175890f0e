/** The audit: scan, classify, read a sample, settle what the names leave open, report. Knows no key name and writes nothing. */
import { EXIT, MeterError } from '../format/errors.js';
import { formatCounted } from '../format/number.js';
import { liveProbe } from '../keyspace/live-probe.js';
import { Tally } from '../keyspace/tally.js';
import { compileProfile, type CompiledProfile } from '../profile/classify.js';
import { probeCapabilities } from '../redis/capabilities.js';
import type { CommandGuard } from '../redis/guard.js';
import { parseInfo, type Info } from '../redis/info.js';
import { commandsPerKey } from '../redis/key-meta.js';
import type { Ledger } from '../redis/ledger.js';
import type { Session } from '../redis/topology.js';
import type { AuditData } from '../report/model.js';
import { collect, type Collected } from './collect.js';
import { databases, serverFacts } from './server-facts.js';
import { buildReport } from './build-report.js';
import type { AuditOptions } from './options.js';
import { openPartitions, type OpenPartition } from './partitions.js';
import { readingRules, type ReadingRules } from './reading-rules.js';
import { scanVerdict } from './verdict.js';

export interface AuditOutcome {
  data: AuditData;
  warnings: string[];
  /** Set when the report is partial for a reason that has its own exit code. */
  exitCode: number;
}

/** Commands kept back for the questions after the scan. */
const RESERVE = 300;
const RESERVE_SHARE = 0.1;

export async function runAudit(
  session: Session,
  access: { guard: CommandGuard; ledger: Ledger },
  options: AuditOptions,
): Promise<AuditOutcome> {
  const { ledger } = access;
  const capabilities = await probeCapabilities(session);
  const compiled = options.profiles.map(compileProfile);
  const before = session.nodes.map(({ info }) => info);
  const reading = readingRules(capabilities, options.lengths);
  if (options.type !== null && capabilities.states['SCAN TYPE'] !== 'ok') {
    throw new MeterError('no-scan-type', EXIT.usage, 'This server cannot filter by type: SCAN … TYPE came with Redis 6.0.', [
      'Leave --type out.',
    ]);
  }
  const partitions = openPartitions(session, access, options, reading);
  const total = totalKeys(before, options.databases);
  const tally = new Tally({
    profiles: compiled,
    everything: options.exact,
    now: options.now.getTime(),
    utcOffset: options.utcOffset ?? assumedOffset(compiled),
  });
  const reserve = Math.min(RESERVE, ledger.remaining * RESERVE_SHARE);
  const perKey = commandsPerKey(reading.questions);
  const collected = await collect({
    tally,
    partitions: partitions.map(({ partition }) => partition),
    limit: options.limit,
    signal: options.signal,
    mayRead: (scansLeft) => Math.max(0, Math.floor((ledger.remaining - reserve - scansLeft) / perKey)),
    onProgress: (keys) => options.onProgress(keys, total),
  });
  const lost = collected.failures.some((failure) => failure instanceof MeterError && failure.code === 'connection-lost');
  const after = lost ? null : await keyspaceAfter(session);
  const verdict = scanVerdict({
    collected,
    interrupted: options.signal.aborted,
    budgetSpent: ledger.remaining <= reserve && collected.failures.length === 0 && !completed(partitions),
    reconnects: partitions.reduce((sum, { partition }) => sum + partition.reconnects, 0),
    scanned: tally.keys,
    filtered: options.pattern !== null || options.type !== null,
    before: total,
    after: after && totalKeys(after, options.databases),
  });
  const probe = liveProbe({ session, ...access, noTouch: reading.noTouch, mayTouch: reading.mayTouch });
  try {
    const data = await buildReport({
      session,
      options,
      capabilities,
      compiled,
      tally,
      verdict,
      probe,
      server: serverFacts(before, capabilities),
      scanned: partitions.map(({ db }) => db),
      sizesEstimated: reading.sizesFromLength,
    });
    return { data, warnings: warnings(session, collected, reading, options), exitCode: verdict.exitCode };
  } finally {
    probe.close();
  }
}

/** `null` where the server does not tell. */
function totalKeys(infos: readonly Info[], wanted: number | 'all'): number | null {
  if (!infos.every((info) => info.has('keyspace'))) return null;
  return databases(infos)
    .filter(({ db }) => wanted === 'all' || db === wanted)
    .reduce((sum, { keys }) => sum + keys, 0);
}

async function keyspaceAfter(session: Session): Promise<Info[] | null> {
  try {
    const replies = await Promise.all(session.nodes.map(({ control }) => control.ask('INFO', 'keyspace')));
    return replies.every((reply) => typeof reply === 'string') ? replies.map((reply) => parseInfo(String(reply))) : null;
  } catch {
    // The report does not depend on it: without it the count counts as not proven.
    return null;
  }
}

const completed = (partitions: readonly OpenPartition[]): boolean => partitions.every(({ partition }) => partition.done);

const assumedOffset = (compiled: readonly CompiledProfile[]): number =>
  compiled.find(({ profile }) => profile.offset)?.profile.offset?.default ?? 0;

function warnings(session: Session, collected: Collected, reading: ReadingRules, options: AuditOptions): string[] {
  const found = [...session.notes];
  if (collected.unread > 0)
    found.push(
      `--max-commands left the metadata of ${formatCounted(collected.unread, 'key', 'keys')} unread that would have been read: intervals are wider`,
    );
  if (!reading.mayTouch)
    found.push(
      'lengths were left out: reading them would reset the idle times that this eviction policy goes by (--lengths reads them all the same)',
    );
  if (reading.sizesFromLength) found.push('sizes are estimated from types and lengths: this server has no MEMORY USAGE');
  if (options.pattern !== null || options.type !== null)
    found.push('only a part of the keyspace was asked for: shares are shares of that part');
  return found;
}
