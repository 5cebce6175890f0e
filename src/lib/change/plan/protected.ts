/** Why selected keys stay, as data; the sentences are in report/messages. */
import type { Message } from '../../format/message.js';
import type { Never } from '../../profile/never.js';
import type { Grain } from '../../profile/types.js';

type Nothing = Record<never, never>;

/** The figures of each reason, by its code. */
export interface ProtectedParams {
  'open-period': Nothing;
  /** The newest periods that stay; `null`: unknown. */
  'needed-period': { keep: { periods: number; reader: string } | null };
  'too-young': Nothing;
  'no-period': Nothing;
  'two-applications': Nothing;
  'built-in-profile': Nothing;
  'in-use': Nothing;
  'other-type': Nothing;
  'consumer-groups': Nothing;
  /** The family as a whole. */
  never: Never;
  /** The same for keys that are added up: the sum is made. */
  'never-after-sum': Never;
  'open-sum': { grain: Grain };
  'sum-expired': Nothing;
  'no-numbers': Nothing;
  'beyond-64-bits': Nothing;
  'no-name-of-sum': Nothing;
  'owner-gone': Nothing;
  'endless-sum': Nothing;
  'no-shared-figures': Nothing;
  'class-secret': Nothing;
  'found-by-name': { role: string };
  'listed-by-name': { index: string };
  unrecognised: Nothing;
  'new-name-in-use': { family: string };
  'new-name-taken': Nothing;
  /** In a cluster: the counter would be in another slot. */
  'other-slot': Nothing;
  /** The length of the window is not known. */
  'limit-unknown': Nothing;
  /** No request of the list is within the window. */
  'list-outside': Nothing;
  'list-ahead': Nothing;
  'list-unreadable': Nothing;
  /** The text of a plan from a file, which anyone may have written. */
  'as-written': { text: string };
}

export type Protection = Message<ProtectedParams>;

type Plain = { [Code in keyof ProtectedParams]: Nothing extends ProtectedParams[Code] ? Code : never }[keyof ProtectedParams];

/** A reason that needs no figures. */
export const protection = (code: Plain): Protection => ({ code, params: {} });

/** Selected keys that stay. */
export type ProtectedRow = Protection & {
  family: string;
  /** `null`: the family as a whole. */
  keys: number | null;
};

/** Counts keys that stay, by family and reason. */
export class ProtectedCount {
  readonly #rows = new Map<string, ProtectedRow & { keys: number }>();

  add(family: string, why: Protection, keys = 1): void {
    const id = JSON.stringify([family, why]);
    const row = this.#rows.get(id) ?? { family, keys: 0, ...why };
    row.keys += keys;
    this.#rows.set(id, row);
  }

  rows(): ProtectedRow[] {
    return [...this.#rows.values()];
  }
}
