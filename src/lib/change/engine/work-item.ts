/** One change as data: what must hold on the server, and what is sent if it does. Scripts and transactions carry out the same. */
import type { ArchiveRecord } from '../archive/record.js';
import type { ReadKey } from './read-key.js';
import type { Letter, Outcome } from './outcome.js';

export type Command = readonly string[];

/** `ask` is a reading command. Its answer is compared as text: numbers in decimal digits, `null` for none. */
export type Check =
  /** Value and TTL are those that were read. */
  | { kind: 'same'; key: string; read: ReadKey }
  | { kind: 'reply'; ask: Command; is: string | null; otherwise?: Letter }
  /** A number, both ends included. */
  | { kind: 'between'; ask: Command; least: number; most: number; otherwise?: Letter }
  | { kind: 'elements'; ask: Command; are: readonly string[]; otherwise?: Letter };

export interface WorkItem {
  /** Every key that it asks about or changes. In a cluster all lie in one slot. */
  keys: readonly [string, ...string[]];
  checks: readonly Check[];
  commands: readonly Command[];
  /** What the archive has to hold before the commands are sent. */
  records: readonly ArchiveRecord[];
}

/** An item, or what is known without one. */
export type Prepared = WorkItem | Outcome;
