/** The audit: scans, classifies, reads a sample, answers what names leave open, reports. Knows no key name, and only reads. */
import { EXIT, MeterError } from '../format/errors.js';
import { liveProbe } from '../keyspace/live-probe.js';
import { Tally } from '../keyspace/tally.js';
import { probeCapabilities } from '../redis/capabilities.js';
import { clockNotices } from '../redis/clock-notices.js';
import type { CommandGuard } from '../redis/guard.js';
import { commandsPerKey } from '../redis/key-meta.js';
import type { Ledger } from '../redis/ledger.js';
import type { Session } from '../redis/topology.js';
import type { AuditData } from './model.js';
import type { AuditNotice } from './notices.js';
import { collect } from './collect.js';
import { serverFacts } from './server-facts.js';
import { buildAuditData } from './build-audit-data.js';
import { capabilityRows } from './capability-rows.js';
import { serverKeys, serverKeysNow, sumOf } from './server-key-count.js';
import type { AuditOptions } from './options.js';
import { openPartitions, type OpenPartition } from './partitions.js';
import { readingRules } from './reading-rules.js';
import { askState, offsetNotedIn } from '../recognise/ask-state.js';
import { compiledWithOwn } from '../recognise/presence.js';
import { failedPartly, scanVerdict, type ScanVerdict } from './verdict.js';
import { warnings } from './warnings.js';
import { plainMessage } from '../format/message.js';

export interface AuditOutcome {
  data: AuditData;
  warnings: AuditNotice[];
  /** Set when the report is partial for a reason that has its own exit code. */
  exitCode: number;
}

/** Commands that are reserved for the questions after the scan. */
const RESERVE = 300;
const RESERVE_SHARE = 0.1;

export async function runAudit(
  session: Session,
  access: { guard: CommandGuard; ledger: Ledger },
  options: AuditOptions,
): Promise<AuditOutcome> {
  const { ledger } = access;
  const capabilities = await probeCapabilities(session);
  const state = await askState(session);
  const offset = offsetNotedIn(state, options.offset);
  const compiled = compiledWithOwn(options.profiles);
  const before = session.nodes.map(({ info }) => info);
  const reading = readingRules(capabilities, options.lengths);
  if (options.type !== null && capabilities.states['SCAN TYPE'] !== 'ok') {
    throw new MeterError('no-scan-type', EXIT.usage, 'This server cannot filter by type: SCAN … TYPE came with Redis 6.0.', [
      'Leave --type out.',
    ]);
  }
  if (options.databases === 'all' && !before.every((info) => info.has('keyspace'))) throw databasesUnknown();
  const reported = await serverKeys(session, before, options.databases);
  const total = sumOf(reported);
  const partitions = openPartitions(session, access, { ...options, reported }, reading);
  const tally = new Tally({
    profiles: compiled,
    everything: options.exact,
    now: options.now.getTime(),
    utcOffset: options.offset.flag,
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
  const after = lost ? null : await serverKeysNow(session, options.databases);
  const verdict = scanVerdict({
    collected,
    interrupted: options.signal.aborted,
    budgetSpent: ledger.remaining <= reserve && collected.failures.length === 0 && !completed(partitions),
    reconnects: partitions.reduce((sum, { partition }) => sum + partition.reconnects, 0),
    scanned: tally.keys,
    filtered: options.pattern !== null || options.type !== null,
    before: total,
    after: sumOf(after),
  });
  const sizes = reading.sizesFromLength ? 'lengths' : 'server';
  const probe = liveProbe({ session, ...access, noTouch: reading.noTouch, mayTouch: reading.mayTouch });
  try {
    const data = await buildAuditData({
      options: { ...options, offset },
      capabilities: capabilityRows(capabilities, { sizes, areKeysReported: reported !== null }),
      compiled,
      tally,
      verdict,
      probe,
      server: serverFacts(before, capabilities),
      scanned: partitions.map(({ db }) => db),
      sizes,
      unread: collected.unread,
      state,
      snapshots: [],
      notCheckable: [],
    });
    const warned: AuditNotice[] = [
      ...session.notes,
      ...clockNotices(session, options.now),
      ...warnings(data, reading, options.exact),
    ];
    const exitCode = exitCodeOf(data, verdict);
    const { failure } = probe;
    if (!failure || exitCode !== EXIT.ok) return { data, warnings: warned, exitCode };
    const { exitCode: partial, ...partly } = failedPartly(failure);
    Object.assign(data.source, partly);
    return { data, warnings: [...warned, plainMessage('questions-unanswered')], exitCode: partial };
  } finally {
    probe.close();
  }
}

function databasesUnknown(): MeterError {
  return new MeterError(
    'databases-unknown',
    EXIT.usage,
    'The server does not tell which databases hold keys, which --db all needs.',
    ['Name one with --db, or allow the user to ask: ACL SETUSER <user> +info'],
  );
}

/** If the command ceiling kept something from the report, it is partial, even if every key was counted. */
const exitCodeOf = ({ source }: AuditData, { exitCode }: ScanVerdict): number =>
  exitCode === EXIT.ok && source.partial === 'max-commands' ? EXIT.partial : exitCode;

const completed = (partitions: readonly OpenPartition[]): boolean => partitions.every(({ partition }) => partition.done);
