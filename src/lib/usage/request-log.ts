/** Figures that no counter holds, added up from single requests in a stream. */
import type { CompiledProfile } from '../profile/classify.js';
import type { Metric, RequestLog } from '../profile/figures.js';
import { startOf, toInstant, toLocal } from './calendar.js';
import type { Grouping } from './grouping.js';
import { amountAt, byteText, entityOf, memberOf, parsed, spansOf } from './logged-requests.js';
import type { UsageNote } from './model.js';
import type { Store } from './store.js';
import type { Prepared, TableAsked, World } from './table.js';

/** Metrics that the log, or the lists, have for the rows of a table, and for the owners that are asked for. */
export function metricsInLog({ period }: TableAsked, { by }: Grouping, { figures, ownerDimensions }: World): Metric[] {
  if (period.kind === 'recent' || period.kind === 'cycle') return [];
  const entities = [...by.flatMap(({ dimension }) => dimension ?? []), ...ownerDimensions];
  if (entities.length === 0) return [];
  return [figures.log, figures.lists].flatMap((log) =>
    log && entities.every((dimension) => dimension === log.of.dimension) ? (Object.keys(log.metrics) as Metric[]) : [],
  );
}

/** Adds up the requests of each table that needs them. Returns what to say about it. */
export async function readLog(
  tables: readonly Prepared[],
  { profile, world, store }: { profile: CompiledProfile; world: World; store: Store },
): Promise<UsageNote[]> {
  const { log } = world.figures;
  const notes: UsageNote[] = [];
  for (const table of tables) {
    const family = log && profile.families.find(({ family: { id } }) => id === log.family);
    const metrics = table.logged.filter((metric) => log?.metrics[metric] !== undefined);
    if (!family || metrics.length === 0) continue;
    const { pattern } = family.family;
    const since = await addRequests({ ...table, logged: metrics }, pattern, log, world, store);
    if (since === null) continue;
    const first = new Date(since).toISOString();
    notes.push({ code: 'from-log', params: { metrics, log: pattern, since: first, part: log.part } });
  }
  return notes;
}

/** Returns the time of the first request that the log holds; `null`: it holds none. */
async function addRequests(
  { logged, sums, grouping, period }: Prepared,
  name: string,
  { field, metrics, of }: RequestLog,
  { clock: { utcOffset }, wanted }: World,
  store: Store,
): Promise<number | null> {
  const { by, cut, weekStart } = grouping;
  const range = period?.range ?? null;
  const bounds = range && { from: toInstant(range.from, utcOffset), to: toInstant(range.to, utcOffset) };
  const seen = new Set<string>();
  const asked = { name, field, from: bounds?.from ?? null, to: bounds?.to ?? null };
  const first = await store.entries(asked, (at, text) => {
    const request = parsed(text);
    const id = byteText(memberOf(request, of.path));
    if (id === null || wanted.get(of.dimension)?.has(id) === false) return;
    const local = toLocal(at, utcOffset);
    const labels = by.map(({ dimension }) => (dimension === null ? String(startOf(cut!, local, weekStart)) : id));
    seen.add(entityOf(grouping, labels));
    for (const metric of logged) {
      const amount = amountAt(request, metrics[metric] ?? '');
      if (amount !== null) sums.add(metric, labels, amount);
    }
  });
  if (first === null) return null;
  for (const metric of logged)
    sums.closeLog(
      metric,
      spansOf(metric, range, toLocal(first, utcOffset), grouping),
      (labels) => !seen.has(entityOf(grouping, labels)),
    );
  return first;
}
