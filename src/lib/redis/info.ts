/** Parsed INFO: lower-case section, then field. Fields before the first heading are in section `''`. */
export type Info = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface InfoDatabase {
  db: number;
  keys: number;
  withTtl: number;
}

export function parseInfo(text: string): Info {
  const sections = new Map<string, Map<string, string>>();
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) {
      section = line.slice(1).trim().toLowerCase();
      sections.set(section, sections.get(section) ?? new Map());
      continue;
    }
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const fields = sections.get(section) ?? new Map<string, string>();
    sections.set(section, fields.set(line.slice(0, colon), line.slice(colon + 1)));
  }
  return sections;
}

/** A field from any section: names are unique across sections, and services use different headings. */
export function infoField(info: Info, field: string): string | null {
  for (const fields of info.values()) {
    const value = fields.get(field);
    if (value !== undefined) return value;
  }
  return null;
}

export function infoNumber(info: Info, field: string): number | null {
  const text = infoField(info, field);
  return text !== null && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

/** The databases that hold keys (`db0:keys=5,expires=2,avg_ttl=0`), in order. */
export function infoDatabases(info: Info): InfoDatabase[] {
  return [...(info.get('keyspace') ?? [])]
    .flatMap(([name, value]) => {
      const db = /^db(\d+)$/.exec(name)?.[1];
      const pairs = parsePairs(value);
      return db === undefined
        ? []
        : [{ db: Number(db), keys: Number(pairs.get('keys') ?? 0), withTtl: Number(pairs.get('expires') ?? 0) }];
    })
    .sort((a, b) => a.db - b.db);
}

/** The value of a field that is itself `name=value,name=value`. */
export function parsePairs(value: string): Map<string, string> {
  return new Map(
    value.split(',').map((pair) => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}
