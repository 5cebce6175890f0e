/** The keys of snapshots: all of them from beginning to end, or single ones at the positions that an earlier reading noted. */
import { rejectUnreadable, snapshotDoubt } from './doubt.js';
import { KeyPlaces } from './key-places.js';
import type { SnapshotNotice } from './notices.js';
import { RecordReader } from './read-records.js';
import { readSnapshot } from './read-snapshot.js';
import { openSnapshot } from './snapshot-file.js';
import type { SnapshotKey, SnapshotSink } from './snapshot-key.js';

export interface FilesOptions {
  files: readonly string[];
  databases: number | 'all';
  /** Keys that have expired by then are left out. */
  now: Date;
  signal: AbortSignal;
  /** Called once for each reason not to trust the files. */
  onDoubt: (doubt: SnapshotNotice) => void;
}

type Place = Pick<SnapshotKey, 'db' | 'name'>;

export class SnapshotFiles {
  /** Why only a part was read; `null`: everything was read. */
  partial: string | null = null;
  readonly #options: FilesOptions;
  readonly #doubted = new Set<string>();
  #records: RecordReader | null = null;
  /** `null`: no reading has noted them. */
  #places: KeyPlaces | null = null;

  constructor(options: FilesOptions) {
    this.#options = options;
  }

  get hasPlaces(): boolean {
    return this.#places !== null;
  }

  /** `notesPlaces`: single keys will be read later. */
  async readAll(sink: SnapshotSink, { notesPlaces }: { notesPlaces: boolean }): Promise<void> {
    const { files, signal } = this.#options;
    const places = notesPlaces && this.#places === null ? new KeyPlaces() : null;
    for (const [index, name] of files.entries()) {
      const file = await openSnapshot(name, signal);
      try {
        const summary = await readSnapshot(file, {
          sink: this.#wanted(sink, index, places),
          isStopped: () => signal.aborted,
          onChunk: () => {},
        });
        if (signal.aborted) continue;
        rejectUnreadable(name, summary);
        const doubt = snapshotDoubt(summary);
        if (doubt !== null) this.#doubt(doubt.code, doubt.message);
      } finally {
        await file.close();
        if (signal.aborted) this.partial ??= 'interrupted';
      }
    }
    this.#places ??= places;
  }

  /** Reads these keys at their positions. `false`: the positions are unknown, or a file does not allow random access. */
  async readAt(keys: Iterable<Place>, sink: SnapshotSink): Promise<boolean> {
    const { files, signal } = this.#options;
    if (this.#places === null || this.#places.isFull) return false;
    const perFile = files.map((): { offset: number; db: number }[] => []);
    for (const { db, name } of keys)
      for (const { file, offset } of this.#places.find(db, name)) perFile[file]!.push({ offset, db });
    for (const [index, own] of perFile.entries()) {
      if (signal.aborted) this.partial ??= 'interrupted';
      if (own.length === 0 || signal.aborted) continue;
      const file = await openSnapshot(files[index]!, signal);
      try {
        if (file.handle === null) return false;
        const dbs = new Map(own.map(({ offset, db }) => [offset, db]));
        this.#records ??= new RecordReader();
        this.#records.read(
          file.handle.fd,
          [...dbs.keys()].toSorted((a, b) => a - b),
          {
            begin: (offset, key) => sink.begin({ ...key, db: dbs.get(offset)! }),
            end: (offset, key) => sink.end({ ...key, db: dbs.get(offset)! }),
          },
        );
      } finally {
        await file.close();
      }
    }
    return true;
  }

  #doubt(problem: string, message: string): void {
    this.partial ??= problem;
    if (this.#doubted.has(problem)) return;
    this.#doubted.add(problem);
    this.#options.onDoubt({ code: 'snapshot-doubt', params: { problem, message } });
  }

  /** Passes on the keys of the selected databases that have not expired. */
  #wanted(sink: SnapshotSink, file: number, places: KeyPlaces | null): SnapshotSink {
    const { databases, now } = this.#options;
    const isWanted = ({ db, expireAtMs }: SnapshotKey): boolean =>
      (databases === 'all' || db === databases) && (expireAtMs === null || expireAtMs > now.getTime());
    return {
      begin: (key) => (isWanted(key) ? sink.begin(key) : null),
      end: (key) => {
        if (!isWanted(key)) return;
        places?.add(file, key.offset, key.db, key.name);
        sink.end(key);
      },
    };
  }
}
