/** Where keys and values are read: a live server, or snapshots, which stand still. */
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import { keySegments } from '../profile/pattern.js';
import type { StateNote } from '../recognise/state-note.js';
import type { KeyReading } from './key-value.js';
import type { FamilyPlan } from './relation.js';

export interface Question {
  db: number;
  name: string;
  plan: FamilyPlan;
  /** Neither: whether the key exists; its value is then '' or `null`. */
  value: boolean;
  ttl: boolean;
}

export interface Visitor {
  /** `segments`: those of the name. */
  key(plan: FamilyPlan, reading: KeyReading, segments: readonly string[]): void;
  /** Names seen so far, and all there are where that is known. */
  progress(names: number, total: number | null): void;
}

export interface KeySource {
  /** Nothing changes: one reading is enough. */
  readonly still: boolean;
  /** Why not everything was looked at; `null` when everything was. */
  readonly partial: string | null;
  /** Every key that something is asked of, once. */
  scan(visitor: Visitor): Promise<void>;
  /** Every such key's name, once more. */
  names(visit: (plan: FamilyPlan, db: number, name: string, segments: readonly string[]) => void): Promise<void>;
  /** Answers in the order of the questions; those of one list at one moment, where that is possible. */
  read(questions: readonly (readonly Question[])[]): Promise<KeyReading[][]>;
  /** What earlier runs of this program have noted in the databases that are checked, once all keys were scanned. */
  state(): Promise<StateNote>;
}

/** Finds the family of a name, and what is asked of it. */
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
