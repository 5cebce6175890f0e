/** What the application and its server have counted. */
import { countedIn } from '../measure/command-stats.js';
import type { Questions } from '../measure/questions.js';
import { requestFields } from '../measure/request-fields.js';
import type { Workload } from '../profile/operations.js';
import { fillPattern } from '../profile/pattern.js';
import { periodText } from '../profile/period-text.js';
import { placeholderNames } from '../profile/placeholder-names.js';
import type { Profile } from '../profile/types.js';
import { infoNumber, parseInfo } from '../redis/info.js';
import type { Survey } from '../change/plan/survey.js';

const DAY_MS = 86_400_000;
/** Number of completed days in the mean. */
const DAYS = 7;
/** A server's counters over less than this give no daily mean. */
const LEAST_UPTIME_S = 3_600;

/** Reads one numeric field of each hash, in their order; `null`: none. */
export type ReadCounts = (names: readonly string[], field: string) => Promise<(number | null)[]>;

/** Requests per day, from the application's own counters of the last days; `null`: no daily counter for the whole system. */
export async function requestsCounted(
  read: ReadCounts,
  profile: Profile,
  workload: Workload,
  { now, utcOffset }: Survey['clock'],
): Promise<{ perDay: number; days: number } | null> {
  const [counter] = requestFields(profile, null, workload).filter(
    ({ family }) => family.grain === 'day' && placeholderNames(family.pattern).length === 1,
  );
  if (!counter) return null;
  const [name] = placeholderNames(counter.family.pattern);
  const names = Array.from({ length: DAYS }, (_, before) => {
    const text = periodText('date', now - (before + 1) * DAY_MS, utcOffset)!;
    return fillPattern(counter.family.pattern, { [name!]: text });
  });
  const counts = (await read(names, counter.field)).filter((count) => count !== null);
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
