/** Where keys come from: a live server, or snapshots. */
import type { CompiledProfile } from '../profile/classify.js';
import type { Values } from './amounts.js';
import type { Job } from './job.js';
import type { NameTable } from './name-table.js';

/** `ttl`: ms; -1: none, -2: no such key. `frequency`: where the server evicts by it. */
export type KeyFact = 'ttl' | 'bytes' | 'length' | 'frequency';

/**
 * One key. `fields`: fields of a hash; `null`: a string, of which this number of bytes is read. `above`: of a sorted set, how many
 * members have a larger score. `first`: this number of first elements of a list. `fact`: not its value, but a fact about it;
 * `length` is that of a list.
 */
export interface Question {
  name: string;
  fields: readonly string[] | null;
  bytes: number;
  above?: number;
  first?: number;
  fact?: KeyFact;
}

/** A part of a stream. Times in ms since the epoch; `null`: no bound. */
export interface LogQuestion {
  name: string;
  field: string;
  from: number | null;
  to: number | null;
}

/** `null`: the server refuses the key, or it has another type. */
export type Answer = Values | null;

export interface Store {
  /** Calls `take` with every name, with some more than once. */
  names(take: (name: string) => void): Promise<void>;
  /** Members of a set, each once or more. `null`: index sets are not needed, because reading all names costs no more. */
  readonly members: ((name: string) => Promise<string[]>) | null;
  /**
   * Passes on one field of the entries of a stream, oldest first, with the time in their ids in ms; `from` inclusive, `to` exclusive.
   * Returns the time of the stream's first entry; `null`: it has none, is no stream, or cannot be read.
   */
  entries(asked: LogQuestion, take: (at: number, text: string) => void): Promise<number | null>;
  /** Answers in the order of the questions. */
  read(questions: readonly Question[]): Promise<Answer[]>;
  /** Reads all keys of the jobs at once, if single keys cannot be read; `null`: they can. */
  readonly runAll: ((jobs: readonly Job[], table: NameTable, profile: CompiledProfile) => Promise<void>) | null;
}
