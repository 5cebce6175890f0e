import { resolve } from 'node:path';
import { usageError } from '../../format/errors.js';
import type { AuditFlags } from './flags.js';
import type { AuditRun, CommonOptions } from './live.js';
import { parseDb } from '../base/connect.js';
import { connectionFlags } from '../flags/connection.js';

/** Flags of a live audit that mean nothing without a server; `--exact` is no more than what happens anyway. */
const LIVE_ONLY = [...Object.keys(connectionFlags).filter((name) => name !== 'db'), 'max-commands', 'lengths'];

/** Checks the flags that say which snapshots to read; what it returns reads them. */
export async function snapshotRun(
  flags: AuditFlags,
  files: readonly string[],
): Promise<(common: CommonOptions) => Promise<AuditRun>> {
  const given = Object.entries(flags).filter(([, value]) => value !== undefined && value !== false);
  const [contradiction] = given.map(([name]) => name).filter((name) => LIVE_ONLY.includes(name));
  if (contradiction !== undefined)
    throw usageError(
      `--rdb and --${contradiction} contradict each other.`,
      'A snapshot is read without any server: leave one out.',
    );
  if (files.includes('')) throw usageError('--rdb takes the name of a file.', 'Standard input is -.');
  const places = files.map((name) => (name === '-' ? name : resolve(name)));
  if (new Set(places).size < places.length) throw usageError('--rdb names a file twice.', 'Its keys would be counted twice.');
  if (files.includes('-') && process.stdin.isTTY)
    throw usageError('--rdb - reads a snapshot from standard input, which is a terminal.', 'Pipe a file in: … < dump.rdb');
  const databases = parseDb(flags.db) ?? 0;
  const { prepareReader } = await import('../../snapshot/thread/start.js');
  const reader = await prepareReader(files[0]!);
  const { auditSnapshots } = await import('../../audit/snapshot-audit.js');
  return async (common) => {
    const outcome = await auditSnapshots(files, { ...common, databases, several: files.length > 1, reader });
    return { outcome, target: null, commands: 0, roundTrips: 0 };
  };
}
