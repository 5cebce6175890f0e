/** Prepares a plan from a file, or one that was made earlier, in the same way as a new plan. */
import { EXIT, MeterError, usageError } from '../format/errors.js';
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
  if (plan.target.db !== db)
    throw usageError(`The plan is for database ${plan.target.db}, and this is ${db}.`, `Name it: --db ${plan.target.db}`);
  if (found === plan.fingerprint && found !== 'unknown') return;
  throw new MeterError(
    'other-target',
    EXIT.refused,
    `The plan was made for ${plan.target.name}, and ${target.name} is another server, or has been restarted since.`,
    [`Make a new plan for this one: meter ${plan.asTyped} -o plan.json${typed}`],
  );
}

async function checkClock({ clock, asTyped }: PlanData, { session }: Work, typed: string): Promise<void> {
  const next = `Make a new plan: meter ${safeText(asTyped)} -o plan.json${typed}`;
  await rejectAhead(session, new Date(clock.now), "The plan's clock", next);
}
