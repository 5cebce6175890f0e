/** Makes the plan of a rollup: finds the fine keys, adds them up, and compares. Sends reading commands only. */
import { identity } from '../../audit/identity.js';
import { usageError } from '../../format/errors.js';
import { listingsOf, type Listing } from '../../profile/listing.js';
import { keySegments } from '../../profile/pattern.js';
import { checkingGuard, type CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Session } from '../../redis/topology.js';
import type { PlanData, ProtectedRow } from '../../report/change-model.js';
import { keyedSender } from '../keyed-sender.js';
import { makeChoice, type Choice } from '../prune/choice.js';
import { whyNever } from '../prune/selection.js';
import { surveyKeyspace, type Survey, type SurveyOptions } from '../prune/survey.js';
import { surveyPlan, type AskedFor } from '../survey-plan.js';
import { findGroups } from './find-groups.js';
import { removableOf } from './fine-removal.js';
import type { Group, GroupedNames } from './grouped-names.js';
import { batchesOf, judgeGroups, readGroups } from './judge-groups.js';
import { RollupCount } from './rollup-count.js';
import type { RollupPair } from './rollup-pair.js';
import { choosePairs } from './rollup-spec.js';

export interface RollupPlanOptions extends SurveyOptions, AskedFor {
  /** As `--rollup` has it. */
  rollup: string;
  /** Fine keys are removed afterwards. */
  prune: boolean;
  showIds: boolean;
}

export interface RollupPlan {
  data: PlanData;
  todo: RollupWork;
}

/** What carrying it out goes by. */
export interface RollupWork {
  /** Groups that are short, and with a prune those that have keys to be removed; to be closed. */
  names: GroupedNames;
  /** What may be removed; `null`: nothing. */
  prune: Choice | null;
  /** Index keys of what is removed. */
  indexes: ReadonlyMap<Listing, ReadonlySet<string>>;
  /** Indexes of all profiles that are there. */
  listings: readonly Listing[];
}

interface Access {
  guard: CommandGuard;
  ledger: Ledger;
}

export async function planRollup(session: Session, access: Access, options: RollupPlanOptions): Promise<RollupPlan> {
  const survey = await surveyKeyspace(session, access, options);
  const { profiles, clock } = survey;
  const { pairs, refused } = choosePairs(options.rollup, profiles, clock.utcOffset);
  if (options.prune) rejectShared(pairs);
  const protectedRows: ProtectedRow[] = refused.map((row) => ({ ...row, keys: null }));
  const prune = options.prune ? pruneOf(pairs, survey, protectedRows) : null;
  const count = new RollupCount(pairs);
  const { db, signal, maxLatencyMs } = options;
  const pass = { session, ...access, db, signal, maxLatencyMs };
  const found = await findGroups(count, {
    ...pass,
    profiles,
    pairs,
    clock,
    prune,
    onProgress: (keys) => options.onProgress(keys, null),
  });
  const { names } = found;
  try {
    await countGroups(names, { session, access, options, count, prune });
    const rows = count.families(survey.meanBytes, identity(options.showIds));
    const removes = rows.some(({ action }) => action === 'delete');
    const data = await surveyPlan(session, survey, options, {
      command: 'migrate',
      selection: { rollup: options.rollup, prune: options.prune },
      families: rows,
      indexes: removes ? [...found.indexes.values()].reduce((sum, each) => sum + each.size, 0) : 0,
      commands: count.commands(),
      keyspace: count.seen,
      protected: [...protectedRows, ...count.protected()],
      notes: [...count.notes(), ...(options.prune ? lostNotes(pairs) : [])],
    });
    const listings = profiles.flatMap(listingsOf);
    return { data, todo: { names, prune, indexes: removes ? found.indexes : new Map(), listings } };
  } catch (error) {
    names.close();
    throw error;
  }
}

interface Counting {
  session: Session;
  access: Access;
  options: RollupPlanOptions;
  count: RollupCount;
  prune: Choice | null;
}

/** Drops the groups that there is nothing to do about. */
async function countGroups(names: GroupedNames, { session, access, options, count, prune }: Counting): Promise<void> {
  const { db, signal } = options;
  const sender = keyedSender({ session, guard: checkingGuard(), ledger: access.ledger, db, signal });
  try {
    for (const groups of batchesOf(names.groups())) {
      signal.throwIfAborted();
      const named = groups.filter((group) => hasOwnName(group, count));
      for (const group of groups) if (!named.includes(group)) names.drop(group);
      for (const judged of await judgeGroups(sender, await readGroups(sender, named))) {
        const { read, state } = judged;
        const settled = state === 'complete' || state === 'short' || state === 'missing';
        const removable = settled ? removableOf(read, prune) : [];
        count.take(judged, removable);
        if (judged.raises.length === 0 && removable.length === 0) names.drop(read.group);
      }
    }
  } finally {
    sender.close();
  }
}

function hasOwnName({ pair, coarse, names }: Group, count: RollupCount): boolean {
  if (pair.profile.match(keySegments(coarse.name)) === pair.coarse) return true;
  count.spare(pair.fine, 'whose sum has no name of its own', names.length);
  return false;
}

/** Removed for the one sum, the keys would be missing in the other. */
function rejectShared(pairs: readonly RollupPair[]): void {
  const shared = pairs.find(({ fine }, index) => pairs.findIndex((other) => other.fine === fine) !== index);
  if (!shared) return;
  throw usageError(
    `${shared.fine.family.id} adds up to more than one of the families named, so it cannot be removed for one of them.`,
    'Run it without --prune first, then with --prune and one pair of families: --rollup FINE-ID:COARSE-ID',
  );
}

/** What a prune may take of the fine families; those that it never takes are told. */
function pruneOf(pairs: readonly RollupPair[], survey: Survey, told: ProtectedRow[]): Choice {
  const families: string[] = [];
  for (const { fine } of pairs) {
    const reason = whyNever(fine.family);
    if (reason === null) families.push(fine.family.id);
    else told.push({ family: fine.family.id, keys: null, reason: `is never removed: ${reason}` });
  }
  const nothing = { grains: [], model: false, records: false, orphans: false, leaked: false, legacy: false };
  const selection = { ...nothing, families, olderThanMs: null, includeOpen: false, setTtlMs: null, trimTo: null };
  const rule = { ...survey.clock, olderThanMs: null, includeOpen: false };
  return makeChoice(survey.profiles, selection, survey.versions, rule);
}

const lostNotes = (pairs: readonly RollupPair[]): string[] =>
  pairs.flatMap(({ fine, coarse, lost }) =>
    lost.length === 0
      ? []
      : [`${coarse.family.id} has no ${lost.join(', ')}: what ${fine.family.id} says of that is removed with it.`],
  );
