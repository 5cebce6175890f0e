/** Reads usage by entity and period from the statistics of the application. */
import { isCertain, type OffsetDecision } from '../recognise/utc-offset.js';
import type { RecognisedProfile } from '../recognise/recognise.js';
import type { CompiledProfile } from '../profile/classify.js';
import type { Profile } from '../profile/types.js';
import { chosenApplication } from './application.js';
import type { UsageAsked } from './asked.js';
import { countedBy } from './grouping.js';
import { endedEarly } from './ended-early.js';
import { Entities } from './entities.js';
import { listingFor } from './listing.js';
import type { UsageData, UsageNote, UsageTable } from './model.js';
import { NameTable } from './name-table.js';
import { notesOf } from './notes.js';
import { isOverview, nowTable, overviewTables } from './overview.js';
import { ownersAsked, resolvedOwners } from './owners.js';
import { dimensionOf, listsRead, readLists } from './request-lists.js';
import { readLog } from './request-log.js';
import { runJobs } from './run-jobs.js';
import { shownOwners, shownTable, Shower } from './show.js';
import { sourcesOf } from './sources.js';
import type { OpenedKeys, ReadingOptions } from './reading.js';
import { familiesOff } from './switched-off.js';
import { preparedTable, type Prepared, type TableAsked, type World } from './table.js';
import { ordered, type Ordered } from './rows.js';
import { toLocal } from './calendar.js';

export interface UsageOptions extends ReadingOptions {
  asked: UsageAsked;
  /** Variables of the application with other values than their defaults, by profile. */
  switches: (profile: Profile) => Readonly<Record<string, string>>;
  anonymous: boolean;
}

export type UsageInput = Omit<UsageOptions, 'profiles' | 'profilesAsked' | 'database' | 'offset'> & OpenedKeys;

/** Throws a MeterError: exit 2 if this application does not have the figures, 4 if it counts nothing in Redis. */
export async function readUsage(input: UsageInput): Promise<UsageData> {
  const { recognised, asked, now, signal, store } = input;
  const { chosen, others } = chosenApplication(recognised);
  const profile = chosen.compiled;
  const sources = sourcesOf(profile);
  const figures = profile.profile.figures!;
  const owners = ownersAsked(asked.owners, figures.entities, usualOwner(asked, figures.entities));
  const ownerDimensions = [...new Set(owners.map(({ dimension }) => dimension))];
  const wanted = new Map<string, Set<string>>(ownerDimensions.map((dimension) => [dimension, new Set()]));
  const belongings = new Map<string, Map<string, string>>();
  const { utcOffset } = recognised.offset;
  const world: World = {
    figures,
    sources,
    clock: { now: now.getTime(), utcOffset, weekStart: asked.weekStart },
    by: circumstancesOf(chosen, input),
    ownerDimensions,
    wanted,
    belongings,
  };
  const tables = tablesAsked(asked, world).map((each) => preparedTable(each, world));
  const entities = new Entities(profile, sources, store);
  const steps = tables.flatMap(({ jobs }) => jobs.flatMap(({ plan }) => plan.steps));
  const parts = partsThatBelong(tables, world);
  const lists = listsRead(tables, profile, world);
  const dimensions = [...ownerDimensions, ...parts, ...(lists ? [dimensionOf(lists)] : [])];
  const table = new NameTable(profile, steps, [
    ...dimensions.flatMap((dimension) => entities.familiesOf(dimension)),
    ...(lists ? [lists] : []),
  ]);
  const listing = await listingFor(
    { steps, dimensions },
    {
      ...world.by,
      table,
      store,
      profile,
      sources,
      only: wanted,
      names: input.names,
      scan: input.scan,
      take: (name) => table.take(name),
    },
  );
  for (const dimension of parts) {
    const all = await entities.all(dimension, listing);
    belongings.set(dimension, new Map([...all].flatMap(([id, { belongsTo }]) => (belongsTo === null ? [] : [[id, belongsTo]]))));
  }
  for (const [dimension, ids] of await resolvedOwners(owners, entities, listing))
    for (const id of ids) wanted.get(dimension)!.add(id);
  let seen = 0;
  let logNotes: UsageNote[] = [];
  const partial = await endedEarly(signal, async () => {
    await runJobs(
      tables.flatMap(({ jobs }) => jobs),
      { store, listing, profile, utcOffset, signal, onProgress: (keys) => input.onProgress((seen += keys), null) },
    );
    logNotes = [
      ...(await readLog(tables, { profile, world, store })),
      ...(lists ? await readLists(tables, lists, { profile, world, store, listing }) : []),
    ];
  });
  const finished = tables.map((table) => ({ table, ordered: orderedRows(table, toLocal(now.getTime(), utcOffset)) }));
  const shower = new Shower(entities, figures.entities, { ...input, utcOffset });
  const shown: UsageTable[] = [];
  for (const { table, ordered: rows } of finished) shown.push(await shownTable(table, rows, shower));
  return {
    application: applicationOf(chosen),
    clock: { now: now.toISOString(), ...clockOf(recognised.offset) },
    weekStart: WEEKDAYS[asked.weekStart - 1]!,
    owners: await shownOwners(wanted, shower),
    tables: isOverview(asked) ? [nowTable(shown), ...shown] : shown,
    notes: [
      ...notesOf(finished, { world, listing }),
      ...logNotes,
      ...(isCertain(recognised.offset) || !hasDates(profile) ? [] : [{ code: 'assumed-offset' as const, params: { utcOffset } }]),
      ...(others.length > 0 ? [{ code: 'other-applications' as const, params: { names: others } }] : []),
    ],
    source: {
      kind: input.kind,
      files: [...input.files],
      names: listing.from,
      partial,
      keys: tables.reduce((sum, { sums }) => sum + sums.keys, 0),
    },
  };
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const hasDates = ({ profile }: CompiledProfile): boolean => profile.offset !== undefined;

const clockOf = ({ utcOffset, offsetFrom, evidence }: OffsetDecision): OffsetDecision => ({ utcOffset, offsetFrom, evidence });

/** The kind of owners is the first kind of entity of the rows, except models. */
function usualOwner({ by }: UsageAsked, entities: World['figures']['entities']): string {
  const named = entities.find(({ word, names }) => by.includes(word) && names !== undefined);
  return (named ?? entities[0])?.dimension ?? '';
}

function tablesAsked(asked: UsageAsked, world: World): TableAsked[] {
  if (isOverview(asked)) return overviewTables(world, asked.top);
  const { by, sort, compare, metrics, top } = asked;
  return [{ id: 'usage', period: asked.period ?? { kind: 'month', text: 'this' }, by, sort, compare, metrics, top }];
}

function circumstancesOf(
  { release, compiled: { profile } }: RecognisedProfile,
  { now, recognised, state, switches }: UsageInput,
): World['by'] {
  return {
    now: now.getTime(),
    utcOffset: recognised.offset.utcOffset,
    releases: release,
    upgradedFrom: release.upgradedFrom,
    state,
    off: familiesOff(profile, switches(profile), release),
  };
}

function applicationOf({ compiled: { profile }, release }: RecognisedProfile): UsageData['application'] {
  const { name, title } = profile;
  return { name, title, version: release.from, upTo: release.to, upgradedFrom: release.upgradedFrom };
}

/** Dimensions whose entities are counted for others, such as API keys for their users. */
function partsThatBelong(tables: readonly Prepared[], { sources, figures, ownerDimensions }: World): string[] {
  const rows = tables.flatMap(({ grouping }) => grouping.by.flatMap(({ dimension }) => dimension ?? []));
  const counted = [...rows, ...ownerDimensions].map((dimension) => countedBy(dimension, sources, figures.entities));
  return [...new Set(counted.filter((each) => each.countedBy !== each.dimension).map((each) => each.countedBy))];
}

function orderedRows({ grouping, metrics, period, sums, asked }: Prepared, now: number): Ordered {
  return ordered(sums, {
    grouping,
    metrics,
    sort: asked.sort,
    top: asked.top ?? usualTop(grouping),
    range: period?.range ?? null,
    now,
  });
}

/** Shows only the largest entities, but all periods. */
const usualTop = ({ cut, by }: Prepared['grouping']): number => (cut === null ? 20 : by.length > 1 ? 1_000 : Infinity);
