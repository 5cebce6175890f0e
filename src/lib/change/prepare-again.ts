/** Prepares a plan from a file, or one that was made earlier, in the same way as a new plan. */
import { says } from '../errors/changes.js';
import { EXIT, failure, usageError } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import type { Profile } from '../profile/types.js';
import { fingerprintOf } from '../redis/fingerprint.js';
import type { Prepared } from './course/course.js';
import type { Work } from './course/work.js';
import { rejectAhead } from './engine/server-clock.js';
import { prepareMigrationAgain } from './migrate/prepare.js';
import type { PlanData } from './plan/model.js';
import type { KeptPlan } from './plan/schema.js';
import { prepareLimitsAgain } from './limits/prepare.js';
import { preparePruneAgain } from './prune/prepare.js';

export interface AgainOptions {
  /** Profiles that the plan names. */
  profiles: readonly Profile[];
  maxLatencyMs: number;
  /** The command that carries out the plan. */
  asTyped: string;
  /** The flags for the same server in another command, each with a space before it. */
  typed: string;
}

/** Throws (exit 4) if the plan is for another server or database, or if its clock is ahead. */
export async function prepareAgain(work: Work, plan: KeptPlan, options: AgainOptions): Promise<Prepared> {
  await checkTarget(plan, work, options.typed);
  await checkClock(plan, work, options.typed);
  switch (plan.command) {
    case 'prune':
      return preparePruneAgain(work, plan, options);
    case 'migrate':
      return prepareMigrationAgain(work, plan, options);
    default:
      return prepareLimitsAgain(work, plan, options);
  }
}

async function checkTarget(plan: PlanData, { session, db, target }: Work, typed: string): Promise<void> {
  const found = await fingerprintOf(session);
  if (plan.target.db !== db) throw usageError(says('plan-database', { db: plan.target.db, here: db }));
  if (found === plan.fingerprint && found !== 'unknown') return;
  const again = `meter ${plan.asTyped} -o plan.json${typed}`;
  throw failure(says('other-target', { made: plan.target.name, here: target.name, again }), EXIT.refused);
}

async function checkClock({ clock, asTyped }: PlanData, { session }: Work, typed: string): Promise<void> {
  await rejectAhead(session, new Date(clock.now), `meter ${safeText(asTyped)} -o plan.json${typed}`);
}
