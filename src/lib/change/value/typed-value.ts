/** Values as their types have them, for servers without DUMP, or that refuse a payload. All texts are byte strings; all of it is plain JSON. */

export type TypedValue =
  | { type: 'string'; value: string }
  | { type: 'list'; value: string[] }
  /** In any order. */
  | { type: 'set'; value: string[] }
  | { type: 'zset'; value: ZsetMember[] }
  | { type: 'hash'; value: HashField[] }
  | { type: 'stream'; value: StreamValue };

export interface ZsetMember {
  member: string;
  /** Decimal, exact to the last bit of a double, or `inf`, `-inf`. */
  score: string;
}

export interface HashField {
  field: string;
  value: string;
  /** Milliseconds since the epoch; `null`: the field stays as long as its key. */
  expireAtMs: number | null;
}

export interface StreamValue {
  entries: StreamEntry[];
  lastId: string;
  /** The highest id ever deleted and the number of entries ever added, since Redis 7; `null`: not told. */
  maxDeletedId: string | null;
  entriesAdded: string | null;
  groups: StreamGroup[];
}

export interface StreamEntry {
  id: string;
  /** Fields and values by turns. */
  pairs: string[];
}

export interface StreamGroup {
  name: string;
  lastId: string;
  /** Since Redis 7; `null`: not told, or not known to the server. */
  entriesRead: string | null;
  consumers: string[];
  /** Delivered and not yet acknowledged, in order of their ids. */
  pending: PendingEntry[];
}

export interface PendingEntry {
  id: string;
  consumer: string;
  /** Milliseconds since the epoch. */
  deliveredAtMs: number;
  deliveries: number;
}
