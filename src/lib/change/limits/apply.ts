/** Carries out a change of limits. If it is killed at any point, the same command again changes the rest. */
import type { Access } from '../../redis/control.js';
import type { Session } from '../../redis/topology.js';
import { chunks } from '../../format/chunks.js';
import { countOutcomes, runChanges, type Applied, type ChangeOptions, type ChangeRun } from '../engine/run-changes.js';
import type { Outcome } from '../engine/outcome.js';
import { limitWork, type LimitFields } from './items.js';
import type { LimitChange } from './request.js';

export interface LimitsApplyOptions extends ChangeOptions {
  changes: readonly LimitChange[];
  fields: Omit<LimitFields, 'db'>;
}

/** Keys that are changed at once. */
const BATCH = 256;
/** The application may count on a key at any moment, but pauses in between. */
const ATTEMPTS = 20;

export const applyLimits = (session: Session, access: Access, options: LimitsApplyOptions): Promise<Applied> =>
  runChanges(session, access, options, async (run) => {
    for (const part of chunks(options.changes, BATCH)) {
      if (run.signal.aborted) return false;
      await run.throttle.turn(part.length);
      await changeUntilStill(run, part, options);
    }
    // Who asked for a limit must know that it was not set.
    const { changed, protected: spared } = run.result.skipped;
    return changed + spared === 0;
  });

async function changeUntilStill(run: ChangeRun, part: readonly LimitChange[], { fields, db }: LimitsApplyOptions): Promise<void> {
  const work = limitWork({ ...fields, db });
  let open = part;
  for (let attempt = 1; open.length > 0; attempt++) {
    const outcomes = await run.engine.run(open, work);
    const isLast = attempt === ATTEMPTS || run.signal.aborted || run.engine.failure !== null;
    const isOpen = (outcome: Outcome): boolean => outcome === 'altered' && !isLast;
    countOutcomes(
      run,
      outcomes.filter((outcome) => !isOpen(outcome)),
    );
    open = open.filter((_, at) => isOpen(outcomes[at]!));
  }
}
