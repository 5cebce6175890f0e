/** Figures that no counter holds, added up from single requests in a stream. */
import { isDecimal, parseDecimal } from '../format/decimal.js';
import type { CompiledProfile } from '../profile/classify.js';
import type { Metric, RequestLog } from '../profile/figures.js';
import { startOf, toInstant, toLocal, type Range } from './calendar.js';
import type { Grouping } from './grouping.js';
import type { UsageNote } from './model.js';
import type { Span } from './sums.js';
import type { Store } from './store.js';
import type { Prepared, TableAsked, World } from './table.js';

/** Metrics that the log has for the rows of a table, and for the owners that are asked for. */
export function metricsInLog({ period }: TableAsked, { by }: Grouping, { figures: { log }, ownerDimensions }: World): Metric[] {
  if (!log || period.kind === 'recent' || period.kind === 'cycle') return [];
  const { dimension: rows } = log.of;
  const entities = by.flatMap(({ dimension }) => dimension ?? []);
  const isOfRows = [...entities, ...ownerDimensions].every((dimension) => dimension === rows);
  if (!isOfRows || entities.length + ownerDimensions.length === 0) return [];
  return Object.keys(log.metrics) as Metric[];
}

/** Adds up the requests of each table that needs them. Returns what to say about it. */
export async function readLog(
  tables: readonly Prepared[],
  { profile, world, store }: { profile: CompiledProfile; world: World; store: Store },
): Promise<UsageNote[]> {
  const { log } = world.figures;
  const notes: UsageNote[] = [];
  for (const table of tables) {
    const family = log && table.logged.length > 0 && profile.families.find(({ family: { id } }) => id === log.family);
    if (!family) continue;
    const { pattern } = family.family;
    const since = await addRequests(table, pattern, log, world, store);
    if (since === null) continue;
    const [metrics, first] = [[...table.logged], new Date(since).toISOString()];
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
      const number = memberOf(request, metrics[metric] ?? '');
      const amount = typeof number === 'number' && isDecimal(String(number)) ? parseDecimal(String(number)) : null;
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

const entityOf = ({ by }: Grouping, labels: readonly string[]): string =>
  labels[by.findIndex(({ dimension }) => dimension !== null)] ?? '';

/** Requests before the first one have been removed, or were made before the log began. */
function spansOf(metric: Metric, range: Range | null, first: number, { cut, weekStart }: Grouping): Span[] {
  const trimmed = { metric, reason: 'trimmed' as const };
  if (range === null) return [{ ...trimmed, range, state: 'partly' }];
  if (first <= range.from) return [{ metric, range, state: 'known', reason: null }];
  if (first >= range.to) return [{ ...trimmed, range, state: 'unknown' }];
  const begin = Math.max(range.from, startOf(cut ?? 'day', first, weekStart));
  return [
    ...(begin > range.from ? [{ ...trimmed, range: { from: range.from, to: begin }, state: 'unknown' as const }] : []),
    { ...trimmed, range: { from: begin, to: range.to }, state: 'partly' },
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'latin1').toString('utf8'));
  } catch {
    return null;
  }
}

/** The member at a path such as `cost.total`. */
function memberOf(value: unknown, path: string): unknown {
  let member = value;
  for (const name of path.split('.')) {
    if (typeof member !== 'object' || member === null || !Object.hasOwn(member, name)) return null;
    member = (member as Record<string, unknown>)[name];
  }
  return member;
}

/** Ids are byte strings, as in names of keys. */
const byteText = (id: unknown): string | null =>
  typeof id === 'string' && id !== '' ? Buffer.from(id, 'utf8').toString('latin1') : null;
