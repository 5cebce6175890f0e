/**
 * What the statistics of an application count: which field is which metric, of whom, and over which period. Entities are the
 * dimensions of the families' patterns, and the period is that of their grain.
 */

/** In the order of reports. `tokens`: all tokens, cached ones included. `cost`: what the application bills. */
export const METRICS = [
  'requests',
  'input',
  'output',
  'cache-create',
  'cache-read',
  'cache-5m',
  'cache-1h',
  'tokens',
  'cost',
  'real-cost',
] as const;

export type Metric = (typeof METRICS)[number];

/** `usd`: a decimal number of US dollars; the others are whole numbers. */
export type MetricUnit = 'requests' | 'tokens' | 'usd';

export const unitOf = (metric: Metric): MetricUnit =>
  metric === 'requests' ? 'requests' : metric === 'cost' || metric === 'real-cost' ? 'usd' : 'tokens';

/** The figures of one family of counters. */
export interface FigureSet {
  /** The family's id: hashes, or strings that hold one number. */
  family: string;
  /** For hashes: the field of each metric, or the fields whose sum it is. */
  fields?: Readonly<Partial<Record<Metric, string | readonly string[]>>>;
  /** For strings: the metric. */
  value?: Metric;
  /** Which requests are counted, where these are not all requests of the entity. */
  part?: string;
  /** Metrics whose field is written only once it is above zero: a hash without it says 0. */
  sparse?: readonly Metric[];
  /** Minimum seconds for which keys exist, if the TTL of the family varies. */
  keptFor?: number;
  /** The placeholder whose text is a billing cycle of any name; the cycle of a day is named after it: 2026-11-20. */
  cycle?: string;
}

/** Where the display names of entities are. */
export interface NameSource {
  /** The family of the entities: hashes, or strings that hold JSON. Its one placeholder is the id. */
  family: string;
  /** Fields that hold a name; the first that is not empty counts. */
  fields: readonly string[];
  /** The family of the set that lists all ids. */
  listed?: string;
}

/** A kind of entity that usage is counted for. */
export interface Entity {
  dimension: string;
  /** As `--by` names it, such as `key`. */
  word: string;
  /** Such as `API key`, `API keys`. */
  title: string;
  titles: string;
  names?: readonly NameSource[];
  /** The entity that each belongs to: a field of the first name source holds its id. */
  belongsTo?: { dimension: string; field: string };
}

/** A stream that holds the newest requests one by one, for figures that no counter holds. */
export interface RequestLog {
  /** A family with one key of this name, a stream of JSON. Ids are times in ms. */
  family: string;
  /** The field with the JSON. */
  field: string;
  /** For each metric, the path of its number in the JSON, such as `cost.total`. */
  metrics: Readonly<Partial<Record<Metric, string>>>;
  /** Whose requests they are, and the path of the id. */
  of: { dimension: string; path: string };
  /** Which requests are in it, as the end of a sentence. */
  part: string;
}

/**
 * Lists that hold the newest requests of each entity, as JSON and the newest first, for figures that no counter holds. `growth` of the
 * family says how many they keep, and which member is the time.
 */
export interface RequestLists {
  /** A family of lists. Its one placeholder is the entity. */
  family: string;
  /** For each metric, the path of its number in the JSON. */
  metrics: Readonly<Partial<Record<Metric, string>>>;
  /** Whose requests they are, and the path of the id. */
  of: { dimension: string; path: string };
}

export interface Figures {
  log?: RequestLog;
  lists?: RequestLists;
  sets: readonly FigureSet[];
  entities: readonly Entity[];
}
