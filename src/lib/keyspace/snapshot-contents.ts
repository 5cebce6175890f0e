/** What the questions after the scan will need of the values in a snapshot, taken while they stream by: a second look is not always possible. */
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import type { CountedKey, ValueVisitor } from '../snapshot/snapshot-key.js';
import { FIRST_ELEMENTS, VALUE_SAMPLES, type KeyRef } from './probe.js';
import { largest } from '../format/largest.js';

/** Keys whose values are looked into where any of those may be asked for that a scan keeps the names of. */
const ALL_NAMED = 64;

/** What will be asked of the keys that certain families claim. */
export interface Interest {
  /** `null`: nothing of their values. */
  questions: readonly Questions[] | null;
  /** Whether they exist. */
  existence: boolean;
}

/** What may be asked of the values of a family. */
interface Questions {
  /** Hash fields or set members that may be there. */
  texts: Set<string>;
  /** The first elements of a list, or the text of a string. */
  elements: boolean;
  /** Keys that still are to be looked into. */
  left: number;
}

interface Answer {
  texts: Set<string>;
  elements: string[];
}

export class SnapshotContents {
  readonly #questions = new Map<CompiledFamily, Questions>();
  /** Owners, whose absence makes orphans, and the buckets that tell the UTC offset. */
  readonly #existence = new Set<CompiledFamily>();
  readonly #answers = new Map<string, Answer>();

  constructor(profiles: readonly CompiledProfile[]) {
    for (const { profile, families } of profiles) {
      const owners = new Set((profile.owners ?? []).flatMap(({ exists }) => exists));
      for (const compiled of families) {
        const { id, pattern, evidenceFields = [], ghostMembers = [] } = compiled.family;
        if (owners.has(pattern) || id === profile.offset?.records?.hourly) this.#existence.add(compiled);
        const signs = (profile.fingerprints ?? []).filter(({ family, field }) => family === id && field !== undefined);
        const texts = new Set([...evidenceFields, ...ghostMembers, ...signs.flatMap(({ field }) => field ?? [])]);
        const elements = id === profile.offset?.records?.family || id === profile.releaseKey;
        const anyNamed = ghostMembers.length > 0 || signs.some(({ name }) => name !== undefined);
        const left = anyNamed ? ALL_NAMED : VALUE_SAMPLES;
        if (texts.size > 0 || elements) this.#questions.set(compiled, { texts, elements, left });
      }
    }
  }

  /** For the keys that all of these claim, and nobody else. */
  interestIn(claimants: readonly CompiledFamily[]): Interest {
    const questions = claimants.flatMap((claimant) => this.#questions.get(claimant) ?? []).map((each) => ({ ...each }));
    return {
      questions: questions.length === 0 ? null : questions,
      existence: claimants.some((claimant) => this.#existence.has(claimant)),
    };
  }

  /** A visitor for the value of a key; `null` when enough keys of the families have been looked into. */
  visitorFor(key: CountedKey, questions: readonly Questions[]): ValueVisitor | null {
    const open = questions.filter(({ left }) => left > 0);
    for (const each of open) each.left--;
    return open.length === 0 ? null : this.#visitor(key, open);
  }

  #visitor(key: CountedKey, asked: readonly Questions[]): ValueVisitor {
    const answer: Answer = { texts: new Set(), elements: [] };
    this.#answers.set(place(key), answer);
    const wanted = new Set(asked.flatMap(({ texts }) => [...texts]));
    const wantsElements = (key.type === 'list' || key.type === 'string') && asked.some(({ elements }) => elements);
    return {
      longest: wantsElements ? Infinity : largest(Array.from(wanted, ({ length }) => length)),
      entry(first) {
        if (first === null) return;
        if (wantsElements && answer.elements.length < FIRST_ELEMENTS) answer.elements.push(first);
        if (wanted.has(first)) answer.texts.add(first);
      },
    };
  }

  /** Whether a hash has the field, or a set the member; `null` when the value was not looked into. */
  has(key: KeyRef, text: string): boolean | null {
    return this.#answers.get(place(key))?.texts.has(text) ?? null;
  }

  /** The element of a list at that place, or of a string its text; `null` when it was not looked into. */
  element(key: KeyRef, at: number): string | null {
    return this.#answers.get(place(key))?.elements[at] ?? null;
  }
}

const place = ({ db, name }: KeyRef): string => `${db}/${name}`;
