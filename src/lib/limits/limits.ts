/** Reads who may use how much, and how much of it is used. */
import { byteString } from '../format/byte-string.js';
import { isCertain } from '../recognise/utc-offset.js';
import { chosenApplication } from '../usage/application.js';
import { endedEarly } from '../usage/ended-early.js';
import { Entities } from '../usage/entities.js';
import type { Listing } from '../usage/listing.js';
import { ownersAsked, resolvedOwners } from '../usage/owners.js';
import { shownOwners, Shower } from '../usage/show.js';
import { sourcesOf } from '../usage/sources.js';
import type { OpenedKeys, ReadingOptions } from '../usage/reading.js';
import { groupsOf, type Group } from './groups.js';
import { Judging } from './judging.js';
import type { LimitsData } from './model.js';
import { shownLimits } from './show.js';
import { calendarSpan } from './span.js';
import { listedSubjects, subjectsOf } from './subjects.js';

export interface LimitsAsked {
  /** Names or ids; empty: all. */
  owners: readonly string[];
  /** Only limits of which this share is used, 0 to 1; `null`: all. */
  near: number | null;
  /** A billing cycle, as the application names it; `null`: that of today. */
  cycle: string | null;
}

export interface LimitsOptions extends ReadingOptions {
  asked: LimitsAsked;
}

export type LimitsInput = Omit<LimitsOptions, 'profiles' | 'profilesAsked' | 'database' | 'offset'> & OpenedKeys;

/** Throws a MeterError: exit 2 for an unknown owner, 4 where the application has no limits in Redis. */
export async function readLimits(input: LimitsInput): Promise<LimitsData> {
  const { recognised, asked, now, signal, kind, store } = input;
  const { chosen, others } = chosenApplication(recognised, 'limits');
  const { compiled: profile, release } = chosen;
  const { utcOffset, offsetFrom, evidence } = recognised.offset;
  const { name, title, offset, figures } = profile.profile;
  const entities = new Entities(profile, sourcesOf(profile), store);
  const { groups, unsure } = groupsOf(profile, release);
  const today = dayOf(calendarSpan('day', now.getTime(), utcOffset).localStart);
  const clock = { now: now.getTime(), utcOffset, cycle: asked.cycle === null ? today : byteString(asked.cycle) };
  const yesterday = dayOf(calendarSpan('day', now.getTime() - 86_400_000, utcOffset).localStart);
  const owners = ownersAsked(asked.owners, figures!.entities, groups[0]?.entity.dimension ?? '');
  const { listing, cycles } = await listedSubjects(input, {
    profile,
    releases: release,
    groups,
    entities,
    named: [clock.cycle, yesterday],
    dimensions: owners.map(({ dimension }) => dimension),
  });
  const wanted = await resolvedOwners(owners, entities, listing);
  const only = await limitedOf(wanted, groups, entities, listing);
  const subjects = await subjectsOf(groups, { listing, cycles, cycle: clock.cycle, only });
  const judging = new Judging(store, clock);
  const partial = await endedEarly(signal, () =>
    // A snapshot is read once for each batch.
    judging.run(subjects, { batch: kind === 'snapshot' ? Infinity : 1_000, signal, onProgress: input.onProgress }),
  );
  const lapsed =
    asked.cycle === null
      ? await subjectsOf(
          groups.filter(({ cycle }) => cycle !== null),
          { listing, cycles, cycle: yesterday, only },
        )
      : [];
  const { showIds, onLabel } = input;
  const shower = new Shower(entities, figures!.entities, { showIds, anonymous: false, utcOffset, onLabel });
  const shown = await shownLimits(judging, {
    groups,
    shower,
    utcOffset,
    near: asked.near,
    lapsed: partial === null ? await judging.limitedAmong(lapsed, yesterday) : [],
  });
  return {
    application: { name, title, version: release.from, upTo: release.to, upgradedFrom: release.upgradedFrom },
    clock: { now: now.toISOString(), utcOffset, offsetFrom, evidence },
    owners: await shownOwners(wanted, shower),
    near: asked.near,
    ...shown,
    notes: [
      ...shown.notes,
      ...(unsure.length > 0 ? [{ code: 'assumed-release' as const, params: { limits: unsure } }] : []),
      ...(cycles.others.size > 0 && asked.cycle === null
        ? [
            {
              code: 'other-cycles' as const,
              params: { cycles: [...cycles.others].toSorted().slice(0, 3), count: cycles.others.size },
            },
          ]
        : []),
      ...(isCertain(recognised.offset) || offset === undefined
        ? []
        : [{ code: 'assumed-offset' as const, params: { utcOffset } }]),
      ...(others.length > 0 ? [{ code: 'other-applications' as const, params: { names: others } }] : []),
    ],
    source: { kind, files: [...input.files], names: listing.from, partial },
  };
}

const dayOf = (localStart: number | null): string => new Date(localStart ?? 0).toISOString().slice(0, 10);

/** A user's limits are those of the API keys that belong to it. */
async function limitedOf(
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
  groups: readonly Group[],
  entities: Entities,
  listing: Listing,
): Promise<Map<string, Set<string>>> {
  const only = new Map<string, Set<string>>();
  const add = (dimension: string, id: string): void => {
    only.set(dimension, (only.get(dimension) ?? new Set()).add(id));
  };
  for (const [dimension, ids] of wanted) {
    only.set(dimension, new Set([...(only.get(dimension) ?? []), ...ids]));
    const parts = new Set(groups.flatMap(({ entity }) => (entity.belongsTo?.dimension === dimension ? [entity.dimension] : [])));
    for (const part of parts)
      for (const [id, { belongsTo }] of await entities.all(part, listing))
        if (belongsTo !== null && ids.has(belongsTo)) add(part, id);
  }
  return only;
}
