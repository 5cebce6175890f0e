/** Archives made by hand, and restores without the command line. */
import { truncate } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { ArchiveHead, ArchiveRecord } from '../../../../src/lib/change/archive/record.js';
import type { Archive } from '../../../../src/lib/change/archive/reader.js';
import { createArchive } from '../../../../src/lib/change/archive/writer.js';
import { newRunId } from '../../../../src/lib/change/engine/notes.js';
import { additiveFigures } from '../../../../src/lib/change/compare/additive.js';
import type { Mode } from '../../../../src/lib/change/restore/entry.js';
import { indexFamilies } from '../../../../src/lib/change/restore/index-families.js';
import { restore, type RestoreResult } from '../../../../src/lib/change/restore/restore.js';
import { RESTORE_SCRIPTS } from '../../../../src/lib/change/restore/scripts.js';
import { surveyArchives, type Wanted } from '../../../../src/lib/change/restore/survey.js';
import { builtinProfiles } from '../../../../src/lib/profile/builtin/index.js';
import { compileProfile } from '../../../../src/lib/profile/classify.js';
import { changeGuard } from '../../../../src/lib/redis/guard.js';
import { openLedger } from '../../../../src/lib/redis/ledger.js';
import { resolveTarget } from '../../../../src/lib/redis/resolve-target.js';
import { openSession } from '../../../../src/lib/redis/topology.js';

export const HEAD: ArchiveHead = {
  meterVersion: '0.1.0',
  command: 'prune --hourly',
  createdAt: '2026-11-21T02:03:04.000Z',
  target: '127.0.0.1:6379/0',
  fingerprint: 'run 0',
  db: 0,
  server: '7.0.15',
  profile: 'claude-relay-service',
  utcOffset: 8,
};

/** Writes the records in one go, in a file of its own. `complete: false`: the totals are missing. */
export async function archiveOf(
  records: readonly Partial<ArchiveRecord>[],
  { complete = true, head = {} }: { complete?: boolean; head?: Partial<ArchiveHead> } = {},
): Promise<string> {
  const path = join(tmpdir(), `meter-restore-${randomUUID()}.archive`);
  const writer = await createArchive(path, { ...HEAD, run: newRunId(), ...head });
  const defaults = { db: 0, name: '', family: 'usage.hourly', action: 'delete', expireAtMs: null };
  await writer.append(records.map((record) => ({ ...defaults, value: { form: 'absent' }, ...record }) as ArchiveRecord));
  const { bytes } = writer;
  await writer.close();
  if (!complete) await truncate(path, bytes);
  return path;
}

export const dumped = async (client: Redis, name: string): Promise<ArchiveRecord['value']> => ({
  form: 'dump',
  payload: (await client.dumpBuffer(name)).toString('latin1'),
});

export interface RestoringOptions {
  mode?: Mode;
  wanted?: Partial<Wanted>;
  kept?: ArchiveRecord[];
  /** `redis://user:password@…`, instead of the port. */
  url?: string;
  /** Sees every command before it is sent; what it throws ends the run there, as a kill does. */
  onCommand?: (args: readonly string[]) => void;
  /** Commands in total. */
  ceiling?: number;
  /** Awaited before the first record is looked at, when the run has begun. */
  onBegun?: () => Promise<void>;
}

const profiles = (await builtinProfiles()).map(compileProfile);

/** Restores into the server, and removes the archives unless they are to be used again. */
export async function restoring(
  port: number,
  paths: readonly string[],
  { mode = 'keep', wanted = {}, kept = [], url, onCommand, ceiling, onBegun }: RestoringOptions = {},
): Promise<RestoreResult> {
  const chosen = { families: [], keys: [], ...wanted };
  const known = changeGuard(RESTORE_SCRIPTS);
  const check = (args: readonly string[]): void => {
    onCommand?.(args);
    known.check(args);
  };
  const access = { guard: { check }, ledger: openLedger(ceiling) };
  const session = await openSession(await resolveTarget(url === undefined ? { port } : { url }, {}), access);
  const archives = await surveyArchives(paths, chosen);
  if (onBegun) for (const { archive } of archives) hold(archive, onBegun);
  try {
    return await restore(session, access, {
      db: 0,
      archives,
      wanted: chosen,
      mode,
      additive: additiveFigures(profiles),
      isIndex: indexFamilies(profiles),
      archive: {
        path: '',
        records: 0,
        bytes: 0,
        append: (records) => Promise.resolve(void kept.push(...records)),
        end: () => {},
        flush: async () => {},
        close: () => Promise.resolve(),
      },
      isKnown: () => false,
      maxOps: null,
      maxLatencyMs: 1_000,
      signal: new AbortController().signal,
      onProgress: () => {},
    });
  } finally {
    session.close();
  }
}

function hold(archive: Archive, onBegun: () => Promise<void>): void {
  const backwards = archive.backwards.bind(archive);
  archive.backwards = async function* (contents) {
    await onBegun();
    yield* backwards(contents);
  };
}
