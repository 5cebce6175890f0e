/** Rollups without the command line, which can be killed at any command. */
import { randomUUID } from 'node:crypto';
import { stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArchiveRecord } from '../../../../src/lib/change/archive/record.js';
import { applyRollup } from '../../../../src/lib/change/migrate/rollup-apply.js';
import { planRollup } from '../../../../src/lib/change/migrate/rollup-plan.js';
import { createArchive } from '../../../../src/lib/change/archive/writer.js';
import { newRunId } from '../../../../src/lib/change/engine/notes.js';
import { CHANGE_SCRIPTS } from '../../../../src/lib/change/engine/scripts.js';
import type { Applied } from '../../../../src/lib/change/engine/run-changes.js';
import { builtinProfiles } from '../../../../src/lib/profile/builtin/index.js';
import { changeGuard, readOnlyGuard, type CommandGuard } from '../../../../src/lib/redis/guard.js';
import { openLedger } from '../../../../src/lib/redis/ledger.js';
import { resolveTarget } from '../../../../src/lib/redis/resolve-target.js';
import { openSession } from '../../../../src/lib/redis/topology.js';
import type { PlanData } from '../../../../src/lib/change/plan/model.js';
import { BASE, UTC_OFFSET } from '../../../support/clock.js';
import type { OnArchived } from '../../prune/support/pruning.js';
import { HEAD } from '../../restore/support/restoring.js';

export interface MigratingOptions {
  rollup: string;
  prune?: boolean;
  /** The base date, unless it is given. */
  now?: Date;
  /** `redis://user:password@…`, instead of the port. */
  url?: string;
  /** Nothing is sent after so many commands of the run. */
  killAfter?: number;
  /** Takes what is archived. */
  archived?: ArchiveRecord[];
  /** Awaited when records are archived, and before anything is done about them. */
  onArchived?: OnArchived;
}

export interface Migrated {
  plan: PlanData;
  /** `null`: it was killed. */
  applied: Applied | null;
  /** Path of the archive. */
  archive: string;
}

class Killed extends Error {}

function mortal(guard: CommandGuard, commands: number): CommandGuard {
  let left = commands;
  return {
    check(args) {
      guard.check(args);
      if (left-- <= 0) throw new Killed('killed');
    },
  };
}

export async function migrating(port: number, options: MigratingOptions): Promise<Migrated> {
  const { rollup, prune = false, now = BASE, url, killAfter = Infinity, archived = [], onArchived } = options;
  const path = join(tmpdir(), `meter-migrate-${randomUUID()}.archive`);
  const ledger = openLedger();
  const readOnly = readOnlyGuard();
  const { signal } = new AbortController();
  const place = url === undefined ? { port } : { url };
  const session = await openSession(await resolveTarget(place, {}), { guard: readOnly, ledger });
  const common = { db: 0, maxLatencyMs: 1_000, signal, onProgress: () => {} };
  try {
    const { data: plan, todo } = await planRollup(
      session,
      { guard: readOnly, ledger },
      {
        ...common,
        rollup,
        prune,
        profiles: await builtinProfiles(),
        profilesAsked: false,
        profileSpecs: ['auto'],
        now,
        offset: { flag: UTC_OFFSET, env: null, noted: null },
        target: { name: 'test' } as PlanData['target'],
        asTyped: `migrate --rollup ${rollup}`,
        showIds: true,
      },
    );
    const access = { guard: mortal(changeGuard(CHANGE_SCRIPTS), killAfter), ledger };
    const run = newRunId();
    const archive = await createArchive(path, { ...HEAD, run, createdAt: new Date().toISOString() });
    try {
      const append = archive.append.bind(archive);
      archive.append = async (records) => {
        archived.push(...records);
        await append(records);
        await onArchived?.(records);
      };
      const applied = await applyRollup(session, access, { ...common, run, todo, archive, maxOps: null });
      await archive.close(applied.settled);
      return { plan, applied, archive: path };
    } catch (error) {
      const { size } = await stat(path);
      await archive.close(false);
      if (!(error instanceof Killed)) throw error;
      // What closing has written is not there after a kill.
      await truncate(path, size);
      return { plan, applied: null, archive: path };
    } finally {
      todo.names.close();
    }
  } finally {
    session.close();
  }
}
