/** The result of `meter growth` as plain data. Bytes are bytes, times are ISO 8601, shares 0..1. */
import type { Amount, Count, Instant } from '../format/json-types.js';

/** A figure with the range that it is in: 95 % of slopes and of scatter. */
export interface Range {
  value: number;
  low: number;
  high: number;
}

export interface Forecast {
  days: Count;
  at: Instant;
  keys: Range;
  /** Of all families; `null`: sizes are unknown. */
  bytes: Range | null;
  usedMemory: Range | null;
  /** `null`: the server does not report them, or too little is known. */
  commandsPerDay: Range | null;
}

/**
 * How a family grows. `periods`: its keys have a period and a TTL: they rise to what is written in one TTL, and stay. `expiring`:
 * other keys with a TTL: they stay, or rise for one TTL at most. `permanent`: keys without a TTL, which grow for ever.
 */
export type FamilyKind = 'periods' | 'expiring' | 'permanent';

export interface FamilyGrowth {
  id: string;
  /** The profile that has the id; `null`: none, or unknown. */
  profile: string | null;
  kind: FamilyKind;
  keys: Amount;
  bytes: Amount | null;
  /** Keys a day that are written, or that are added; `null`: one audit does not show it. */
  perDay: Range | null;
  /** Where its keys stay; `null`: they go on growing, or it is not known. */
  level: Amount | null;
  /** Days until then; 0: it is there. */
  levelInDays: Amount | null;
  /** After the last of the forecast days. */
  keysThen: Range;
  bytesThen: Range | null;
}

/** When used memory reaches maxmemory. */
export type LimitReached =
  /** It has no limit, or it is unknown. */
  | { kind: 'no-limit' }
  | { kind: 'now' }
  /** `to`: `null`: not certain within the horizon. */
  | { kind: 'between'; from: Instant; to: Instant | null }
  /** What grows stops below it. */
  | { kind: 'never' }
  /** It still grows at the end of the horizon. */
  | { kind: 'not-before'; at: Instant };

export interface Point {
  at: Instant;
  keys: Amount;
  bytes: Amount | null;
  usedMemory: Amount | null;
  commandsPerDay: Amount | null;
}

/** The figures of notes, by code. */
export interface GrowthNotes {
  /** Families whose growth one audit does not show. They are taken as they are. */
  'needs-history': { families: Count; keys: Amount; bytes: Amount | null };
  /** Lines of the file that are no record. */
  skipped: { lines: Count };
  /** Records that the newest does not match: other sizes. */
  'other-sizes': { records: Count };
  /** A trend over so few days says little about so many. */
  short: { days: Amount; forecast: Count };
  'sizes-unknown': Record<string, never>;
  'no-commands': Record<string, never>;
  evicts: { policy: string };
}

export type GrowthNote = { [Code in keyof GrowthNotes]: { code: Code; params: GrowthNotes[Code] } }[keyof GrowthNotes];

export interface GrowthData {
  /** The Redis and the database. */
  of: string;
  /** `audit`: one audit, whose newest periods show what is written. */
  from: 'history' | 'audit';
  file: string | null;
  applications: { name: string; from: string | null; to: string | null }[];
  first: Instant;
  last: Instant;
  /** Audits that were used. */
  audits: Count;
  forecasts: Forecast[];
  maxmemory: { bytes: Amount | null; policy: string | null; reached: LimitReached; horizonDays: Count };
  /** The largest change first. */
  families: FamilyGrowth[];
  points: Point[];
  notes: GrowthNote[];
}
