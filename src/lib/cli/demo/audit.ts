import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from '../../format/errors.js';
import type { RelayOptions } from '../../demo/relay.js';
import type { Messages } from '../../report/messages/messages.js';
import { PLAIN_AUDIT } from '../audit/options.js';
import { auditWith, type AuditResult } from '../audit/run.js';
import type { AuditPlan } from './options.js';
import { writeRelay } from './write.js';

/**
 * Calls `use` with a snapshot of the relay, and removes it afterwards. Only `kill -9` leaves it in the folder for temporary files.
 */
export async function withSnapshot(relay: RelayOptions, use: (file: string) => Promise<void>): Promise<void> {
  // No one else handles signals between writing and reporting, and a signal would leave the folder.
  const end = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) > 1) return;
    process.stderr.write('meter: Interrupted.\n');
    process.exit(EXIT.interrupted);
  };
  process.on('SIGINT', end).on('SIGTERM', end);
  const folder = mkdtempSync(join(tmpdir(), 'meter-demo-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // A second Ctrl-C ends the process at once.
  process.once('exit', remove);
  try {
    const file = join(folder, 'demo.rdb');
    await writeRelay(relay, { file, format: 'rdb', force: false });
    await use(file);
  } finally {
    process.off('exit', remove).off('SIGINT', end).off('SIGTERM', end);
    remove();
  }
}

export const NEXT_STEPS = [
  'This relay is made up. Next:',
  '  meter demo --live    puts it on a temporary server, to try every command on',
  '  meter audit --help   tells how to name a Redis of your own, or a snapshot of it',
];

/** Audits the snapshot at the relay's own time, when no key has expired. */
export const auditDemo = (
  file: string,
  now: Date,
  { showIds, failOn }: AuditPlan,
  { quiet, say, messages }: { quiet: boolean; say: (text: string) => void; messages: Messages },
): Promise<AuditResult> =>
  auditWith({ ...PLAIN_AUDIT, snapshots: [file], address: {}, now, showIds, failOn, quiet }, say, messages);
