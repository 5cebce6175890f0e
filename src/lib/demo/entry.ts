/** A Redis command with its arguments as byte strings. */
export type DemoCommand = string[];

/** A key's name and TTL. */
export interface Place {
  /** In the notation of profiles: `usage:daily:{keyId}:{date}`. */
  pattern: string;
  /** The text of each placeholder. */
  values: Record<string, string>;
  /** TTL in milliseconds; `null`: none. */
  ttl: number | null;
}

/** Fields of a hash or of a stream entry, each with its value. */
export type Fields = readonly (readonly [field: string, value: string])[];

/** The value of a key. All texts are byte strings. */
export type Value =
  | { type: 'string'; text: string }
  | { type: 'hash'; fields: Fields }
  | { type: 'list'; elements: readonly string[] }
  | { type: 'set'; members: ReadonlySet<string> }
  | { type: 'zset'; scores: ReadonlyMap<string, number> }
  | { type: 'stream'; events: readonly StreamEvent[] };

/** A stream entry with its full id (`1700000000000-0`). */
export interface StreamEvent {
  id: string;
  fields: Fields;
}

/** One key with its value. */
export interface Entry {
  pattern: string;
  key: string;
  /** TTL in milliseconds; `null`: none. */
  ttl: number | null;
  value: Value;
}

type Scalar = string | number;

/** Patterns split into alternating texts and placeholders. Cached, because there are only a few dozen. */
const cut = new Map<string, string[]>();

/** The placeholders of a pattern, in order. */
export const placeholdersOf = (pattern: string): string[] => partsOf(pattern).filter((_, at) => at % 2 === 1);

function partsOf(pattern: string): string[] {
  let parts = cut.get(pattern);
  if (!parts) cut.set(pattern, (parts = pattern.split(/[{}]/)));
  return parts;
}

/** Fills a pattern to a key name. Throws when a value is missing. */
export function fillPattern(pattern: string, values: Readonly<Record<string, string>>): string {
  const parts = partsOf(pattern);
  let key = parts[0]!;
  for (let at = 1; at < parts.length; at += 2) {
    const value = values[parts[at]!];
    if (value === undefined) throw new Error(`no value for {${parts[at]}} of ${pattern}`);
    key += value + parts[at + 1]!;
  }
  return key;
}

const entry = ({ pattern, values, ttl }: Place, value: Value): Entry => ({
  pattern,
  key: fillPattern(pattern, values),
  ttl,
  value,
});

export const stringEntry = (place: Place, value: Scalar): Entry => entry(place, { type: 'string', text: String(value) });

export const hashEntry = (place: Place, fields: Readonly<Record<string, Scalar>>): Entry =>
  entry(place, { type: 'hash', fields: Object.entries(fields).map(([field, value]) => [field, String(value)] as const) });

export const setEntry = (place: Place, members: Iterable<string>): Entry =>
  entry(place, { type: 'set', members: new Set(members) });

/** Scores by member; the last score of a member wins. */
export const zsetEntry = (place: Place, scores: Iterable<readonly [string, number]>): Entry =>
  entry(place, { type: 'zset', scores: new Map(scores) });

/** Elements from head to tail. */
export const listEntry = (place: Place, elements: readonly string[]): Entry => entry(place, { type: 'list', elements });

/** Stream entries with their full ids, oldest first; each has the single field `data`. */
export const streamEntry = (place: Place, events: readonly { id: string; data: string }[]): Entry =>
  entry(place, { type: 'stream', events: events.map(({ id, data }) => ({ id, fields: [['data', data]] })) });

/** Field, value, field, value … */
export function interleaved(fields: Fields): string[] {
  const texts: string[] = [];
  for (const [field, value] of fields) texts.push(field, value);
  return texts;
}

/** All commands that create the key. */
export function commandsOf({ key, ttl, value }: Entry): DemoCommand[] {
  const commands = writingCommands(key, value);
  if (ttl !== null) commands.push(['PEXPIRE', key, String(ttl)]);
  return commands;
}

function writingCommands(key: string, value: Value): DemoCommand[] {
  switch (value.type) {
    case 'string':
      return [['SET', key, value.text]];
    case 'hash':
      return [['HSET', key, ...interleaved(value.fields)]];
    case 'list':
      return [['RPUSH', key, ...value.elements]];
    case 'set':
      return [['SADD', key, ...value.members]];
    case 'zset':
      return [['ZADD', key, ...[...value.scores].flatMap(([member, score]) => [String(score), member])]];
    case 'stream':
      return value.events.map(({ id, fields }) => ['XADD', key, id, ...interleaved(fields)]);
  }
}
