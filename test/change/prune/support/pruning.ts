/** Prunes without the command line, as `meter prune` does it. */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArchiveRecord } from '../../../../src/lib/change/archive/record.js';
import { openArchive } from '../../../../src/lib/change/archive/reader.js';
import { createArchive, type ArchiveWriter } from '../../../../src/lib/change/archive/writer.js';
import { applyPrune } from '../../../../src/lib/change/prune/apply.js';
import type { Applied } from '../../../../src/lib/change/engine/run-changes.js';
import { planPrune } from '../../../../src/lib/change/prune/plan.js';
import { NO_SELECTION, type Selection } from '../../../../src/lib/change/plan/selection.js';
import { wasChanged } from '../../../../src/lib/change/engine/outcome.js';
import { newRunId } from '../../../../src/lib/change/engine/notes.js';
import { CHANGE_SCRIPTS } from '../../../../src/lib/change/engine/scripts.js';
import { builtinProfiles } from '../../../../src/lib/profile/builtin/index.js';
import { changeGuard, readOnlyGuard } from '../../../../src/lib/redis/guard.js';
import { openLedger } from '../../../../src/lib/redis/ledger.js';
import { resolveTarget } from '../../../../src/lib/redis/resolve-target.js';
import { openSession } from '../../../../src/lib/redis/topology.js';
import { HEAD } from '../../restore/support/restoring.js';
import { BASE, UTC_OFFSET } from '../../../support/clock.js';

export const HOURLY: Selection = { ...NO_SELECTION, grains: ['hour'] };

export type OnArchived = (records: readonly ArchiveRecord[]) => Promise<void>;

export interface PruningOptions {
  db?: number;
  selection?: Partial<Selection>;
  /** `redis://user:password@…`, instead of the port. */
  url?: string;
  /** Where the archive is written; absent: a name of its own. */
  path?: string;
  /** Called between plan and change. */
  onAgreed?: () => void;
  /** How long to try to reconnect, in ms. */
  retry?: number | undefined;
  /** Awaited when records are safe in the archive, and before anything is done about them. */
  onArchived?: OnArchived;
}

export interface Pruned {
  applied: Applied;
  archive: string;
}

/** Many prunes in one process make each other wait. */
const PATIENCE_MS = 60_000;

export const archivePath = (): string => join(tmpdir(), `meter-prune-${randomUUID()}.archive`);

const profiles = await builtinProfiles();

/** Rejects where not even the plan could be made. */
export async function pruning(port: number, options: PruningOptions = {}): Promise<Pruned> {
  const { db = 0, selection = {}, url, retry, onAgreed, onArchived, path = archivePath() } = options;
  const reading = { guard: readOnlyGuard(), ledger: openLedger() };
  const place = url === undefined ? { port } : { url };
  const session = await openSession(await resolveTarget({ ...place, db, retry, timeout: PATIENCE_MS }, {}), reading);
  const common = { db, maxLatencyMs: 1_000, signal: new AbortController().signal };
  try {
    const { choice, names } = await planPrune(session, reading, {
      ...common,
      selection: { ...HOURLY, ...selection },
      profiles,
      profilesAsked: false,
      profileSpecs: ['auto'],
      now: BASE,
      offset: { flag: UTC_OFFSET, env: null, noted: null },
      target: { mode: 'standalone', name: '', host: '127.0.0.1', port, db, nodes: [] } as never,
      asTyped: 'prune --hourly',
      listKeys: false,
      showIds: false,
      onProgress: () => {},
    });
    const run = newRunId();
    const archive = await createArchive(path, { ...HEAD, run, db, createdAt: new Date().toISOString() });
    if (onArchived) hold(archive, onArchived);
    onAgreed?.();
    try {
      const access = { guard: changeGuard(CHANGE_SCRIPTS), ledger: openLedger() };
      const applied = await applyPrune(session, access, {
        ...common,
        run,
        choice,
        archive,
        names,
        maxOps: null,
        together: 512,
        onProgress: () => {},
      });
      await archive.close(applied.settled);
      return { applied, archive: path };
    } finally {
      names.close();
    }
  } finally {
    session.close();
  }
}

function hold(archive: ArchiveWriter, onArchived: OnArchived): void {
  const append = archive.append.bind(archive);
  archive.append = async (records) => {
    await append(records);
    await onArchived(records);
  };
}

/** What an archive says was changed, or may have been: a record of a change that was not made is left out. */
export async function changesIn(path: string): Promise<ArchiveRecord[]> {
  const archive = await openArchive(path);
  const { batches } = await archive.verify();
  const made: ArchiveRecord[] = [];
  for await (const record of archive.records()) {
    const outcome = record.batch === undefined ? undefined : batches.outcomeOf(record.batch);
    if (outcome === undefined || wasChanged(outcome, record.item!)) made.push(record);
  }
  return made;
}
