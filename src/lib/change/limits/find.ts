/** Finds the hashes whose limits or counters are to be changed, and what they hold. */
import { byteString } from '../../format/byte-string.js';
import { EXIT, MeterError, usageError } from '../../format/errors.js';
import { safeText, truncateMiddle } from '../../format/terminal.js';
import { groupsOf, type Group, type ReadyLimit } from '../../limits/groups.js';
import { calendarSpan } from '../../limits/span.js';
import { listedSubjects, subjectsOf } from '../../limits/subjects.js';
import type { CompiledProfile } from '../../profile/classify.js';
import { chosenApplication } from '../../usage/application.js';
import { Entities } from '../../usage/entities.js';
import { ownersAsked, resolvedOwners } from '../../usage/owners.js';
import type { OpenedKeys } from '../../usage/reading.js';
import { sourcesOf } from '../../usage/sources.js';
import { cyclesOf, settableOf } from './choose-limit.js';
import { LimitReader, type LeftOut } from './limit-reader.js';
import type { LimitChange, LimitsWish } from './request.js';

/** Hashes that are read at once. */
const BATCH = 1_000;
const DAY_MS = 86_400_000;

export interface FoundLimits {
  profile: CompiledProfile;
  group: Group;
  ready: ReadyLimit;
  /** The billing cycle whose keys are changed; `null`: limits have none. */
  cycle: string | null;
  changes: LimitChange[];
  /** Ids, byte strings. */
  leftOut: LeftOut;
}

interface Wanted {
  wish: LimitsWish;
  /** Id; `null`: the only one. */
  limit: string | null;
  now: Date;
}

/** Throws a MeterError: exit 4 for limits that the application sets itself, 2 for unknown owners, limits and cycles. */
export async function findLimits(keys: OpenedKeys, { wish, limit, now }: Wanted): Promise<FoundLimits> {
  const { recognised, store } = keys;
  const { chosen } = chosenApplication(recognised, 'limits');
  const { compiled: profile, release } = chosen;
  const { groups } = groupsOf(profile, release);
  const { group, ready } = settableOf(groups, { wish, limit, application: profile.profile.title });
  const { utcOffset } = recognised.offset;
  const dayOf = (at: number): string => new Date(calendarSpan('day', at, utcOffset).localStart ?? 0).toISOString().slice(0, 10);
  const cycles = cyclesOf(wish, group, { today: dayOf(now.getTime()), yesterday: dayOf(now.getTime() - DAY_MS) });
  const entities = new Entities(profile, sourcesOf(profile), store);
  const { listing, cycles: table } = await listedSubjects(
    { ...keys, now },
    { profile, releases: release, groups: [group], entities, named: cycles === null ? [] : [cycles.from], dimensions: [] },
  );
  const ids = await idsOf(wish, { group, entities, listing, kinds: profile.profile.figures!.entities });
  const subjects =
    wish.verb === 'copy'
      ? (
          await subjectsOf([group], {
            listing,
            cycles: table,
            cycle: cycles?.from ?? '',
            only: ids === null ? new Map() : new Map([[group.entity.dimension, new Set(ids)]]),
          })
        ).map(({ id }) => id)
      : ids!;
  const cycle = cycles?.to ?? null;
  const reader = new LimitReader(keys, { profile, group, ready, cycle });
  for (let at = 0; at < subjects.length; at += BATCH) {
    const part = subjects.slice(at, at + BATCH);
    const froms = wish.verb === 'copy' ? await reader.read(part, cycles!.from) : null;
    const tos = await reader.read(part, cycle);
    for (const [index, id] of part.entries()) reader.take(wish, id, tos[index] ?? null, froms && (froms[index] ?? null));
  }
  return { profile, group, ready, cycle, changes: reader.changes, leftOut: reader.leftOut };
}

/** Ids that are named; `null`: all. */
async function idsOf(
  wish: LimitsWish,
  {
    group,
    entities,
    listing,
    kinds,
  }: {
    group: Group;
    entities: Entities;
    listing: Parameters<typeof resolvedOwners>[2];
    kinds: Parameters<typeof ownersAsked>[1];
  },
): Promise<string[] | null> {
  if (wish.owners.length === 0) return null;
  const { dimension, word, title } = group.entity;
  const owners = ownersAsked(wish.owners, kinds, dimension);
  const other = owners.find((owner) => owner.dimension !== dimension);
  if (other)
    throw usageError(
      `Limits are those of a ${title}, not of ${truncateMiddle(safeText(other.text), 60)}.`,
      `Such as --owner ${word}:NAME`,
    );
  const isNew = wish.verb === 'set' && wish.newOwner;
  if (!isNew) return [...((await resolvedOwners(owners, entities, listing)).get(dimension) ?? [])];
  const known = await entities.all(dimension, listing);
  const found: string[] = [];
  for (const owner of owners) {
    const bytes = byteString(owner.text);
    // A name that is known means its owner.
    const named =
      known.size === 0 || known.has(bytes) ? null : await resolvedOwners([owner], entities, listing).catch(nullIfUnknown);
    for (const id of named?.get(dimension) ?? [bytes]) found.push(id);
  }
  return [...new Set(found)];
}

/** An owner without a name that is known is a new one. Every other failure ends the command. */
function nullIfUnknown(error: unknown): null {
  if (error instanceof MeterError && error.exitCode === EXIT.usage) return null;
  throw error;
}
