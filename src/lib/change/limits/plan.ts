/** The plan of a change of limits. */
import { identity } from '../../audit/identity.js';
import type { OffsetDecision } from '../../recognise/utc-offset.js';
import type { TargetInfo } from '../../redis/target-info.js';
import { printable } from '../../format/terminal.js';
import { keySegments, slotText } from '../../profile/pattern.js';
import type { PlannedAction } from '../actions.js';
import type { PlanNotice } from '../notices.js';
import { planCost } from '../plan/cost.js';
import type { PlanData, PlanFamily, PlanRelease } from '../plan/model.js';
import type { LimitsSelection } from '../plan/schema.js';
import type { FoundLimits } from './find.js';
import type { LeftOut } from './limit-reader.js';
import type { LimitChange, LimitsVerb } from './request.js';

export interface LimitsPlanOptions {
  verb: LimitsVerb;
  target: TargetInfo;
  fingerprint: string;
  asTyped: string;
  profileSpecs: string[];
  release: PlanRelease;
  clock: { now: Date } & OffsetDecision;
  keyspace: number | null;
  showIds: boolean;
  notes: readonly PlanNotice[];
}

/** Examples of owners in a note, and of names in a plan. */
const EXAMPLES = 3;
/** Reading the key, comparing and changing it. */
const COMMANDS = 4;

const ACTIONS: Readonly<Record<LimitsVerb, PlannedAction>> = { set: 'limit', copy: 'limit', unset: 'unlimit', reset: 'reset' };

export function planLimits(found: FoundLimits, options: LimitsPlanOptions): PlanData {
  const { changes, ready, cycle } = found;
  const { verb, clock, notes } = options;
  const families = changes.length === 0 ? [] : [familyRow(found, options)];
  const commands = changes.length * COMMANDS;
  return {
    format: 1,
    command: `limits ${verb}`,
    asTyped: options.asTyped,
    createdAt: new Date().toISOString(),
    target: options.target,
    fingerprint: options.fingerprint,
    profileSpecs: options.profileSpecs,
    profiles: [options.release],
    clock: { ...clock, now: clock.now.toISOString(), marginHours: 0 },
    selection: selectionOf(found),
    families,
    indexes: 0,
    keys: changes.length,
    bytes: null,
    commands,
    cost: planCost(commands, families),
    keyspace: options.keyspace,
    leaves: [],
    protected: [],
    screens: [],
    dark: [],
    notes: [
      ...notes,
      ...changedNote(found, options.showIds),
      ...leftOutNotes(found, options.showIds),
      ...(cycle !== null && changes.some(({ after }) => after !== null)
        ? [{ code: 'limit-of-one-cycle' as const, params: { cycle: printable(cycle) } }]
        : []),
    ],
  };

  function selectionOf({ group }: FoundLimits): LimitsSelection & Record<string, unknown> {
    return {
      profile: found.profile.profile.name,
      limit: ready.limit.id,
      family: group.family.family.id,
      changes: changes.map(({ name, before, after }) => ({ name: base64(name), before, after })),
    };
  }
}

const base64 = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('base64');

function familyRow({ profile, group, cycle, changes }: FoundLimits, { verb, showIds }: LimitsPlanOptions): PlanFamily {
  const { family } = group.family;
  const shown = identity(showIds);
  const period = cycle === null ? null : printable(cycle);
  return {
    id: family.id,
    profile: profile.profile.name,
    pattern: family.pattern,
    action: ACTIONS[verb],
    keys: changes.length,
    elements: null,
    bytes: null,
    periods: period === null ? null : { oldest: period, newest: period },
    breaks: '',
    harmless: true,
    samples: changes.slice(0, EXAMPLES).map(({ name }) => shown.key(name, group.family)),
  };
}

function changedNote({ group, changes }: FoundLimits, showIds: boolean): PlanNotice[] {
  const limits = changes.filter(({ before, after }) => before !== null || after !== null);
  if (limits.length === 0) return [];
  const owner = ({ name }: LimitChange): string =>
    shownOwner(group, slotText(group.family.slots[0]!, keySegments(name)), showIds);
  const examples = limits
    .slice(0, EXAMPLES)
    .map((change) => ({ owner: owner(change), before: change.before, after: change.after }));
  return [{ code: 'limits-changed', params: { owners: limits.length, examples } }];
}

const shownOwner = (group: FoundLimits['group'], id: string, showIds: boolean): string =>
  identity(showIds).id(id, group.family.slots[0]!.placeholder);

function leftOutNotes({ group, ready, leftOut }: FoundLimits, showIds: boolean): PlanNotice[] {
  const some = (ids: readonly string[]): { owners: number; examples: string[] } => ({
    owners: ids.length,
    examples: ids.slice(0, EXAMPLES).map((id) => shownOwner(group, id, showIds)),
  });
  const field = ready.limit.field;
  const noted = {
    'limit-below-usage': leftOut.below,
    'limit-kept': leftOut.kept,
    'limit-unreadable': leftOut.unreadable,
  } as const satisfies Partial<Record<PlanNotice['code'], LeftOut[keyof LeftOut]>>;
  return [
    ...(leftOut.already.length > 0 ? [{ code: 'limits-so-already' as const, params: { owners: leftOut.already.length } }] : []),
    ...(leftOut.odd.length > 0 ? [{ code: 'limit-no-number' as const, params: { field, ...some(leftOut.odd) } }] : []),
    ...Object.entries(noted).flatMap(([code, ids]) =>
      ids.length > 0 ? [{ code: code as keyof typeof noted, params: some(ids) }] : [],
    ),
  ];
}
