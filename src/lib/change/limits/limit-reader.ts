/** Reads the hashes of owners, and decides what becomes of the limit in each. */
import { compare, decimalText, isCounter } from '../../format/decimal.js';
import { usageError } from '../../format/errors.js';
import { printable, truncateMiddle } from '../../format/terminal.js';
import { parsed } from '../../limits/amount.js';
import type { Group, ReadyLimit } from '../../limits/groups.js';
import type { CompiledProfile } from '../../profile/classify.js';
import { keySegments, slotText } from '../../profile/pattern.js';
import type { OpenedKeys } from '../../usage/reading.js';
import type { LimitChange, LimitsWish } from './request.js';

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

export interface Place {
  profile: CompiledProfile;
  group: Group;
  ready: ReadyLimit;
  cycle: string | null;
}

type Texts = readonly (string | null)[] | null;

export class LimitReader {
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
