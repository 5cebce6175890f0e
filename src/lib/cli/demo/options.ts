/** From the flags of the demo to its options. Contradicting flags fail here, before any work. */
import type { SnapshotFormat } from '../../demo/model.js';
import type { RelayOptions } from '../../demo/relay.js';
import { usageError } from '../../format/errors.js';
import type { AuditRequest } from '../audit/options.js';
import { parseNow } from '../flags/clock.js';
import { rejectContradictions, type Rule } from '../flags/contradictions.js';
import type { Face } from '../flags/face.js';
import { snapshotFormats, type DemoFlags } from './flags.js';

export interface WritePlan {
  kind: 'write';
  file: string;
  format: SnapshotFormat;
  force: boolean;
}

export interface AuditPlan extends Pick<AuditRequest, 'showIds' | 'failOn'> {
  kind: 'audit';
  format: Face | undefined;
}

export type DemoPlan = AuditPlan | { kind: 'live' } | WritePlan;

export type Relay = RelayOptions & { utcOffset: number };

/** Standard output in place of a file. */
export const STDOUT = '-';

/** The relay has 60 days of traffic, and no time in its keys may be before 1970. */
const EARLIEST = Date.UTC(1971, 0, 1);

export function demoPlan(flags: DemoFlags, stdoutIsTerminal: boolean): DemoPlan {
  rejectContradictions(flags, RULES);
  if (flags.write === undefined && !flags.live) return auditPlan(flags);
  return flags.write === undefined ? livePlan(flags) : writePlan(flags, flags.write, stdoutIsTerminal);
}

const RULES: readonly Rule[] = [
  { flags: ['write'], with: ['live'], message: () => '--write and --live are two different things.' },
  {
    flags: ['write', 'live'],
    with: ['output', 'all', 'section', 'show-ids', 'fail-on'],
    message: (mode, ofReport) => `--${ofReport} is for the report, and --${mode} prints none.`,
    advice: (mode, ofReport) => `Leave --${ofReport} or --${mode} out.`,
  },
  {
    flags: ['force'],
    with: ['live'],
    message: () => '--force is for a file, and --live writes none.',
    advice: 'Leave it out.',
  },
  {
    flags: ['force'],
    without: ['write'],
    message: () => '--force is for a file, and none is to be written.',
    advice: 'Name it: meter demo --force --write FILE',
  },
];

function auditPlan({ format, ...flags }: DemoFlags): DemoPlan {
  if (isSnapshotFormat(format))
    throw usageError(`--format ${format} is for a file.`, `Name it: meter demo --write relay.${format}`);
  return { kind: 'audit', format, showIds: flags['show-ids'], failOn: flags['fail-on'] ?? null };
}

function livePlan({ format }: DemoFlags): DemoPlan {
  if (format !== undefined && format !== 'json')
    throw usageError('--live prints an address, as text or JSON.', `Leave --format ${format} out.`);
  return { kind: 'live' };
}

function writePlan(flags: DemoFlags, file: string, stdoutIsTerminal: boolean): DemoPlan {
  const { format, force } = flags;
  const json = flags.json || format === 'json';
  if (format !== undefined && format !== 'json' && !isSnapshotFormat(format))
    throw usageError(`--format ${format} is for the report.`, 'A file takes --format rdb or --format resp.');
  if (file === '') throw usageError('--write needs the name of a file.', 'Name it: meter demo --write relay.rdb');
  if (file === STDOUT && json)
    throw usageError('Standard output cannot take both the relay and JSON.', 'Leave --json out, or name a file.');
  if (file === STDOUT && stdoutIsTerminal)
    throw usageError(
      'The relay is data for programs, not for a terminal.',
      'Name a file, or pass it on: meter demo --write - | …',
    );
  const byName = file.toLowerCase().endsWith('.resp') ? 'resp' : 'rdb';
  return { kind: 'write', file, format: isSnapshotFormat(format) ? format : byName, force };
}

const isSnapshotFormat = (format: DemoFlags['format']): format is SnapshotFormat =>
  snapshotFormats.some((known) => known === format);

/** The relay that the flags describe. */
export function relayFrom(flags: DemoFlags): Relay {
  const now = parseNow(flags.now);
  if (now.getTime() < EARLIEST) throw usageError('The time of the demo cannot lie before 1971.', 'Give --now a later time.');
  const { keys, seed, 'utc-offset': utcOffset } = flags;
  return { seed, now, utcOffset, problems: true, ...(keys === undefined ? {} : { keys }) };
}
