/** Where keys come from: a live server, or snapshots. */
import type { CompiledProfile } from '../profile/classify.js';
import type { Values } from './amounts.js';
import type { Job } from './job.js';
import type { NameTable } from './name-table.js';

/**
 * One key. `fields`: fields of a hash; `null`: a string, of which this number of bytes is read. `above`: of a sorted set, how many
 * members have a larger score.
 */
export interface Question {
  name: string;
  fields: readonly string[] | null;
  bytes: number;
  above?: number;
}

/** `null`: the server refuses the key, or it has another type. */
export type Answer = Values | null;

export interface Store {
  /** Calls `take` with every name, with some more than once. */
  names(take: (name: string) => void): Promise<void>;
  /** Members of a set, each once or more. `null`: index sets are not needed, because reading all names costs no more. */
  readonly members: ((name: string) => Promise<string[]>) | null;
  /** Answers in the order of the questions. */
  read(questions: readonly Question[]): Promise<Answer[]>;
  /** Reads all keys of the jobs at once, if single keys cannot be read; `null`: they can. */
  readonly runAll: ((jobs: readonly Job[], table: NameTable, profile: CompiledProfile) => Promise<void>) | null;
}
