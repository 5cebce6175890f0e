/** Builds the report from the results of the scan. */
import type { KeyProbe } from '../keyspace/probe.js';
import type { Tally } from '../keyspace/tally.js';
import type { CompiledProfile } from '../profile/classify.js';
import type { AuditData, CapabilityRow, ProfileRow, SizeSource, SnapshotRow } from './model.js';
import { formatCounted } from '../format/number.js';
import { isLowerBound } from './bytes-figure.js';
import { printable } from '../format/terminal.js';
import type { AuditOptions } from './options.js';
import { expiredKeys } from './expired.js';
import { reportFamilies, sumBytes } from './family-rows.js';
import type { FindingContext, ReportedFamily } from './findings/context.js';
import { findAll } from './findings/index.js';
import { byClass, byGrain, dimensionTops, fineGrained } from './groups.js';
import { identity } from './identity.js';
import { memoryReport } from './memory.js';
import { recognise, type RecognisedProfile } from '../recognise/recognise.js';
import { marginMs } from '../recognise/utc-offset.js';
import { isShortening, notedFamilies, type StateNote } from '../recognise/state-note.js';
import type { ServerFacts } from './server-facts.js';
import type { ScanVerdict } from './verdict.js';

export interface ReportInputs {
  options: ReportOptions;
  capabilities: CapabilityRow[];
  compiled: readonly CompiledProfile[];
  tally: Tally;
  verdict: ScanVerdict;
  probe: KeyProbe;
  server: ServerFacts;
  /** The database of each partition that was scanned. */
  scanned: readonly number[];
  sizes: SizeSource;
  /** What earlier runs of this program have done; empty if it was not read. */
  state: StateNote;
  /** Keys of the sample that were not read because of the command ceiling. */
  unread: number;
  /** Snapshots that were read; empty in a live audit. */
  snapshots: SnapshotRow[];
  notCheckable: AuditData['notCheckable'];
}

/** The options that the report itself depends on. */
export type ReportOptions = Pick<
  AuditOptions,
  'profilesAsked' | 'pattern' | 'type' | 'now' | 'offset' | 'showIds' | 'deployed' | 'variables'
>;

export async function buildAuditData(inputs: ReportInputs): Promise<AuditData> {
  const { options, tally, verdict, probe, server } = inputs;
  const whole = isWhole(options, verdict);
  const { compiled } = inputs;
  const recognised = await recognise({ tally, compiled, probe, whole, asked: options.profilesAsked, offset: options.offset });
  const { presence, offset } = recognised;
  const families = reportFamilies(presence, tally.inferred.finish(), {
    keys: tally.keys,
    sizes: inputs.sizes,
    clock: { now: options.now.getTime(), utcOffset: recognised.offset.utcOffset },
  });
  const names = identity(options.showIds);
  const total = sumBytes(families);
  // A sum without some families says nothing about the whole.
  const bytes = isLowerBound(total) ? null : total.bytes;
  const exact = verdict.partial === null && families.every(({ row }) => row.exact);
  const unknown = families.filter(({ row }) => row.inferred);
  const profiles = recognised.profiles.map(profileRow);
  const scannedDbs = [...new Set(inputs.scanned)];
  const dimensions = dimensionTops(tally, families, names, inputs.sizes);
  const findings = await findAll({
    tally,
    families,
    profiles: recognised.profiles,
    server,
    probe,
    identity: names,
    clock: { now: options.now.getTime(), utcOffset: offset.utcOffset, marginMs: marginMs(offset) },
    live: inputs.snapshots.length === 0,
    databases: scannedDbs,
    shortened: notedFamilies(inputs.state).filter(isShortening),
    scope: scopeOf(options, verdict),
    distinct: (dimension) => dimensions.find((one) => one.dimension === dimension)?.distinct || null,
    deployed: options.deployed ?? {},
    variables: options.variables ?? null,
    utcOffsetGiven: options.offset.flag,
    bytes,
  });
  const cutShort = inputs.unread + probe.leftOut() > 0;
  return {
    source: {
      kind: inputs.snapshots.length > 0 ? 'snapshot' : 'live',
      snapshots: inputs.snapshots,
      sizes: inputs.sizes,
      exact,
      countProven: verdict.countProven,
      countNote: verdict.countNote,
      endedBecause: verdict.endedBecause,
      partial: verdict.partial ?? (cutShort ? 'max-commands' : null),
      unread: inputs.unread,
      unasked: probe.leftOut(),
      filter: { pattern: options.pattern === null ? null : printable(options.pattern), type: options.type },
    },
    server: {
      version: server.version,
      product: server.product,
      mode: server.mode,
      role: server.role,
      usedMemory: server.usedMemory,
      usedMemoryPeak: server.usedMemoryPeak,
      maxmemory: server.maxmemory,
      maxmemoryPolicy: server.maxmemoryPolicy,
      persistence: server.saving.by,
      uptimeSeconds: server.uptimeSeconds,
      commandsProcessed: server.commandsProcessed,
      nodes: server.nodes,
    },
    clock: { now: options.now.toISOString(), ...offset },
    profiles,
    keys: tally.keys,
    vanished: families.reduce((sum, { stats }) => sum + stats.vanished, 0),
    refused: families.reduce((sum, { stats }) => sum + stats.refused, 0),
    expired: expiredKeys(tally, presence),
    databases: databaseRows(inputs, scannedDbs),
    families: families.map(({ row }) => row),
    unrecognised: {
      keys: unknown.reduce((sum, { row }) => sum + row.keys, 0),
      families: unknown.length,
      exact: unknown.every(({ row }) => row.exact),
      ...sumBytes(unknown),
    },
    byGrain: byGrain(families, tally.keys),
    byClass: byClass(families, tally.keys),
    fineGrained: fineGrained(families, tally.keys),
    dimensions,
    largest: tally.largest.list.map(({ key, bytes, type, length, counted }) => {
      const family = familyOf(families, counted);
      return { key: names.key(key.name, family?.owner ?? null), family: family?.row.id ?? '', type, bytes, length };
    }),
    memory: memoryReport({
      server,
      keyBytes: bytes,
      exact,
      estimated: inputs.sizes !== 'server',
      whole: whole && everyDatabase(server, scannedDbs),
    }),
    capabilities: inputs.capabilities,
    notCheckable: inputs.notCheckable,
    findings,
  };
}

function profileRow({ compiled: { profile }, keys, families, asked, release }: RecognisedProfile): ProfileRow {
  const matched = `${formatCounted(keys, 'key matches', 'keys match')} ${families} of its ${profile.families.length} families`;
  return {
    name: profile.name,
    id: profile.name,
    title: profile.title,
    version: release.from,
    upTo: release.to,
    upgradedFrom: release.upgradedFrom,
    evidence: [...release.evidence, matched, ...(asked ? ['named by --profile'] : [])],
    keys,
  };
}

/** The family under which a key was counted. */
function familyOf(families: readonly ReportedFamily[], counted: { stats: object } | object): ReportedFamily | undefined {
  const stats = 'stats' in counted ? counted.stats : counted;
  return families.find((family) => family.stats === stats);
}

function databaseRows({ server, tally }: ReportInputs, scanned: readonly number[]): AuditData['databases'] {
  const known = new Map(server.databases.map((row) => [row.db, row]));
  const dbs = [...new Set([...known.keys(), ...scanned])].sort((a, b) => a - b);
  return dbs.map((db) => ({
    db,
    keys: known.get(db)?.keys ?? tally.scannedIn(db),
    withTtl: known.get(db)?.withTtl ?? null,
    scanned: tally.scannedIn(db),
  }));
}

/** True when all keys of the requested databases were seen. */
const isWhole = ({ pattern, type }: ReportOptions, { partial }: ScanVerdict): boolean =>
  partial === null && pattern === null && type === null;

const scopeOf = ({ pattern, type }: ReportOptions, { partial }: ScanVerdict): FindingContext['scope'] =>
  pattern !== null || type !== null ? 'asked' : partial !== null ? 'seen' : 'whole';

/** True when no other database holds keys, so that all other memory is overhead. */
const everyDatabase = ({ databases }: ServerFacts, scanned: readonly number[]): boolean =>
  databases.every(({ db, keys }) => keys === 0 || scanned.includes(db));
