/** Repairs of a test server, made in this process: what meter does between its check and its receipt. */
import type { ArchiveWriter } from '../../src/lib/change/archive/writer.js';
import type { Applied } from '../../src/lib/change/run-changes.js';
import { applyRepair } from '../../src/lib/change/repair/apply.js';
import { keyRepairs, type KeyRepair } from '../../src/lib/change/repair/key-repairs.js';
import { REPAIR_SCRIPTS } from '../../src/lib/change/repair/scripts.js';
import { changeGuard, readOnlyGuard } from '../../src/lib/redis/guard.js';
import { openLedger } from '../../src/lib/redis/ledger.js';
import { resolveTarget } from '../../src/lib/redis/resolve-target.js';
import { openSession } from '../../src/lib/redis/topology.js';
import { checkServer, type CheckGiven } from './consistency.js';

interface Given extends CheckGiven {
  /** Who repairs; absent: the default user. */
  user?: { user: string; password: string };
  archive?: ArchiveWriter;
  signal?: AbortSignal;
}

export async function repairServer(port: number, given: Given = {}): Promise<Applied> {
  const ledger = openLedger();
  const { db = 0, user, archive = null, signal = new AbortController().signal, ...check } = given;
  const session = await openSession(await resolveTarget({ port, ...user }, {}), { guard: readOnlyGuard(), ledger });
  const find = async (): Promise<KeyRepair[]> => keyRepairs((await checkServer(port, { db, ...check })).findings);
  try {
    const done = await applyRepair(
      session,
      { guard: changeGuard(REPAIR_SCRIPTS), ledger },
      {
        db,
        repairs: await find(),
        checkAgain: find,
        archive,
        maxOps: null,
        maxLatencyMs: 50,
        signal,
        onProgress: () => {},
      },
    );
    if (done.failure) throw done.failure;
    return done;
  } finally {
    session.close();
  }
}
