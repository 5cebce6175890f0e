import type { AuditRun, CommonOptions } from './live.js';

/** Starts to read large snapshots. The returned function audits them. */
export async function snapshotRun(
  files: readonly string[],
  databases: number | 'all',
): Promise<(common: CommonOptions) => Promise<AuditRun>> {
  const { prepareReader } = await import('../../snapshot/thread/start.js');
  const reader = await prepareReader(files[0]!);
  const { auditSnapshots } = await import('../../audit/snapshot-audit.js');
  return async (common) => {
    const outcome = await auditSnapshots(files, { ...common, databases, several: files.length > 1, reader });
    return { outcome, target: null, commands: 0, roundTrips: 0 };
  };
}
