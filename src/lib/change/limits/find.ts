/** Finds the hashes whose limits or counters are to be changed, and what they hold. */
import { byteString } from '../../format/byte-string.js';
import { compare, decimalText, isCounter } from '../../format/decimal.js';
import { EXIT, MeterError, usageError } from '../../format/errors.js';
import { nearest } from '../../format/nearest.js';
import { printable, safeText, truncateMiddle } from '../../format/terminal.js';
import { parsed } from '../../limits/amount.js';
import { groupsOf, type Group, type ReadyLimit } from '../../limits/groups.js';
import { calendarSpan } from '../../limits/span.js';
import { listedSubjects, subjectsOf } from '../../limits/subjects.js';
import type { CompiledProfile } from '../../profile/classify.js';
import { keySegments, slotText } from '../../profile/pattern.js';
import { chosenApplication } from '../../usage/application.js';
import { Entities } from '../../usage/entities.js';
import { ownersAsked, resolvedOwners } from '../../usage/owners.js';
import type { OpenedKeys } from '../../usage/reading.js';
import { sourcesOf } from '../../usage/sources.js';
import type { LimitChange, LimitsWish } from './request.js';

/** Hashes that are read at once. */
const BATCH = 1_000;
const DAY_MS = 86_400_000;

/** Why owners are left as they are. */
export interface LeftOut {
  /** As wanted already. */
  already: string[];
  /** Used as much as the new limit allows; these are changed. */
  below: string[];
  odd: string[];
  kept: string[];
  unreadable: string[];
}

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
  const reader = new Reader(keys, { profile, group, ready, cycle });
  for (let at = 0; at < subjects.length; at += BATCH) {
    const part = subjects.slice(at, at + BATCH);
    const froms = wish.verb === 'copy' ? await reader.read(part, cycles!.from) : null;
    const tos = await reader.read(part, cycle);
    for (const [index, id] of part.entries()) reader.take(wish, id, tos[index] ?? null, froms && (froms[index] ?? null));
  }
  return { profile, group, ready, cycle, changes: reader.changes, leftOut: reader.leftOut };
}

/** The one limit that may be set from here, and that counts what was asked for. */
function settableOf(
  groups: readonly Group[],
  { wish, limit, application }: Pick<Wanted, 'wish' | 'limit'> & { application: string },
): { group: Group; ready: ReadyLimit } {
  const all = groups.flatMap((group) => group.limits.map((ready) => ({ group, ready })));
  const named = limit === null ? all : all.filter(({ ready }) => ready.limit.id === limit);
  if (named.length === 0) {
    const ids = [...new Set(all.map(({ ready }) => ready.limit.id))];
    const near = nearest(limit!.slice(0, 60), ids);
    throw usageError(
      `There is no limit ${truncateMiddle(safeText(limit!), 40)} here.`,
      near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Limits: ${ids.join(', ')}.`,
    );
  }
  const own = named.filter(({ ready }) => ready.limit.setIn === undefined);
  if (own.length === 0)
    throw new MeterError(
      'limits-elsewhere',
      EXIT.refused,
      `${application} keeps its limits itself, and they are not changed behind its back.`,
      [...new Set(named.flatMap(({ ready }) => ready.limit.setIn ?? []))],
    );
  const fitting = wish.verb === 'set' ? own.filter(({ ready }) => ready.unit === wish.unit) : own;
  const [first, second] = fitting;
  if (!first)
    throw usageError(
      `No limit is counted in ${wish.verb === 'set' ? wish.unit : ''} here.`,
      `Limits: ${own.map(({ ready }) => `${ready.limit.id} in ${ready.unit}`).join(', ')}.`,
    );
  if (second)
    throw usageError(
      'Several limits can be changed here.',
      `Name one: --limit ${fitting.map(({ ready }) => ready.limit.id).join(', ')}`,
    );
  if (wish.verb === 'reset' && first.ready.figure !== 'own')
    throw new MeterError(
      'counters-elsewhere',
      EXIT.refused,
      `The figure of ${first.ready.limit.title} is not beside the limit, and only counters beside it are reset.`,
      ['Leave it to the application.'],
    );
  return first;
}

/** The cycles that are read and changed, which are one except for a copy; `null`: limits have none. */
function cyclesOf(
  wish: LimitsWish,
  group: Group,
  { today, yesterday }: { today: string; yesterday: string },
): { from: string; to: string } | null {
  const given = wish.verb === 'copy' ? (wish.from ?? wish.to) : wish.cycle;
  if (group.cycle === null) {
    if (given === null && wish.verb !== 'copy') return null;
    throw usageError(
      'These limits have no billing cycles.',
      wish.verb === 'copy' ? 'They need not be copied.' : 'Leave --cycle out.',
    );
  }
  const cycles =
    wish.verb === 'copy'
      ? { from: byteString(wish.from ?? yesterday), to: byteString(wish.to ?? today) }
      : { from: byteString(wish.cycle ?? today), to: byteString(wish.cycle ?? today) };
  if (wish.verb === 'copy' && cycles.from === cycles.to)
    throw usageError(`--from and --to are both ${printable(cycles.to)}.`, 'Name two billing cycles.');
  return cycles;
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
      known.size === 0 || known.has(bytes) ? null : await resolvedOwners([owner], entities, listing).catch(() => null);
    for (const id of named?.get(dimension) ?? [bytes]) found.push(id);
  }
  return [...new Set(found)];
}

interface Place {
  profile: CompiledProfile;
  group: Group;
  ready: ReadyLimit;
  cycle: string | null;
}

type Texts = readonly (string | null)[] | null;

class Reader {
  readonly changes: LimitChange[] = [];
  readonly leftOut: LeftOut = { already: [], below: [], odd: [], kept: [], unreadable: [] };
  readonly #keys: OpenedKeys;
  readonly #place: Place;
  readonly #counters: readonly string[];

  constructor(keys: OpenedKeys, place: Place) {
    this.#keys = keys;
    this.#place = place;
    this.#counters = countersOf(place);
  }

  /** The limit, then the counters. */
  read(ids: readonly string[], cycle: string | null): Promise<readonly Texts[]> {
    const { ready } = this.#place;
    const fields = [ready.limit.field, ...this.#counters];
    return this.#keys.store.read(ids.map((id) => ({ name: nameOf(this.#place, id, cycle), fields, bytes: 0 })));
  }

  /** `texts`: of the hash that is changed. `from`: of the one that is copied. */
  take(wish: LimitsWish, id: string, texts: Texts, from: Texts): void {
    if (texts === null || (wish.verb === 'copy' && from === null)) {
      this.leftOut.unreadable.push(id);
      return;
    }
    const { ready } = this.#place;
    const [before = null, ...counters] = texts;
    switch (wish.verb) {
      case 'set': {
        const used = ready.figure === 'own' ? parsed(counters[this.#ownAt()] ?? null, ready.counted) : 'odd';
        if (used !== 'odd' && compare(used, wish.amount) >= 0) this.leftOut.below.push(id);
        return this.#change(id, before, decimalText(wish.amount));
      }
      case 'unset':
        return this.#change(id, before, null);
      case 'reset':
        if (counters.some((text) => text !== null && !isCounter(text))) this.leftOut.odd.push(id);
        else if (counters.every((text) => text === null || text === '0')) this.leftOut.already.push(id);
        else this.changes.push({ name: nameOf(this.#place, id, this.#place.cycle), before: null, after: null });
        return;
      case 'copy':
        return this.#copy(id, before, from![0] ?? null, wish.replace);
    }
  }

  #copy(id: string, before: string | null, limit: string | null, replace: boolean): void {
    const { unit } = this.#place.ready;
    const wanted = parsed(limit, unit);
    if (wanted === 'odd') this.leftOut.odd.push(id);
    // 0 and less is no limit.
    if (wanted === 'odd' || wanted.digits <= 0n) return;
    const present = parsed(before, unit);
    const isFree = present !== 'odd' && present.digits <= 0n;
    if (before === limit || isFree || replace) this.#change(id, before, limit);
    else this.leftOut.kept.push(id);
  }

  #change(id: string, before: string | null, after: string | null): void {
    if (before === after) this.leftOut.already.push(id);
    else this.changes.push({ name: nameOf(this.#place, id, this.#place.cycle), before, after });
  }

  #ownAt(): number {
    const { figure } = this.#place.ready.limit;
    return this.#counters.indexOf(typeof figure === 'string' ? '' : (figure.field ?? ''));
  }
}

/** Fields of the hash that count; the limit is none of them. */
export function countersOf({ profile, group, ready }: Pick<Place, 'profile' | 'group' | 'ready'>): string[] {
  const { id, fields = {}, optionalFields = {} } = group.family.family;
  const own = (profile.profile.figures?.sets ?? []).filter(({ family }) => family === id);
  const counted = own.flatMap((set) => Object.values(set.fields ?? {}).flat());
  const { figure } = ready.limit;
  const held = ready.figure === 'own' && typeof figure !== 'string' && figure.field !== undefined ? [figure.field] : [];
  const known = Object.keys({ ...fields, ...optionalFields });
  return [...new Set([...counted, ...held])].filter((field) => field !== ready.limit.field && known.includes(field));
}

/** Throws a usage error for an owner or a cycle that no key of this family can have. */
function nameOf({ profile, group }: Pick<Place, 'profile' | 'group'>, id: string, cycle: string | null): string {
  const name = group.nameOf(id, cycle ?? '');
  const segments = keySegments(name);
  const [owner] = group.family.slots;
  const isOwn =
    profile.match(segments) === group.family &&
    slotText(owner!, segments) === id &&
    (group.cycle === null || slotText(group.cycle, segments) === cycle);
  if (isOwn) return name;
  throw usageError(
    `No key of ${group.family.family.pattern} can have the name ${truncateMiddle(printable(name), 80)}.`,
    'Check the owner and the billing cycle.',
  );
}

/** True for a name that a plan from a file may change. */
export function isNameOf({ profile, group }: Pick<Place, 'profile' | 'group'>, name: string): boolean {
  return name !== '' && profile.match(keySegments(name)) === group.family;
}

/** True for a text that a limit may become: a number above zero. */
export function isLimitText(text: string, { unit }: ReadyLimit): boolean {
  const amount = parsed(text, unit);
  return amount !== 'odd' && amount.digits > 0n;
}
