/** From a plan in a file to what was done. What is not in the plan is not touched, and what has changed since is skipped. */
import { EXIT, MeterError, usageError } from '../format/errors.js';
import type { ChangeResult, Talk, Work } from './change-run.js';
import { withChangeSession } from './change-run.js';
import type { ApplyFlags } from './apply-flags.js';
import { durationOf } from './duration-flag.js';
import { profilesFrom } from './profiles.js';
import { carryOutPrune } from './prune-run.js';
import type { PrunePlan } from '../change/prune/plan-file.js';

export async function applyWith(path: string, flags: ApplyFlags, talk: Talk): Promise<ChangeResult> {
  const { listedNames, readPlan } = await import('../change/prune/plan-file.js');
  const plan = await readPlan(path);
  const { profiles } = await profilesFrom(plan.profileSpecs);
  return withChangeSession(flags, talk, async (work) => {
    const [{ chooseAgain }, { countKeys }] = await Promise.all([
      import('../change/prune/choose-again.js'),
      import('../change/prune/count-keys.js'),
    ]);
    await checkTarget(plan, work);
    const { session, db, signal, shown } = work;
    const access = { guard: work.readOnly, ledger: work.ledger };
    const maxLatencyMs = durationOf('max-latency', flags['max-latency']);
    const pass = { db, signal, maxLatencyMs };
    const choice = await chooseAgain(plan, profiles, { session, ...access, ...pass });
    const only = listedNames(plan);
    const { count, names } = await countKeys(session, access, choice, {
      ...pass,
      listKeys: false,
      ...(only && { only }),
      onProgress: (keys, total) => shown.progress.update(keys, total),
    });
    try {
      const asTyped = `apply ${path}`;
      const result = await carryOutPrune(work, talk, {
        plan: { ...plan, asTyped, indexes: count.indexes },
        choice,
        names,
        flags,
        stop: flags['dry-run'],
      });
      if (result.envelope.data.receipt) result.envelope.data.skipped.gone += Math.max(0, plan.keys - count.keys);
      return result;
    } finally {
      names.close();
    }
  });
}

/** Throws (exit 4) where the plan was made for another server or database. */
async function checkTarget(plan: PrunePlan, { session, db, target }: Work): Promise<void> {
  const { fingerprintOf } = await import('../redis/fingerprint.js');
  const found = await fingerprintOf(session);
  if (plan.target.db !== db)
    throw usageError(`The plan is for database ${plan.target.db}, and this is ${db}.`, `Name it: --db ${plan.target.db}`);
  if (found === plan.fingerprint && found !== 'unknown') return;
  throw new MeterError(
    'other-target',
    EXIT.refused,
    `The plan was made for ${plan.target.name}, and ${target.name} is another server, or has been restarted since.`,
    ['Make a new plan for this one: meter prune … -o plan.json'],
  );
}
