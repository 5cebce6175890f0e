/** A plan that is carried out: the keys that it reads, and the receiver of their values. */
import type { Values } from './amounts.js';
import type { Plan, Step } from './plan.js';
import type { Ids, Source } from './sources.js';

export interface Reading {
  step: Step;
  ids: Ids;
  /** The source of the key: that of the step, or its finer one. */
  source: Source;
  /** The hash fields that were read. */
  fields: readonly string[];
  values: Values;
}

export interface Job {
  plan: Plan;
  /** True for entities that are wanted. */
  keeps(source: Source, ids: Ids): boolean;
  /** `reading.source` is the finer one if the key of the whole period is missing. */
  take(reading: Reading): void;
  /** Keys that could not be read: refused, or of another type. */
  refuse(step: Step, ids: Ids): void;
}
