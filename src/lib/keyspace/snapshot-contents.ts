/**
 * Keeps the parts of values that questions after the scan will need. They are collected while the snapshot is read, because it
 * cannot always be read twice.
 */
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import type { CountedKey, ValueVisitor } from '../snapshot/snapshot-key.js';
import { FIRST_ELEMENTS, VALUE_SAMPLES, type KeyRef } from './probe.js';
import { largest } from '../format/largest.js';

/** Keys whose values are looked into, for questions about any key whose name a scan keeps. */
const ALL_NAMED = 64;

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

  constructor(profiles: readonly CompiledProfile[], kept: KeptHash | null = null) {
    for (const { profile, families } of profiles) {
      const owners = new Set((profile.owners ?? []).flatMap(({ exists }) => exists));
      const inUse = new Set(families.flatMap(({ family }) => family.leak?.unless ?? []));
      for (const compiled of families) {
        const { id, pattern, evidenceFields = [], ghostMembers = [] } = compiled.family;
        if (owners.has(pattern) || inUse.has(pattern) || id === profile.offset?.records?.hourly) this.#existence.add(compiled);
        const signs = (profile.fingerprints ?? []).filter(({ family, field }) => family === id && field !== undefined);
        const texts = new Set([...evidenceFields, ...ghostMembers, ...signs.flatMap(({ field }) => field ?? [])]);
        const elements = id === profile.offset?.records?.family || id === profile.releaseKey;
        const anyNamed = ghostMembers.length > 0 || signs.some(({ name }) => name !== undefined);
        const left = anyNamed ? ALL_NAMED : VALUE_SAMPLES;
        const fields = pattern === kept?.name ? kept.fields : [];
        if (texts.size > 0 || elements || fields.length > 0) this.#questions.set(compiled, { texts, elements, fields, left });
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
    return open.length === 0 ? null : this.#visitor(key, open);
  }

  #visitor(key: CountedKey, asked: readonly Questions[]): ValueVisitor {
    const answer: Answer = { texts: new Set(), elements: [] };
    this.#answers.set(place(key), answer);
    const wanted = new Set(asked.flatMap(({ texts }) => [...texts]));
    const fields = key.type === 'hash' ? new Set(asked.flatMap((each) => each.fields)) : new Set<string>();
    const wantsElements = (key.type === 'list' || key.type === 'string') && asked.some(({ elements }) => elements);
    return {
      longest: wantsElements || fields.size > 0 ? Infinity : largest(Array.from(wanted, ({ length }) => length)),
      entry: (first, second) => {
        if (first === null) return;
        if (second !== null && fields.has(first)) this.#valuesOf(key.db).set(first, second);
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

  /** The list element at index `at`, or the text of a string; `null`: the value was not looked into. */
  element(key: KeyRef, at: number): string | null {
    return this.#answers.get(place(key))?.elements[at] ?? null;
  }
}

const place = ({ db, name }: KeyRef): string => `${db}/${name}`;
