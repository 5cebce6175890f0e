/** The archive of a run, as the flags have it. */
import { rm } from 'node:fs/promises';
import { usageError } from '../../format/errors.js';
import type { ArchiveWriter } from '../../change/archive/writer.js';
import { infoField } from '../../redis/info.js';
import type { Session } from '../../redis/topology.js';
import type { PlanData } from '../../change/plan/model.js';
import type { CarryOutFlags } from './flags.js';

export function checkArchiveFlags(flags: Pick<CarryOutFlags, 'archive' | 'no-archive'>): void {
  if (flags.archive !== undefined && flags['no-archive'])
    throw usageError('--archive and --no-archive contradict each other.', 'Leave one of them out.');
}

/** `null` where none is wanted. */
export async function archiveFor(
  plan: PlanData,
  session: Session,
  flags: Pick<CarryOutFlags, 'archive' | 'no-archive'>,
  { run, previous, meterVersion }: { run: string; previous: string | null; meterVersion: string },
): Promise<ArchiveWriter | null> {
  if (flags['no-archive']) return null;
  const [{ createArchive }, { defaultArchivePaths }] = await Promise.all([
    import('../../change/archive/writer.js'),
    import('../../change/archive/default-path.js'),
  ]);
  const { target } = plan;
  const db = typeof target.db === 'number' ? target.db : 0;
  const place = { verb: plan.command, host: target.host ?? 'socket', port: target.port ?? 0, db };
  const paths = flags.archive ?? defaultArchivePaths('.', place, new Date());
  return createArchive(paths, {
    run,
    previous,
    meterVersion,
    command: plan.asTyped,
    createdAt: new Date().toISOString(),
    target: target.name,
    fingerprint: plan.fingerprint,
    db,
    server: infoField(session.info, 'valkey_version') ?? infoField(session.info, 'redis_version') ?? 'unknown',
    profile: plan.profiles.map(({ name }) => name).join(' '),
    utcOffset: plan.clock.utcOffset,
  });
}

/**
 * One that holds nothing is removed again: `null`. As long as the server's note may name it, it stays and tells who undoes an earlier run that
 * this one has changed nothing.
 */
export async function keptArchive(archive: ArchiveWriter, isNamed: boolean): Promise<ArchiveWriter | null> {
  if (archive.records > 0) return archive;
  if (!isNamed) await rm(archive.path, { force: true });
  return null;
}
