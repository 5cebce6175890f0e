/** Makes the plan of a prune: surveys, decides, and counts. Sends only reading commands. */
import { says } from '../../errors/changes.js';
import { identity, type Identity } from '../../audit/identity.js';
import { usageError } from '../../format/errors.js';
import type { CompiledProfile } from '../../profile/classify.js';
import type { Access } from '../../redis/control.js';
import type { Session } from '../../redis/topology.js';
import type { PlanData, PlanFamily } from '../plan/model.js';
import type { NameList } from '../engine/name-list.js';
import { markerPatterns } from '../engine/empty-marker.js';
import { surveyPlan, type AskedFor } from '../plan/survey-plan.js';
import { makeChoice, type Choice } from '../plan/choice.js';
import { countKeys } from './count-keys.js';
import type { PlanCount } from './plan-count.js';
import { findGoneOwners, NO_OWNERS, type GoneOwners } from '../plan/gone-owners.js';
import type { MeanMembers } from '../indexes/cost.js';
import { takesOnlyOrphans, type Selection } from '../plan/selection.js';
import { surveyKeyspace, type Survey, type SurveyOptions } from '../plan/survey.js';
import { plainMessage } from '../../format/message.js';

export interface PlanOptions extends SurveyOptions, AskedFor {
  selection: Selection;
  /** Include every key name in the plan. */
  listKeys: boolean;
  showIds: boolean;
}

export interface MadePlan {
  data: PlanData;
  choice: Choice;
  /** The keys of the plan. Must be closed. */
  names: NameList;
}

export async function planPrune(session: Session, access: Access, options: PlanOptions): Promise<MadePlan> {
  const survey = await surveyKeyspace(session, access, options);
  const { selection } = options;
  const gone = selection.orphans ? await findGoneOwners(survey.profiles, { session, ...access, ...options }) : NO_OWNERS;
  const choice = pruneChoice(survey, selection, gone);
  const { count, names } = await countKeys(session, access, choice, options);
  const shown = identity(options.showIds);
  const rows = pruneRows(count, survey, selection, shown);
  const data = await surveyPlan(session, survey, options, {
    command: 'prune',
    selection: { ...choice.selection },
    families: rows,
    indexes: count.indexes,
    indexCalls: count.indexCalls,
    commands: count.commands(meanMembers(survey)),
    keyspace: count.seen,
    leaves: count.indexes > 0 ? markerPatterns(choice.listings) : [],
    protected: [
      ...choice.families.protected.map(({ id, never }) => ({ family: id, keys: null, code: 'never' as const, params: never })),
      ...count.protected(),
    ],
    notes: [
      ...count.notes,
      ...gone.notes(shown),
      ...(selection.legacy && [...survey.versions.values()].every((version) => version === null)
        ? [plainMessage('release-not-shown')]
        : []),
    ],
  });
  return { data, choice, names };
}

/** The keys that a prune changes. Throws a usage error for a trim without a limit. */
export function pruneChoice(survey: Survey, selection: Selection, gone: GoneOwners): Choice {
  const rule = { ...survey.clock, olderThanMs: selection.olderThanMs, includeOpen: selection.includeOpen };
  const choice = makeChoice(survey.profiles, selection, survey.versions, rule, gone);
  rejectUnlimitedTrim(choice);
  return choice;
}

/** The rows of a plan from the keys that were counted. */
export const pruneRows = (count: PlanCount, survey: Survey, selection: Selection, shown: Identity): PlanFamily[] =>
  count.families(survey.meanBytes, shown).map((row) => (takesOnlyOrphans({ ...selection }) ? ofGone(row, survey.profiles) : row));

/** Data of owners that no longer exist have their own text about what is lost. */
function ofGone(row: PlanFamily, profiles: readonly CompiledProfile[]): PlanFamily {
  const owner = profiles
    .find(({ profile }) => profile.name === row.profile)
    ?.profile.owners?.find(({ usedIn }) => usedIn?.includes(row.id));
  return { ...row, breaks: owner?.breaks ?? OF_GONE, harmless: false };
}

const OF_GONE = 'Statistics of owners that are gone; those of all others stay as they are.';

/** A trim needs a limit. Lists whose elements have no time are not trimmed by age, unless they are named. */
function rejectUnlimitedTrim({ families, selection }: Choice): void {
  const trimmed = families.chosen.filter(({ actions }) => actions.includes('trim'));
  const [first] = trimmed;
  if (!first || selection.trimTo !== null) return;
  if (selection.olderThanMs === null) {
    throw usageError(says('trim-how-much', { id: first.compiled.family.id }));
  }
  const undated = trimmed.find(
    ({ compiled: { family } }) =>
      selection.families.includes(family.id) && family.type === 'list' && family.growth?.timeField === undefined,
  );
  if (!undated) return;
  throw usageError(says('trim-undated', { id: undated.compiled.family.id }));
}

/** Mean number of members of the keys that the survey has read. */
const meanMembers =
  ({ audit }: Survey): MeanMembers =>
  ({ profile, family }) =>
    audit.families.find((row) => row.profile === profile.name && row.id === family.id)?.length?.mean ?? null;
