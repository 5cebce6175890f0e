/**
 * One change as data: the condition on the server, and the commands that are sent if it holds. Scripts and transactions carry out
 * the same.
 */
import type { ArchiveRecord } from '../archive/record.js';
import type { ReadKey } from './read-key.js';
import type { Letter, Outcome } from './outcome.js';

export type Command = readonly string[];

/** `ask` is a reading command. Its reply is compared as text: numbers in decimal digits; `null`: none. */
export type Check =
  /** Value and TTL are those that were read. */
  | { kind: 'same'; key: string; read: ReadKey }
  | { kind: 'reply'; ask: Command; is: string | null; otherwise?: Letter }
  /** A number, both ends included. */
  | { kind: 'between'; ask: Command; least: number; most: number; otherwise?: Letter }
  | { kind: 'elements'; ask: Command; are: readonly string[]; otherwise?: Letter };

export interface WorkItem {
  /** Every key that it reads or changes. In a cluster all are in one slot. */
  keys: readonly [string, ...string[]];
  checks: readonly Check[];
  commands: readonly Command[];
  /** Records that must be in the archive before the commands are sent. */
  records: readonly ArchiveRecord[];
  /**
   * Why the server would refuse the commands, if that is known. A transaction must not send them, because it writes its note even if
   * the server refuses the commands beside it.
   */
  refusal?: string | undefined;
}

/** An item, or the outcome without one. */
export type Prepared = WorkItem | Outcome;
