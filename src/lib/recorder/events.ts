/** What a recorder tells while it works. */
import type { RecorderCode } from './failure.js';

/** Requests, and what they cost in USD. */
export interface Amount {
  requests: number;
  cost: number;
}

export type RecorderEvent =
  /** A request was written, in `script` and `pipeline` wholly. `refused`: commands that the server refused. */
  | { kind: 'recorded'; ms: number; commands: number; refused: number; again: boolean }
  /** A batch was written. */
  | ({ kind: 'flushed'; ms: number; attempts: number; commands: number; refused: number } & Amount)
  /** An attempt failed, and is repeated. */
  | { kind: 'retried'; code: RecorderCode; message: string }
  /** A request was not recorded, as far as is known. Its `record` rejects. */
  | { kind: 'failed'; code: RecorderCode; message: string }
  /** The buffer was full: the statistics of the request were dropped, it had to wait, or it was written at once. */
  | { kind: 'dropped' | 'blocked' | 'written-through' }
  /** A batch was given up: when the recorder was closed, or after days. It may have been written. */
  | ({ kind: 'lost' } & Amount);

/** Called at once and not awaited. What it throws is ignored. */
export type OnEvent = (event: RecorderEvent) => void;

/** Sums of the events so far. */
export interface Counts {
  recorded: number;
  /** Of these, those that were recorded before. */
  again: number;
  refused: number;
  batches: number;
  retries: number;
  failed: number;
  dropped: number;
  blocked: number;
  writtenThrough: number;
  lost: Amount;
}

export class Teller {
  readonly counts: Counts = {
    recorded: 0,
    again: 0,
    refused: 0,
    batches: 0,
    retries: 0,
    failed: 0,
    dropped: 0,
    blocked: 0,
    writtenThrough: 0,
    lost: { requests: 0, cost: 0 },
  };

  constructor(readonly onEvent: OnEvent | undefined) {}

  tell(event: RecorderEvent): void {
    this.#count(event);
    try {
      this.onEvent?.(event);
    } catch {
      // A metric is not worth a figure.
    }
  }

  #count(event: RecorderEvent): void {
    const { counts } = this;
    switch (event.kind) {
      case 'recorded':
        counts.recorded++;
        counts.refused += event.refused;
        if (event.again) counts.again++;
        break;
      case 'flushed':
        counts.batches++;
        counts.refused += event.refused;
        break;
      case 'retried':
        counts.retries++;
        break;
      case 'written-through':
        counts.writtenThrough++;
        break;
      case 'lost':
        counts.lost.requests += event.requests;
        counts.lost.cost += event.cost;
        break;
      default:
        counts[event.kind]++;
    }
  }
}
