/** Reads a whole snapshot that is held in memory, and keeps what a sink is told. */
import { SnapshotParser } from '../../../src/lib/snapshot/snapshot-parser.js';
import type { SnapshotKey } from '../../../src/lib/snapshot/snapshot-key.js';
import type { SnapshotSummary } from '../../../src/lib/snapshot/summary.js';

export type Entry = [first: string | null, second: string | null];

export interface ReadKey extends SnapshotKey {
  /** What the visitor was told; empty without one. */
  entries: Entry[];
}

export interface ReadResult {
  keys: ReadKey[];
  summary: SnapshotSummary;
  /** Keys of which only the beginning was told. */
  begun: number;
}

export interface ReadOptions {
  /** Bytes of each chunk. */
  chunk?: number;
  /** Looks at the elements. */
  visit?: boolean;
  /** What the visitor says of the texts that it wants. */
  longest?: number;
  /** Tells the parser how long the file is. */
  sized?: boolean;
}

export function readSnapshot(bytes: Buffer, options: ReadOptions = {}): ReadResult {
  const { chunk = 65_536, visit = false, longest, sized = true } = options;
  const keys: ReadKey[] = [];
  let begun = 0;
  let entries: Entry[] = [];
  const sink = {
    begin() {
      begun++;
      entries = [];
      const told = entries;
      if (!visit) return null;
      const entry = (first: string | null, second: string | null): void => void told.push([first, second]);
      return longest === undefined ? { entry } : { entry, longest };
    },
    end: (key: SnapshotKey) => void keys.push({ ...key, entries }),
  };
  const parser = new SnapshotParser(sink, sized ? bytes.length : null);
  for (let at = 0; at < bytes.length; at += chunk) parser.push(bytes.subarray(at, at + chunk));
  const summary = parser.end();
  return { keys, summary, begun };
}
