/** Shared by the end-to-end tests of `meter audit`: a relay's keys, and the report as data. */
import type { DemoCommand } from '../../src/lib/demo/entry.js';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import type { Manifest } from '../../src/lib/demo/manifest.js';
import { relayKeyspace, type RelayOptions } from '../../src/lib/demo/relay.js';
import type { FamilyRow } from '../../src/lib/audit/model.js';
import type { AuditReport, WordedFinding } from '../../src/lib/report/audit/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { BASE, BASE_ISO } from './clock.js';
import { runMeterInside, type InsideOptions } from './meter-inside.js';
import { runMeter, type MeterOptions, type MeterResult } from './meter.js';

export const NOW = BASE_ISO;

const COMMON = { seed: 9, now: BASE, minTtl: 7200 };

/** A few thousand keys; problems are planted into a small relay. No key expires during a test. */
export const relayOptions = (problems: boolean): RelayOptions =>
  problems ? { ...COMMON, problems, days: 14 } : { ...COMMON, problems, keys: 2500, booked: true };

interface Made {
  commands: DemoCommand[];
  manifest: Manifest;
}

/** Cached by `problems`: generating forty days of traffic takes seconds, and many tests load the same relay. */
const made = new Map<boolean, Made>();

function relayOf(problems: boolean): Made {
  const known = made.get(problems);
  if (known) return known;
  const source = relayKeyspace(relayOptions(problems));
  const commands: DemoCommand[] = [];
  for (;;) {
    const next = source.next();
    if (next.done) {
      const relay = { commands, manifest: next.value };
      made.set(problems, relay);
      return relay;
    }
    commands.push(next.value);
  }
}

/** Loads the relay; returns its manifest. */
export async function loadRelay(port: number, problems = false): Promise<Manifest> {
  const { commands, manifest } = relayOf(problems);
  await loadKeyspace(commands.values(), { host: '127.0.0.1', port });
  return manifest;
}

export const keysOf = (manifest: Manifest): number => manifest.families.reduce((sum, { keys }) => sum + keys, 0);

export interface AuditRun extends MeterResult {
  envelope: Envelope<AuditReport>;
  data: AuditReport;
}

/** Runs `meter audit --json` with these arguments in a separate process; fails when stdout has no report. */
export const audit = async (args: readonly string[], options: MeterOptions = {}): Promise<AuditRun> =>
  reportOf(await runMeter(withJson(args), options));

/** The same, in the test's process. */
export const auditInside = async (args: readonly string[], options: InsideOptions = {}): Promise<AuditRun> =>
  reportOf(await runMeterInside(withJson(args), options));

const withJson = (args: readonly string[]): string[] => ['audit', '--now', NOW, ...args, '--json'];

function reportOf(result: MeterResult): AuditRun {
  if (!result.stdout.startsWith('{')) throw new Error(`no report (exit ${result.code}): ${result.stderr}`);
  const envelope = result.json<Envelope<AuditReport>>();
  if (!envelope.ok) throw new Error(`no report (exit ${result.code}): ${result.stdout}`);
  return { ...result, envelope, data: envelope.data };
}

export function familyOf({ families }: AuditReport, pattern: string): FamilyRow {
  const found = families.find((family) => family.pattern === pattern);
  if (!found) throw new Error(`no family ${pattern} among ${families.map((family) => family.pattern).join(' ')}`);
  return found;
}

export const findingsOf = ({ findings }: AuditReport, code: string): WordedFinding[] =>
  findings.filter((finding) => finding.code === code);
