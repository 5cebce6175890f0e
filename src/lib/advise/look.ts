/** Collects the facts for the advice from a server: what can be pruned, its requests and its commands. */
import { planSurveyed, type PlanOptions } from '../change/prune/plan.js';
import { NO_SELECTION, type Selection } from '../change/plan/selection.js';
import { surveyKeyspace, type Survey } from '../change/plan/survey.js';
import { countedIn } from '../measure/command-stats.js';
import { Questions } from '../measure/questions.js';
import { requestFields } from '../measure/request-fields.js';
import type { Workload } from '../profile/operations.js';
import { fillPattern } from '../profile/pattern.js';
import { periodText } from '../profile/period-text.js';
import { placeholderNames } from '../profile/placeholder-names.js';
import type { Profile } from '../profile/types.js';
import type { Access } from '../redis/control.js';
import { infoNumber, parseInfo } from '../redis/info.js';
import type { Session } from '../redis/topology.js';
import type { PlanFamily } from '../change/plan/model.js';
import { PRUNES, type Prune } from './prunes.js';

const DAY_MS = 86_400_000;
/** Number of completed days in the mean. */
const DAYS = 7;
/** A server's counters over less than this give no daily mean. */
const LEAST_UPTIME_S = 3_600;

export interface Look {
  survey: Survey;
  /** What each prune would do now. */
  prunes: ReadonlyMap<Prune, readonly PlanFamily[]>;
  keys: number;
}

export type LookOptions = Omit<PlanOptions, 'selection'>;

/**
 * One scan of a sample, then two scans of all names: one for selections by family and period, one for selections by owner. Lost
 * TTLs are checked, with a PTTL per key, only if the sample has shown one.
 */
export async function lookAt(session: Session, access: Access, options: LookOptions): Promise<Look> {
  const survey = await surveyKeyspace(session, access, options);
  const { hourly, records, legacy, leaked, orphans } = PRUNES;
  const together: readonly Prune[] = [hourly, records, legacy, ...(hasLostTtl(survey) ? [leaked] : [])];
  const prunes = new Map<Prune, PlanFamily[]>();
  let keys = survey.audit.keys;
  for (const some of [together, [orphans]]) {
    const selection = some.reduce<Selection>((all, { selects }) => ({ ...all, ...selects }), NO_SELECTION);
    const { data, names } = await planSurveyed(session, access, survey, { ...options, selection });
    names.close();
    keys = data.keyspace ?? keys;
    for (const row of data.families) {
      const family = survey.profiles
        .flatMap(({ profile }) => (profile.name === row.profile ? profile.families : []))
        .find(({ id }) => id === row.id);
      const prune = family && some.find((one) => one.takes(row, family));
      if (prune) prunes.set(prune, [...(prunes.get(prune) ?? []), row]);
    }
  }
  return { survey, prunes, keys };
}

const hasLostTtl = ({ audit }: Survey): boolean =>
  audit.families.some(({ ttlPolicy, noTtl }) => ttlPolicy?.expires === true && (noTtl ?? 0) > 0);

/** Requests per day, from the application's own counters of the last days; `null`: no daily counter for the whole system. */
export async function requestsCounted(
  ask: Questions,
  profile: Profile,
  workload: Workload,
  { now, utcOffset }: Survey['clock'],
): Promise<{ perDay: number; days: number } | null> {
  const [counter] = requestFields(profile, null, workload).filter(
    ({ family }) => family.grain === 'day' && placeholderNames(family.pattern).length === 1,
  );
  if (!counter) return null;
  const [name] = placeholderNames(counter.family.pattern);
  const counts: number[] = [];
  for (let day = 1; day <= DAYS; day++) {
    const text = periodText('date', now - day * DAY_MS, utcOffset)!;
    const count = await ask.count([fillPattern(counter.family.pattern, { [name!]: text })], counter.field);
    if (count !== null) counts.push(count);
  }
  if (counts.length === 0) return null;
  return { perDay: counts.reduce((sum, count) => sum + count, 0) / counts.length, days: counts.length };
}

/** Mean of the commands that all nodes have counted since their start; `null`: not reported, or over too short a time. */
export async function commandsCounted(ask: Questions): Promise<number | null> {
  const nodes = await ask.everywhere([
    ['INFO', 'commandstats'],
    ['INFO', 'stats'],
    ['INFO', 'server'],
  ]);
  let perDay = 0;
  for (const replies of nodes) {
    const { total } = countedIn(replies);
    const server = replies[2];
    const uptime = typeof server === 'string' ? infoNumber(parseInfo(server), 'uptime_in_seconds') : null;
    if (total === null || uptime === null || uptime < LEAST_UPTIME_S) return null;
    perDay += (total / uptime) * 86_400;
  }
  return Math.round(perDay);
}

/**
 * Maximum commands of a look. In a small keyspace nearly every key is read, with up to four commands; in a larger one an ever
 * smaller part. Measured: 40,970 for 19,468 keys, 67,604 for 300,000; lost TTLs add a PTTL for many keys.
 */
export const commandsOfLook = (keys: number): number =>
  Math.round(500 + 4 * Math.min(keys, FEW) + 2 * Math.min(Math.max(keys - FEW, 0), SOME) + 0.4 * keys);
const FEW = 8_000;
const SOME = 12_000;
