/** A plan from a survey of the keyspace: its server, applications and clock, and the totals of its families. */
import type { CompiledProfile } from '../../profile/classify.js';
import type { Screen } from '../../profile/types.js';
import { fingerprintOf } from '../../redis/fingerprint.js';
import type { Session } from '../../redis/topology.js';
import type { PlanData, PlanFamily } from './model.js';
import type { TargetInfo } from '../../redis/target-info.js';
import { CALLS_OF_INDEX, planCost } from './cost.js';
import { takesOnlyOrphans } from './selection.js';
import type { Survey } from './survey.js';

export interface AskedFor {
  target: TargetInfo;
  /** The command as it was typed, without the flags of the target. */
  asTyped: string;
  profileSpecs: string[];
}

/** The part of the plan that the verb itself provides. */
export type OwnPart = Pick<
  PlanData,
  'command' | 'selection' | 'indexes' | 'commands' | 'keyspace' | 'protected' | 'notes' | 'leaves'
> & {
  families: readonly PlanFamily[];
  /** Commands that scripts call for indexes; absent: as many as if each index is removed. */
  indexCalls?: number;
};

/** Actions after which screens of a family show less. */
const TAKING = new Set(['delete', 'trim']);

/** Asks each node once for its identity. */
export async function surveyPlan(session: Session, survey: Survey, asked: AskedFor, own: OwnPart): Promise<PlanData> {
  const { audit, clock } = survey;
  const families = [...own.families];
  const bytes = families.map((row) => row.bytes);
  const taken = families.filter(({ action }) => TAKING.has(action)).map(({ id }) => id);
  // No screen shows owners that no longer exist.
  const dark = takesOnlyOrphans(own.selection) ? [] : darkScreens(survey.profiles, taken);
  return {
    format: 1,
    command: own.command,
    asTyped: asked.asTyped,
    createdAt: new Date().toISOString(),
    target: asked.target,
    fingerprint: await fingerprintOf(session),
    profileSpecs: asked.profileSpecs,
    profiles: audit.profiles.map(({ name, version, upTo }) => ({ name, version, upTo })),
    clock: {
      now: new Date(clock.now).toISOString(),
      utcOffset: clock.utcOffset,
      offsetFrom: audit.clock.offsetFrom,
      evidence: audit.clock.evidence,
      marginHours: clock.marginMs / 3_600_000,
    },
    selection: own.selection,
    families,
    indexes: own.indexes,
    keys: families.reduce((sum, { keys }) => sum + keys, 0),
    bytes: bytes.every((each) => each !== null) ? bytes.reduce((sum, each) => sum + each, 0) : null,
    commands: own.commands,
    cost: planCost(own.commands, families, own.indexCalls ?? own.indexes * CALLS_OF_INDEX),
    keyspace: own.keyspace,
    leaves: own.leaves,
    protected: own.protected,
    screens: dark.map(({ id }) => id),
    dark: dark.map(({ title }) => title),
    notes: [...survey.notes, ...own.notes],
  };
}

/** Screens that read the removed keys. */
function darkScreens(profiles: readonly CompiledProfile[], ids: readonly string[]): Screen[] {
  const read = profiles.flatMap(({ families }) => families).filter(({ family }) => ids.includes(family.id));
  const lost = new Set(read.filter(({ family }) => family.valueClass !== 'excess').map(({ family }) => family.id));
  return profiles.flatMap(({ profile }) => profile.screens ?? []).filter(({ families }) => families.some((id) => lost.has(id)));
}
