/** Names of API keys, accounts and users. All of them are untrusted text. */
import { parseBoundedJson } from '../format/bounded-json.js';
import { maskSecretsInName, redactId, SECRET } from '../format/redact.js';
import { printable, safeText } from '../format/terminal.js';
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import type { Entity, NameSource } from '../profile/figures.js';
import { fillPattern } from '../profile/pattern.js';
import type { Redaction } from '../profile/types.js';
import type { Listing } from './listing.js';
import type { Ids, Source } from './sources.js';
import type { Question, Store } from './store.js';

/** An entity as its own key describes it. */
export interface Known {
  /** Safe to show; `null`: it has none. */
  name: string | null;
  /** The id of the entity that it belongs to; `null`: none. */
  belongsTo: string | null;
}

/** Maximum characters of a name that are shown. */
const LONGEST_NAME = 80;
/** Bytes read of an entity in JSON. */
const JSON_BYTES = 16_384;
/** Questions per request. */
const BATCH = 2_000;

/** An entity whose own key cannot be read. */
export const UNREADABLE: Known = { name: null, belongsTo: null };

interface CompiledSource {
  source: NameSource;
  family: CompiledFamily;
  listed: CompiledFamily | null;
}

export class Entities {
  readonly #profile: CompiledProfile;
  readonly #sources: readonly Source[];
  readonly #store: Store;
  readonly #known = new Map<string, Map<string, Known>>();

  constructor(profile: CompiledProfile, sources: readonly Source[], store: Store) {
    this.#profile = profile;
    this.#sources = sources;
    this.#store = store;
  }

  entity(dimension: string): Entity | null {
    return this.#profile.profile.figures?.entities.find((each) => each.dimension === dimension) ?? null;
  }

  /** Families whose names contain all ids: those of the entities, else those that count them. */
  familiesOf(dimension: string): CompiledFamily[] {
    const named = this.#nameSources(dimension).map(({ family }) => family);
    if (named.length > 0) return named;
    return this.#sources.filter(({ dimensions }) => dimensions[0] === dimension).map(({ compiled }) => compiled);
  }

  /** Every entity that exists, by id. */
  async all(dimension: string, listing: Listing): Promise<Map<string, Known>> {
    const sources = this.#nameSources(dimension);
    const all = new Map<string, Known>();
    if (sources.length === 0) {
      for (const family of this.familiesOf(dimension))
        for (const id of await listing.entityIds(family, null)) all.set(id, { name: null, belongsTo: null });
      return all;
    }
    for (const source of sources) {
      const ids = [...(await listing.entityIds(source.family, source.listed))];
      for (const [id, known] of await this.#read(dimension, ids, [source])) all.set(id, known);
    }
    return all;
  }

  /** The existing entities among these ids. */
  async these(dimension: string, ids: Iterable<string>): Promise<Map<string, Known>> {
    const known = this.#known.get(dimension) ?? new Map<string, Known>();
    const unread = [...new Set(ids)].filter((id) => !known.has(id));
    for (const [id, each] of await this.#read(dimension, unread, this.#nameSources(dimension))) known.set(id, each);
    return known;
  }

  /** How ids of the dimension may be shown. */
  redactionOf(dimension: string): Redaction {
    const slots = this.#profile.families.flatMap(({ dimensions }) => dimensions.filter(({ name }) => name === dimension));
    const rules = slots.map(({ slot }) => slot.placeholder.redact ?? 'none');
    return rules.includes('secret') ? 'secret' : rules.includes('id') ? 'id' : 'none';
  }

  async #read(dimension: string, ids: readonly string[], sources: readonly CompiledSource[]): Promise<Map<string, Known>> {
    const cache = this.#known.get(dimension) ?? new Map<string, Known>();
    this.#known.set(dimension, cache);
    const found = new Map<string, Known>();
    const field = this.entity(dimension)?.belongsTo?.field ?? null;
    const asked = ids.flatMap((id) => sources.map((source, at) => ({ id, source, field: at === 0 ? field : null })));
    for (let at = 0; at < asked.length; at += BATCH) {
      const part = asked.slice(at, at + BATCH);
      const answers = await this.#store.read(part.map(questionFor));
      for (const [index, { id, source, field: owner }] of part.entries()) {
        const values = answers[index] ?? null;
        if (values?.every((value) => value === null)) continue;
        // It exists, but its key cannot be read.
        const known = values === null ? UNREADABLE : knownFrom(source, owner, values);
        found.set(id, known);
        cache.set(id, known);
      }
    }
    return found;
  }

  #nameSources(dimension: string): CompiledSource[] {
    const families = this.#profile.families;
    return (this.entity(dimension)?.names ?? []).flatMap((source) => {
      const family = families.find(({ family: { id } }) => id === source.family);
      const listed = families.find(({ family: { id } }) => id === source.listed) ?? null;
      return family ? [{ source, family, listed }] : [];
    });
  }
}

interface Asked {
  id: string;
  source: CompiledSource;
  field: string | null;
}

function questionFor({ id, source: { source, family }, field }: Asked): Question {
  const [slot] = family.slots;
  const name = fillPattern(family.family.pattern, { [slot?.name ?? '']: id });
  const fields = family.family.type === 'hash' ? [...source.fields, ...(field === null ? [] : [field])] : null;
  return { name, fields, bytes: JSON_BYTES };
}

function knownFrom({ source, family }: CompiledSource, field: string | null, values: readonly (string | null)[]): Known {
  if (family.family.type !== 'hash') return { name: nameInJson(values[0] ?? '', source.fields), belongsTo: null };
  const named = source.fields.map((_, at) => values[at]).find((value) => typeof value === 'string' && value !== '');
  const owner = field === null ? null : (values[source.fields.length] ?? null);
  return { name: named == null ? null : shown(printable(named)), belongsTo: owner === '' ? null : owner };
}

function nameInJson(text: string, fields: readonly string[]): string | null {
  try {
    const value: unknown = parseBoundedJson(Buffer.from(text, 'latin1').toString('utf8'));
    if (typeof value !== 'object' || value === null) return null;
    const named = fields.map((field) => (value as Record<string, unknown>)[field]);
    const first = named.find((each) => typeof each === 'string' && each !== '');
    return typeof first === 'string' ? shown(safeText(first)) : null;
  } catch {
    return null;
  }
}

function shown(name: string): string {
  const characters = Array.from(name);
  return characters.length <= LONGEST_NAME ? name : `${characters.slice(0, LONGEST_NAME - 1).join('')}…`;
}

/** An id (a byte string) as it may be shown. */
export function shownId(id: string, redaction: Redaction, showIds: boolean): string {
  if (redaction === 'secret') return SECRET;
  if (redaction === 'id' && !showIds) return redactId(id);
  return maskSecretsInName(printable(id), { ids: showIds });
}

/** The id of an entity among a source's ids; `null`: the source does not count it. */
export function idOf(source: Source, ids: Ids, dimension: string): string | null {
  return ids[source.dimensions.indexOf(dimension)] ?? null;
}
