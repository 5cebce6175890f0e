import { fillPattern, type Entry, type Place, type Value } from './entry.js';
import { Rows } from './rows.js';

/**
 * Amounts, each for the field at the same index. Figures with the identical list of fields are summed by index, without comparing
 * names. Therefore lists recorded in one key share no field.
 */
export interface Figures {
  fields: readonly string[];
  amounts: readonly number[];
}

/** Records requests. */
export interface Books {
  /** Increments the fields of a hash. */
  count(place: Place, at: number, figures: Figures, others?: Figures | null): void;
  /** Adds micro-USD to a string in USD. */
  spend(place: Place, at: number, micro: number): void;
  /** Adds a member to a set. */
  join(place: Place, at: number, member: string): void;
}

/** Counters, costs and index sets by key, each with the time of its last write. */
export interface Ledger extends Books {
  /** Adds a member to an existing set without renewing its TTL. */
  joinExisting(key: string, member: string): void;
  /** Names of the keys that have not expired at the end. */
  keys(): string[];
  remove(key: string): void;
  /** Sets a key's TTL in ms from the end, whatever its own is. */
  shorten(key: string, ttl: number): void;
  /** The keys with their remaining TTL at the end, in the order of their first writes. */
  entries(): Generator<Entry>;
  /** The same without values. */
  places(): Generator<Place>;
}

interface Sums {
  fields: readonly string[];
  amounts: number[];
}

/** The place's `ttl` is the TTL that each write sets. */
interface Row {
  place: Place;
  lastWrite: number;
  content: Sums[] | Set<string> | number;
}

/** Micro-USD as the exact decimal text in USD. */
const usd = (micro: number): string => String(micro / 1e6);

/** `end`: the instant at which the books close; keys that have expired by then are dropped. */
export function createLedger(end: number): Ledger {
  const rows = new Rows<Row>();
  const inOrder: Row[] = [];
  const removed = new Set<string>();
  const shortened = new Map<string, number>();
  const nameOf = ({ place }: Row): string => fillPattern(place.pattern, place.values);

  function* unexpired(): Generator<{ row: Row; key: string; ttl: number | null }> {
    for (const row of inOrder) {
      const { place, lastWrite } = row;
      const left = place.ttl === null ? null : lastWrite + place.ttl - end;
      if (left !== null && left <= 0) continue;
      const key = nameOf(row);
      if (!removed.has(key)) yield { row, key, ttl: shortened.get(key) ?? left };
    }
  }

  function open(place: Place, at: number, empty: () => Row['content']): Row {
    const row = rows.at(place, () => {
      const created = { place, lastWrite: at, content: empty() };
      inOrder.push(created);
      return created;
    });
    if (at > row.lastWrite) row.lastWrite = at;
    return row;
  }

  return {
    count(place, at, figures, others = null) {
      const { content } = open(place, at, noSums);
      if (!Array.isArray(content)) throw twoTypes(place);
      addUp(content, figures);
      if (others) addUp(content, others);
    },
    spend(place, at, micro) {
      const row = open(place, at, noMoney);
      if (typeof row.content !== 'number') throw twoTypes(place);
      row.content += micro;
    },
    join(place, at, member) {
      const { content } = open(place, at, noMembers);
      if (!(content instanceof Set)) throw twoTypes(place);
      content.add(member);
    },
    joinExisting(key, member) {
      const content = inOrder.find((row) => nameOf(row) === key)?.content;
      if (content instanceof Set) content.add(member);
    },
    keys: () => [...unexpired()].map(({ key }) => key),
    remove: (key) => void removed.add(key),
    shorten: (key, ttl) => void shortened.set(key, ttl),
    *entries() {
      for (const { row, key, ttl } of unexpired()) yield { pattern: row.place.pattern, key, ttl, value: valueOf(row.content) };
    },
    *places() {
      for (const { row, ttl } of unexpired()) yield { ...row.place, ttl };
    },
  };
}

const noSums = (): Sums[] => [];
const noMoney = (): number => 0;
const noMembers = (): Set<string> => new Set();
const twoTypes = ({ pattern }: Place): Error => new Error(`${pattern} is written as two types`);

function addUp(content: Sums[], { fields, amounts }: Figures): void {
  for (const sums of content) {
    if (sums.fields !== fields) continue;
    for (let at = 0; at < amounts.length; at++) sums.amounts[at]! += amounts[at]!;
    return;
  }
  content.push({ fields, amounts: [...amounts] });
}

function valueOf(content: Row['content']): Value {
  if (typeof content === 'number') return { type: 'string', text: usd(content) };
  if (content instanceof Set) return { type: 'set', members: content };
  return { type: 'hash', fields: content.flatMap(fieldsOf) };
}

const fieldsOf = ({ fields, amounts }: Sums): [string, string][] => fields.map((field, at) => [field, String(amounts[at])]);
