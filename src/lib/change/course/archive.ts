/** The archive of a run. */
import { rm } from 'node:fs/promises';
import { infoField } from '../../redis/info.js';
import type { Session } from '../../redis/topology.js';
import { defaultArchivePaths } from '../archive/default-path.js';
import { createArchive, type ArchiveWriter } from '../archive/writer.js';
import type { PlanData } from '../plan/model.js';

/** `archive`: its path; `true`: a new file in the current folder; `false`: none, and the result is `null`. */
export async function archiveFor(
  plan: PlanData,
  session: Session,
  archive: string | boolean,
  { run, previous, meterVersion }: { run: string; previous: string | null; meterVersion: string },
): Promise<ArchiveWriter | null> {
  if (archive === false) return null;
  const { target } = plan;
  const db = typeof target.db === 'number' ? target.db : 0;
  const place = { verb: plan.command, host: target.host ?? 'socket', port: target.port ?? 0, db };
  return createArchive(archive === true ? defaultArchivePaths('.', place, new Date()) : archive, {
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
 * Removes an empty archive: `null`. While the state note may name it, it stays, and shows the undo of an earlier run that this run
 * has changed nothing.
 */
export async function keptArchive(archive: ArchiveWriter, isNamed: boolean): Promise<ArchiveWriter | null> {
  if (archive.records > 0) return archive;
  if (!isNamed) await rm(archive.path, { force: true });
  return null;
}
