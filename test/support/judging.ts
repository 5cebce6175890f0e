/** Shared by tests of single judgements: one compiled invariant of claude-relay-service, with its context. */
import { compileRelations } from '../../src/lib/consistency/compile-relations.js';
import type { JudgeContext } from '../../src/lib/consistency/drift-rules.js';
import { Evidence, PeriodHours } from '../../src/lib/consistency/evidence.js';
import { openDays } from '../../src/lib/consistency/ttl-fault.js';
import type { FamilyPlan, Relation } from '../../src/lib/consistency/relation.js';
import { Removals } from '../../src/lib/consistency/removals.js';
import { NO_STATE } from '../../src/lib/recognise/state-note.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { loadProfile } from '../../src/lib/profile/load.js';
import { BASE, UTC_OFFSET } from './clock.js';

export interface ReadyInvariant {
  relation: Relation;
  /** The plan of a family that some invariant covers. */
  planOf: (family: string) => FamilyPlan;
  context: JudgeContext;
}

/** `id`: id of the invariant. */
export async function readyInvariant(id: string): Promise<ReadyInvariant> {
  const { relations, families } = compileRelations([compileProfile(await loadProfile('claude-relay-service'))], {
    invariants: [],
    families: [],
  });
  const plans = [...families.values()];
  const clock = { nowMs: BASE.getTime(), utcOffset: UTC_OFFSET };
  return {
    relation: relations.find(({ invariant }) => invariant.id === id)!,
    planOf: (family) => plans.find(({ compiled }) => compiled.family.id === family)!,
    context: {
      clock,
      openDays: openDays(clock.nowMs, clock.utcOffset),
      evidence: new Evidence(),
      periods: new PeriodHours(),
      owners: new Map(),
      plans,
      removals: new Removals(NO_STATE),
      allowLower: false,
    },
  };
}
