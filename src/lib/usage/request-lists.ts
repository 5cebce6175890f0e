/** Figures that no counter holds, added up from lists with the newest requests of each entity. */
import { chunks } from '../format/chunks.js';
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import type { RequestLists } from '../profile/figures.js';
import { patternFiller } from '../profile/pattern.js';
import { startOf, toInstant, toLocal } from './calendar.js';
import type { Listing } from './listing.js';
import { amountAt, byteText, memberOf, parsed, spansOf } from './logged-requests.js';
import type { UsageNote } from './model.js';
import type { Store } from './store.js';
import type { Prepared, World } from './table.js';

/** Lists that are read at once: each may have a few hundred kilobytes. */
const TOGETHER = 50;

/** The family of the lists; `null`: no table needs them. */
export function listsRead(tables: readonly Prepared[], { families }: CompiledProfile, { figures }: World): CompiledFamily | null {
  const { lists } = figures;
  const isNeeded = lists && tables.some(({ logged }) => logged.some((metric) => lists.metrics[metric] !== undefined));
  return (isNeeded && families.find(({ family }) => family.id === lists.family)) || null;
}

/** Adds up the requests of each table that needs them. Returns what to say about it. */
export async function readLists(
  tables: readonly Prepared[],
  family: CompiledFamily,
  { profile, world, store, listing }: { profile: CompiledProfile; world: World; store: Store; listing: Listing },
): Promise<UsageNote[]> {
  const lists = world.figures.lists!;
  const [source] = world.figures.entities.find((each) => each.dimension === dimensionOf(family))?.names ?? [];
  const listed = profile.families.find((each) => each.family.id === source?.listed) ?? null;
  const ids = [...(await listing.entityIds(family, listed))];
  const notes: UsageNote[] = [];
  for (const table of tables) {
    const metrics = table.logged.filter((metric) => lists.metrics[metric] !== undefined);
    if (metrics.length === 0) continue;
    const since = await addLists({ ...table, logged: metrics }, { lists, family, ids }, world, store);
    const { pattern } = family.family;
    const from = since === null ? null : new Date(since).toISOString();
    notes.push({ code: 'from-lists', params: { metrics, lists: pattern, kept: boundOf(family), since: from } });
  }
  return notes;
}

/** Whose lists they are. */
export const dimensionOf = ({ slots: [slot] }: CompiledFamily): string => slot?.placeholder.dimension ?? '';

/** Elements that a list keeps. */
const boundOf = ({ family: { growth } }: CompiledFamily): number => (typeof growth?.bound === 'number' ? growth.bound : 0);

interface Asked {
  lists: RequestLists;
  family: CompiledFamily;
  ids: readonly string[];
}

/** Returns the time from which on no request is missing; `null`: none is. */
async function addLists(table: Prepared, { lists, family, ids }: Asked, world: World, store: Store): Promise<number | null> {
  const { logged, sums, period } = table;
  const { pattern, growth, ttl } = family.family;
  const { now, utcOffset } = world.clock;
  const [slot] = family.slots;
  const nameOf = patternFiller(pattern);
  const bound = boundOf(family);
  const range = period?.range ?? null;
  const bounds = range && { from: toInstant(range.from, utcOffset), to: toInstant(range.to, utcOffset) };
  let since: number | null = null;
  for (const part of chunks(ids, TOGETHER)) {
    const answers = await store.read(
      part.map((id) => ({ name: nameOf({ [slot!.name]: id }), fields: null, bytes: 0, first: bound })),
    );
    for (const elements of answers) {
      // A list that cannot be read may hold any request.
      if (elements === null) since = now;
      let oldest = now;
      for (const text of elements ?? []) {
        const request = parsed(text ?? '');
        const at = Date.parse(String(memberOf(request, growth!.timeField!)));
        if (!Number.isFinite(at)) continue;
        oldest = Math.min(oldest, at);
        if (bounds === null || (at >= bounds.from && at < bounds.to)) add(table, lists, request, toLocal(at, utcOffset), world);
      }
      if ((elements?.length ?? 0) >= bound) since = Math.max(since ?? oldest, oldest);
    }
  }
  const kept = ttl.expires && ttl.seconds !== undefined ? now - ttl.seconds * 1_000 : null;
  const known = Math.max(since ?? Number.MIN_SAFE_INTEGER, kept ?? Number.MIN_SAFE_INTEGER);
  const local = toLocal(known, utcOffset);
  for (const metric of logged) {
    // Lists that are not full also hold older requests, so that less is missing than with one log.
    const spans = spansOf(metric, range, local, table.grouping).map((span) =>
      span.state === 'unknown' ? { ...span, state: 'partly' as const } : span,
    );
    sums.closeLog(metric, spans, (labels) => startIn(labels, table) < local);
  }
  return since;
}

/** The local start of the period of a row. */
function startIn(labels: readonly string[], { grouping: { by }, period }: Prepared): number {
  const at = by.findIndex(({ dimension }) => dimension === null);
  return at < 0 ? (period?.range.from ?? Number.NEGATIVE_INFINITY) : Number(labels[at]);
}

function add(
  { logged, sums, grouping }: Prepared,
  { metrics, of }: RequestLists,
  request: unknown,
  local: number,
  { wanted }: World,
): void {
  const id = byteText(memberOf(request, of.path));
  if (id === null || wanted.get(of.dimension)?.has(id) === false) return;
  const labels = grouping.by.map(({ dimension }) =>
    dimension === null ? String(startOf(grouping.cut!, local, grouping.weekStart)) : id,
  );
  for (const metric of logged) {
    const amount = amountAt(request, metrics[metric] ?? '');
    if (amount !== null) sums.add(metric, labels, amount);
  }
}
