/** Source of keys and values: a live server, or snapshots, which do not change. */
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import { keySegments } from '../profile/pattern.js';
import type { StateNote } from '../recognise/state-note.js';
import type { KeyReading } from './key-value.js';
import type { FamilyPlan } from './relation.js';

export interface Question {
  db: number;
  name: string;
  plan: FamilyPlan;
  /** If neither is set, the question is existence; the value is then '' or `null`. */
  value: boolean;
  ttl: boolean;
}

export interface Visitor {
  /** `segments`: segments of the name. */
  key(plan: FamilyPlan, reading: KeyReading, segments: readonly string[]): void;
  /** Names seen so far, and the total; `null`: unknown. */
  progress(names: number, total: number | null): void;
}

export interface KeySource {
  /** True when the data cannot change, so that one reading is enough. */
  readonly still: boolean;
  /** Why only part was read; `null`: everything was. */
  readonly partial: string | null;
  /** Visits every key with a question once. */
  scan(visitor: Visitor): Promise<void>;
  /** Visits the names of the same keys again. */
  names(visit: (plan: FamilyPlan, db: number, name: string, segments: readonly string[]) => void): Promise<void>;
  /** Answers in the order of the questions. The questions of one list are answered at one moment, if possible. */
  read(questions: readonly (readonly Question[])[]): Promise<KeyReading[][]>;
  /** The notes of earlier runs of this program in the checked databases. Complete after a scan of all keys. */
  state(): Promise<StateNote>;
}

/** Finds the family of a name, and its plan. */
export class PlanFinder {
  readonly #profiles: readonly CompiledProfile[];
  readonly #plans: ReadonlyMap<CompiledFamily, FamilyPlan>;

  constructor(profiles: readonly CompiledProfile[], plans: ReadonlyMap<CompiledFamily, FamilyPlan>) {
    this.#profiles = profiles;
    this.#plans = plans;
  }

  find(name: string): { family: CompiledFamily; plan: FamilyPlan | undefined; segments: readonly string[] } | null {
    const segments = keySegments(name);
    for (const profile of this.#profiles) {
      const family = profile.match(segments);
      if (family) return { family, plan: this.#plans.get(family), segments };
    }
    return null;
  }
}
