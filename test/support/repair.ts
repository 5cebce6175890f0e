/** Repairs a test server in this process: everything that meter does between its check and its receipt. */
import type { ArchiveWriter } from '../../src/lib/change/archive/writer.js';
import type { Applied } from '../../src/lib/change/engine/run-changes.js';
import { applyRepair } from '../../src/lib/change/repair/apply.js';
import { newRunId } from '../../src/lib/change/engine/notes.js';
import { CHANGE_SCRIPTS } from '../../src/lib/change/engine/scripts.js';
import { FoundRepairs } from '../../src/lib/change/repair/found-repairs.js';
import { changeGuard, readOnlyGuard } from '../../src/lib/redis/guard.js';
import { openLedger } from '../../src/lib/redis/ledger.js';
import { resolveTarget } from '../../src/lib/redis/resolve-target.js';
import { openSession } from '../../src/lib/redis/topology.js';
import { openChecker, type CheckGiven } from './consistency.js';

interface Given extends CheckGiven {
  /** The user for the repair; absent: the default user. */
  user?: { user: string; password: string };
  archive?: ArchiveWriter;
  signal?: AbortSignal;
  /** Called between the check and the changes. */
  beforeApplied?: () => Promise<unknown>;
}

export async function repairServer(port: number, given: Given = {}): Promise<Applied> {
  const ledger = openLedger();
  const { user, archive = null, signal = new AbortController().signal, beforeApplied, ...check } = given;
  const target = await resolveTarget({ port, ...user }, {});
  const session = await openSession(target, { guard: readOnlyGuard(), ledger });
  const checker = await openChecker(port, check);
  const find = async (): Promise<FoundRepairs> => {
    const found = new FoundRepairs(checker.plans);
    await checker.check((difference) => found.take(difference));
    return found;
  };
  try {
    const repairs = await find();
    await beforeApplied?.();
    const done = await applyRepair(
      session,
      { guard: changeGuard(CHANGE_SCRIPTS), ledger },
      {
        run: newRunId(),
        db: check.db ?? 0,
        repairs,
        checkAgain: find,
        judgeAgain: (known) => checker.judgeAgain(known),
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
    await checker.close();
    session.close();
  }
}
