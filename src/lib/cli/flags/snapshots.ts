import { resolve } from 'node:path';
import { usageError } from '../../format/errors.js';
import { connectionFlags } from './connection.js';
import type { Rule } from './contradictions.js';

/**
 * Flags that have no meaning for snapshots. `others`: those of the verb, in addition to the connection's. `allowed`: those of the
 * connection that mean something else, too.
 */
export const liveOnly = (others: readonly string[], allowed: readonly string[] = []): Rule => ({
  flags: ['rdb'],
  with: [...Object.keys(connectionFlags).filter((name) => name !== 'db' && !allowed.includes(name)), ...others],
  advice: 'A snapshot is read without any server: leave one out.',
});

/** Throws usage errors for invalid names, and for a file that is named twice. */
export function checkSnapshotNames(files: readonly string[]): void {
  if (files.includes('')) throw usageError('--rdb takes the name of a file.', 'Standard input is -.');
  const places = files.map((name) => (name === '-' ? name : resolve(name)));
  if (new Set(places).size < places.length) throw usageError('--rdb names a file twice.', 'Its keys would be counted twice.');
}

/** Throws a usage error if a snapshot would be read from a terminal. */
export function checkSnapshotInput(files: readonly string[]): void {
  if (files.includes('-') && process.stdin.isTTY)
    throw usageError('--rdb - reads a snapshot from standard input, which is a terminal.', 'Pipe a file in: … < dump.rdb');
}
