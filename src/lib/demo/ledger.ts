import { fillPattern, hashEntry, setEntry, stringEntry, type Entry, type Place } from './entry.js';

/** `ttl` of a row's place is the life that each write gives the key anew. */
type Row = { place: Place; lastWrite: number } & (
  { fields: Record<string, number> } | { micro: number } | { members: Set<string> }
);

/** Where requests are entered. */
export interface Books {
  /** Adds to the fields of a hash. */
  count(place: Place, at: number, amounts: Readonly<Record<string, number>>): void;
  /** Adds micro-USD to a string that holds USD. */
  spend(place: Place, at: number, micro: number): void;
  /** Puts a member into a set. */
  join(place: Place, at: number, member: string): void;
}

/** Counters, costs and index sets by key name, each with its last write. */
export interface Ledger extends Books {
  /** Puts a member into a set that exists, without renewing its life. */
  joinExisting(key: string, member: string): void;
  /** Names of the keys that still live at the end. */
  keys(): string[];
  remove(key: string): void;
  /** Gives a key this life in ms from the end on, whatever its own is. */
  shorten(key: string, ttl: number): void;
  /** The keys with the life they have left at the end. */
  entries(): Generator<Entry>;
}

/** Micro-USD as the decimal text of USD, exactly. */
const usd = (micro: number): string => String(micro / 1e6);

/** `end`: the instant at which the books close; what has expired by then is gone. */
export function createLedger(end: number): Ledger {
  const rows = new Map<string, Row>();
  const shortened = new Map<string, number>();
  const lifeLeft = ({ place, lastWrite }: Row): number | null => (place.ttl === null ? null : lastWrite + place.ttl - end);
  const lives = (row: Row): boolean => (lifeLeft(row) ?? Infinity) > 0;

  function open<Kind extends Row>(place: Place, at: number, isKind: (row: Row) => row is Kind, create: () => Kind): Kind {
    const key = fillPattern(place.pattern, place.values);
    const known = rows.get(key);
    if (known === undefined) {
      const row = create();
      rows.set(key, row);
      return row;
    }
    if (!isKind(known)) throw new Error(`${place.pattern} is written as two types`);
    known.lastWrite = Math.max(known.lastWrite, at);
    return known;
  }

  return {
    count(place, at, amounts) {
      const row = open(
        place,
        at,
        (known) => 'fields' in known,
        () => ({ place, lastWrite: at, fields: {} as Record<string, number> }),
      );
      const { fields } = row;
      for (const field in amounts) fields[field] = (fields[field] ?? 0) + amounts[field]!;
    },
    spend(place, at, micro) {
      const row = open(
        place,
        at,
        (known) => 'micro' in known,
        () => ({ place, lastWrite: at, micro: 0 }),
      );
      row.micro += micro;
    },
    join(place, at, member) {
      const row = open(
        place,
        at,
        (known) => 'members' in known,
        () => ({ place, lastWrite: at, members: new Set<string>() }),
      );
      row.members.add(member);
    },
    joinExisting(key, member) {
      const row = rows.get(key);
      if (row && 'members' in row) row.members.add(member);
    },
    keys: () => [...rows].filter(([, row]) => lives(row)).map(([key]) => key),
    remove: (key) => rows.delete(key),
    shorten: (key, ttl) => shortened.set(key, ttl),
    *entries() {
      for (const [key, row] of rows) {
        if (!lives(row)) continue;
        const place = { ...row.place, ttl: shortened.get(key) ?? lifeLeft(row) };
        if ('fields' in row) yield hashEntry(place, row.fields);
        else if ('micro' in row) yield stringEntry(place, usd(row.micro));
        else yield setEntry(place, row.members);
      }
    },
  };
}
