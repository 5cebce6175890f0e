/** Values by type, for servers without DUMP, or that refuse a payload. All texts are byte strings, and all data are plain JSON. */

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
  /** Milliseconds since the epoch; `null`: the field has no TTL of its own. */
  expireAtMs: number | null;
}

export interface StreamValue {
  entries: StreamEntry[];
  lastId: string;
  /** The highest deleted id and the number of entries ever added, since Redis 7; `null`: not reported. */
  maxDeletedId: string | null;
  entriesAdded: string | null;
  groups: StreamGroup[];
}

export interface StreamEntry {
  id: string;
  /** Alternating fields and values. */
  pairs: string[];
}

export interface StreamGroup {
  name: string;
  lastId: string;
  /** Since Redis 7; `null`: not reported, or unknown to the server. */
  entriesRead: string | null;
  consumers: string[];
  /** Delivered but not acknowledged entries, in order of their ids. */
  pending: PendingEntry[];
}

export interface PendingEntry {
  id: string;
  consumer: string;
  /** Milliseconds since the epoch. */
  deliveredAtMs: number;
  deliveries: number;
}
