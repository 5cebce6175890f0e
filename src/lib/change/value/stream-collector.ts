import type { StreamVisitor } from '../../snapshot/snapshot-key.js';
import type { PendingEntry, StreamGroup, StreamValue } from './typed-value.js';

/** Builds a stream from the calls of a snapshot reader. */
export class StreamCollector implements StreamVisitor {
  readonly value: StreamValue = { entries: [], lastId: '0-0', maxDeletedId: null, entriesAdded: null, groups: [] };
  #group: StreamGroup | null = null;
  readonly #pending = new Map<string, PendingEntry>();
  #consumer = '';

  entry(id: string, pairs: readonly string[]): void {
    this.value.entries.push({ id, pairs: [...pairs] });
  }

  facts(lastId: string, maxDeletedId: string | null, entriesAdded: bigint | null): void {
    Object.assign(this.value, { lastId, maxDeletedId, entriesAdded: entriesAdded?.toString() ?? null });
  }

  group(name: string, lastId: string, entriesRead: bigint | null): void {
    this.#group = { name, lastId, entriesRead: entriesRead?.toString() ?? null, consumers: [], pending: [] };
    this.#pending.clear();
    this.value.groups.push(this.#group);
  }

  /** Its consumer follows later. */
  pending(id: string, deliveredAtMs: number, deliveries: number): void {
    const pending = { id, consumer: '', deliveredAtMs, deliveries };
    this.#group!.pending.push(pending);
    this.#pending.set(id, pending);
  }

  consumer(name: string): void {
    this.#group!.consumers.push(name);
    this.#consumer = name;
  }

  owned(id: string): void {
    const pending = this.#pending.get(id);
    if (pending) pending.consumer = this.#consumer;
  }
}
