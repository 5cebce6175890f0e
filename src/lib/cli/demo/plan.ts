/** From the demo's flags to what is to be done; flags that do not go together fail here, before any work. */
import type { RelayOptions } from '../../demo/relay.js';
import { usageError } from '../../format/errors.js';
import { parseNow } from '../flags/clock.js';
import { snapshotFormats, type DemoFlags } from './flags.js';

export type SnapshotFormat = (typeof snapshotFormats)[number];

export interface WritePlan {
  kind: 'write';
  file: string;
  format: SnapshotFormat;
  force: boolean;
}

export type DemoPlan = { kind: 'audit' } | { kind: 'live' } | WritePlan;

export type Relay = RelayOptions & { utcOffset: number };

/** Stands for standard output in the place of a file. */
export const STDOUT = '-';

/** The relay's traffic goes back 60 days, and no time in its keys may lie before 1970. */
const EARLIEST = Date.UTC(1971, 0, 1);

export function demoPlan(flags: DemoFlags, stdoutIsTerminal: boolean): DemoPlan {
  if (flags.write === undefined && !flags.live) return auditPlan(flags);
  if (flags.write !== undefined && flags.live)
    throw usageError('--write and --live are two different things.', 'Leave one of them out.');
  const mode = flags.live ? '--live' : '--write';
  const ofReport = (['output', 'all', 'section', 'show-ids', 'fail-on'] as const).find(
    (name) => flags[name] !== undefined && flags[name] !== false,
  );
  if (ofReport)
    throw usageError(`--${ofReport} is for the report, and ${mode} prints none.`, `Leave --${ofReport} or ${mode} out.`);
  return flags.write === undefined ? livePlan(flags) : writePlan(flags, flags.write, stdoutIsTerminal);
}

function auditPlan({ format, force }: DemoFlags): DemoPlan {
  if (isSnapshotFormat(format))
    throw usageError(`--format ${format} is for a file.`, `Name it: meter demo --write relay.${format}`);
  if (force) throw usageError('--force is for a file, and none is to be written.', 'Name it: meter demo --force --write FILE');
  return { kind: 'audit' };
}

function livePlan({ format, force }: DemoFlags): DemoPlan {
  if (force) throw usageError('--force is for a file, and --live writes none.', 'Leave it out.');
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

/** The relay that the flags ask for. */
export function relayFrom(flags: DemoFlags): Relay {
  const now = parseNow(flags.now);
  if (now.getTime() < EARLIEST) throw usageError('The time of the demo cannot lie before 1971.', 'Give --now a later time.');
  const { keys, seed, 'utc-offset': utcOffset } = flags;
  return { seed, now, utcOffset, problems: true, ...(keys === undefined ? {} : { keys }) };
}
