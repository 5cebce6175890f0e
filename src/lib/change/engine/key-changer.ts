/** Changes keys one by one: archived first, then changed only while the value is still the archived one. */
import type { RedisType } from '../../profile/types.js';
import type { ArchiveRecord, ArchivedValue } from '../archive/record.js';

/** What is to be done with a key. */
export type KeyAction =
  | { kind: 'delete' }
  /** A life that ends at `atMs`, unless it ends sooner anyway; with `onlyLost`, only where it never ends. */
  | { kind: 'expire'; atMs: number; onlyLost: boolean };

export interface KeyChange {
  name: string;
  family: string;
  /** Keys of another type are nobody's to take. */
  types: readonly RedisType[];
  action: KeyAction;
  /** Whether the value, as it is archived, is still what the change was decided on; absent: any value will do. */
  holds?: (value: ArchivedValue) => boolean;
  /** What DUMP has just told of it: scripts go by that, instead of reading it again. */
  read?: ReadKey;
}

/**
 * `done`. `gone`: it was not there any more. `altered`: somebody kept changing it. `protected`: it is not what its name says.
 * `unneeded`: its life ends soon enough.
 */
export type Outcome = 'done' | 'gone' | 'altered' | 'protected' | 'unneeded';

/** One node's keys; both ways of changing them have this face. */
export interface KeyChanger {
  /** One outcome for each change, in order. Rejects with a MeterError when the run cannot go on. */
  apply(changes: readonly KeyChange[]): Promise<Outcome[]>;
  close(): void;
}

/** A key that is altered while it is looked at is looked at again, so often. */
export const ATTEMPTS = 3;

/** What was read of a key; `null`: it is gone. */
export interface ReadKey {
  value: ArchivedValue;
  expireAtMs: number | null;
}

export const recordOf = ({ name, family, action }: KeyChange, { value, expireAtMs }: ReadKey, db: number): ArchiveRecord => ({
  db,
  name,
  family,
  action: action.kind,
  value,
  expireAtMs,
});

/** What is decided before anything is changed; `null`: the change is to be made. `type`: as it was read. */
export function fateOf({ types, action, holds }: KeyChange, found: ReadKey | null, type: string | null): Outcome | null {
  if (!found || found.value.form === 'absent') return 'gone';
  if (!(types as readonly (string | null)[]).includes(type)) return 'protected';
  if (holds && !holds(found.value)) return 'altered';
  if (action.kind === 'delete' || found.expireAtMs === null) return null;
  return action.onlyLost || !livesLonger(found.expireAtMs, action.atMs) ? 'unneeded' : null;
}

/** What the way of an answer, and clocks that differ a little, add to a life that is told as what is left of it, in ms. */
const LIFE_SLACK_MS = 1_000;

/** Both in ms since the epoch. */
export const livesLonger = (expireAtMs: number, atMs: number): boolean => expireAtMs > atMs + LIFE_SLACK_MS;
