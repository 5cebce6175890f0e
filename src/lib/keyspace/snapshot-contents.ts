/**
 * Keeps the parts of values that questions after the scan will need. They are collected while the snapshot is read, because it
 * cannot always be read twice.
 */
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import { keySegments, slotText, type Slot } from '../profile/pattern.js';
import type { CountedKey, ValueVisitor } from '../snapshot/snapshot-key.js';
import { FIRST_ELEMENTS, VALUE_SAMPLES, type KeyRef } from './probe.js';
import { largest } from '../format/largest.js';

/** Keys whose values are looked into, for questions about any key whose name a scan keeps. */
const ALL_NAMED = 64;

/** Keys whose limits are kept. */
const MOST_LIMITS = 20_000;
/** Characters of a limit that are kept: more than any number has. */
const LONGEST_LIMIT = 64;
const DAY_MS = 86_400_000;

/** Questions about the keys of certain families. */
export interface Interest {
  /** `null`: no questions about their values. */
  questions: readonly Questions[] | null;
  /** True when the questions include existence. */
  existence: boolean;
}

/** A hash of which the values of some fields are kept, in each database. */
export interface KeptHash {
  name: string;
  fields: readonly string[];
}

/** Questions about the values of one family. */
interface Questions {
  /** Hash fields or set members to look for. */
  texts: Set<string>;
  /** True: keep the first elements of a list, or the text of a string. */
  elements: boolean;
  /** Hash fields whose values are kept. */
  fields: readonly string[];
  /** Number of keys still to look into. */
  left: number;
  limits: CycleLimits | null;
}

/** Limits that stand in the hashes of a billing cycle, of which those of a few days are kept. */
interface CycleLimits {
  cycle: Slot;
  fields: readonly string[];
}

interface Answer {
  texts: Set<string>;
  elements: string[];
}

export class SnapshotContents {
  readonly #questions = new Map<CompiledFamily, Questions>();
  /**
   * Families whose existence is asked: owners, whose absence makes orphans, keys that say that others are in use, and the buckets
   * that show the UTC offset.
   */
  readonly #existence = new Set<CompiledFamily>();
  readonly #answers = new Map<string, Answer>();
  /** Of the kept hash, by database. */
  readonly #values = new Map<number, Map<string, string>>();
  /** Fields of hashes with limits, by the place of their keys. */
  readonly #limits = new Map<string, Map<string, string>>();
  readonly #days: ReadonlySet<string>;

  /** `now`: the limits of cycles around this time are kept; `null`: none. */
  constructor(profiles: readonly CompiledProfile[], kept: KeptHash | null = null, now: Date | null = null) {
    this.#days = new Set(now === null ? [] : daysAround(now));
    for (const name of profiles.flatMap(({ profile }) => profile.unlessKeys ?? [])) {
      // Only of applications that such a key proves: others have names of any kind.
      const owners = profiles.flatMap((each) => each.match(keySegments(name)) ?? []);
      for (const owner of owners) if (owner.family.generic !== true) this.#existence.add(owner);
    }
    for (const { profile, families } of profiles) {
      const owners = new Set((profile.owners ?? []).flatMap(({ exists }) => exists));
      const inUse = new Set(families.flatMap(({ family }) => family.leak?.unless ?? []));
      for (const compiled of families) {
        const { id, pattern, evidenceFields = [], ghostMembers = [] } = compiled.family;
        if (owners.has(pattern) || inUse.has(pattern) || id === profile.offset?.records?.hourly) this.#existence.add(compiled);
        const signs = (profile.fingerprints ?? []).filter(({ family, field }) => family === id && field !== undefined);
        const texts = new Set([...evidenceFields, ...ghostMembers, ...signs.flatMap(({ field }) => field ?? [])]);
        const isLog =
          profile.limiters?.some(
            ({ family, counting, sign }) => family === id && (counting.kind === 'list-log' || sign !== undefined),
          ) === true;
        const elements = isLog || id === profile.offset?.records?.family || id === profile.releaseKey;
        const anyNamed = ghostMembers.length > 0 || signs.some(({ name }) => name !== undefined);
        const left = anyNamed ? ALL_NAMED : VALUE_SAMPLES;
        const fields = pattern === kept?.name ? kept.fields : [];
        const limits = now === null ? null : cycleLimits(compiled);
        if (texts.size > 0 || elements || fields.length > 0 || limits !== null)
          this.#questions.set(compiled, { texts, elements, fields, left, limits });
      }
    }
  }

  /** For keys that exactly these families claim. */
  interestIn(claimants: readonly CompiledFamily[]): Interest {
    const questions = claimants.flatMap((claimant) => this.#questions.get(claimant) ?? []).map((each) => ({ ...each }));
    return {
      questions: questions.length === 0 ? null : questions,
      existence: claimants.some((claimant) => this.#existence.has(claimant)),
    };
  }

  /** A visitor for the value of a key; `null` when enough keys of the families were looked into. */
  visitorFor(key: CountedKey, questions: readonly Questions[]): ValueVisitor | null {
    const open = questions.filter(({ left }) => left > 0);
    for (const each of open) each.left--;
    const limits = key.type === 'hash' ? this.#limitsOf(key, questions) : null;
    return open.length === 0 && limits === null ? null : this.#visitor(key, open, limits);
  }

  /** Where the limits of this key are kept; `null`: it has none that are asked for. */
  #limitsOf(key: CountedKey, questions: readonly Questions[]): LimitsKept | null {
    const limits = questions.find((each) => each.limits !== null)?.limits;
    if (!limits || !this.#isNear(key, limits) || this.#limits.size >= MOST_LIMITS) return null;
    const texts = new Map<string, string>();
    this.#limits.set(place(key), texts);
    return { fields: limits.fields, texts };
  }

  #isNear({ name }: Pick<KeyRef, 'name'>, { cycle }: CycleLimits): boolean {
    return this.#days.has(slotText(cycle, keySegments(name)));
  }

  #visitor(key: CountedKey, asked: readonly Questions[], limits: LimitsKept | null): ValueVisitor {
    const answer: Answer = { texts: new Set(), elements: [] };
    if (asked.length > 0) this.#answers.set(place(key), answer);
    const wanted = new Set(asked.flatMap(({ texts }) => [...texts]));
    const fields = key.type === 'hash' ? new Set(asked.flatMap((each) => each.fields)) : new Set<string>();
    const wantsElements = (key.type === 'list' || key.type === 'string') && asked.some(({ elements }) => elements);
    return {
      longest:
        wantsElements || fields.size > 0 || limits !== null ? Infinity : largest(Array.from(wanted, ({ length }) => length)),
      entry: (first, second) => {
        if (first === null) return;
        if (second !== null && fields.has(first)) this.#valuesOf(key.db).set(first, second);
        // A copy, so that the rest of the chunk is not kept in memory.
        if (second !== null && limits?.fields.includes(first)) limits.texts.set(first, copyOf(second));
        if (wantsElements && answer.elements.length < FIRST_ELEMENTS) answer.elements.push(first);
        if (wanted.has(first)) answer.texts.add(first);
      },
    };
  }

  #valuesOf(db: number): Map<string, string> {
    const values = this.#values.get(db) ?? new Map<string, string>();
    this.#values.set(db, values);
    return values;
  }

  /** Fields and values of the kept hash, in each database that has it. */
  get kept(): ReadonlyMap<string, string>[] {
    return [...this.#values.values()];
  }

  /** True when a hash has the field, or a set the member; `null`: the value was not looked into. */
  has(key: KeyRef, text: string): boolean | null {
    return this.#answers.get(place(key))?.texts.has(text) ?? null;
  }

  /**
   * The text of a field that holds a limit; `text` `null`: there is none. `whole`: every key was seen. `null`: unknown, because the
   * limits of the key were not kept.
   */
  field(key: KeyRef, field: string, whole: boolean): { text: string | null } | null {
    const texts = this.#limits.get(place(key));
    if (texts) return { text: texts.get(field) ?? null };
    const isAbsent = whole && this.#limits.size < MOST_LIMITS && this.#isKept(key);
    return isAbsent ? { text: null } : null;
  }

  /** True when the limits of a key with this name are kept, if there is one. */
  #isKept(key: KeyRef): boolean {
    return [...this.#questions.values()].some(({ limits }) => limits !== null && this.#isNear(key, limits));
  }

  /** The list element at index `at`, or the text of a string; `null`: the value was not looked into. */
  element(key: KeyRef, at: number): string | null {
    return this.#answers.get(place(key))?.elements[at] ?? null;
  }
}

interface LimitsKept {
  fields: readonly string[];
  texts: Map<string, string>;
}

/** The limits of the family that end with their billing cycle, as `limit-ended` asks for them; `null`: none. */
function cycleLimits({ profile, family: { id }, slots }: CompiledFamily): CycleLimits | null {
  const own = (profile.limits?.list ?? []).filter(({ family, period }) => family === id && period.kind === 'cycle');
  const cycle = slots[1];
  return own.length === 0 || !cycle ? null : { cycle, fields: own.map(({ field }) => field) };
}

/** The day of the time and those before and after it, at any offset. */
const daysAround = (now: Date): string[] =>
  [-2, -1, 0, 1].map((days) => new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10));

const copyOf = (text: string): string => Buffer.from(text.slice(0, LONGEST_LIMIT), 'latin1').toString('latin1');

const place = ({ db, name }: KeyRef): string => `${db}/${name}`;
