/** Keys and values of snapshots. Each scan reads the files again; single keys are read at their position. */
import { rejectUnreadable, snapshotDoubt } from '../snapshot/doubt.js';
import { RecordReader } from '../snapshot/read-records.js';
import type { SnapshotNotice } from '../snapshot/notices.js';
import { readSnapshot } from '../snapshot/read-snapshot.js';
import { openSnapshot, type SnapshotFile } from '../snapshot/snapshot-file.js';
import type { SnapshotKey, SnapshotSink, ValueVisitor } from '../snapshot/snapshot-key.js';
import { stateOf } from '../recognise/ask-state.js';
import { STATE_FIELDS, STATE_KEY, type StateNote } from '../recognise/state-note.js';
import { KeyPlaces } from '../snapshot/key-places.js';
import { WRONG_TYPE, type KeyReading, type KeyValue } from './key-value.js';
import { isNeeded, STRING_BYTES, TEXT_BYTES } from './needed-fields.js';
import type { FamilyPlan } from './relation.js';
import type { KeySource, PlanFinder, Question, Visitor } from './source.js';

export interface SnapshotOptions {
  files: readonly string[];
  databases: number | 'all';
  now: Date;
  signal: AbortSignal;
  /** Called once with the reason not to trust the files. */
  onDoubt: (doubt: SnapshotNotice) => void;
}

export class SnapshotSource implements KeySource {
  readonly still = true;
  partial: string | null = null;
  readonly #options: SnapshotOptions;
  readonly #finder: PlanFinder;
  readonly #records = new RecordReader();
  #places: KeyPlaces | null = null;
  /** Fields of the state note, by database. */
  readonly #noted = new Map<number, Map<string, string>>();

  constructor(options: SnapshotOptions, finder: PlanFinder) {
    this.#options = options;
    this.#finder = finder;
  }

  async scan(visitor: Visitor): Promise<void> {
    let seen = 0;
    let plan: FamilyPlan | null = null;
    let segments: readonly string[] = [];
    let elements: Elements | null = null;
    await this.#readAll({
      begin: (key) => {
        if (key.name === STATE_KEY && key.type === 'hash') return { entry: (field, value) => this.#note(key.db, field, value) };
        const found = this.#finder.find(key.name);
        plan = found?.plan ?? null;
        segments = found?.segments ?? [];
        elements = null;
        if (plan?.readsValue && key.type === plan.compiled.family.type) elements = new Elements(plan);
        return elements;
      },
      end: (key) => {
        seen++;
        if (plan && key.name !== STATE_KEY) {
          const value = plan.readsValue ? valueOf(key, plan, elements) : undefined;
          visitor.key(plan, this.#reading(key, value), segments);
        }
        if (seen % 1024 === 0) visitor.progress(seen, null);
      },
    });
  }

  #note(db: number, field: string | null, value: string | null): void {
    if (field === null || value === null || !STATE_FIELDS.includes(field)) return;
    const fields = this.#noted.get(db) ?? new Map<string, string>();
    this.#noted.set(db, fields.set(field, value));
  }

  state(): Promise<StateNote> {
    return stateOf([...this.#noted.values()]);
  }

  async names(visit: (plan: FamilyPlan, db: number, name: string, segments: readonly string[]) => void): Promise<void> {
    const places = new KeyPlaces();
    await this.#readAll(
      {
        begin: () => null,
        end: (key) => {
          const found = this.#finder.find(key.name);
          if (found?.plan) visit(found.plan, key.db, key.name, found.segments);
        },
      },
      places,
    );
    this.#places = places;
  }

  async read(questions: readonly (readonly Question[])[]): Promise<KeyReading[][]> {
    const wanted = new Map<string, Question>();
    for (const group of questions) {
      for (const question of group) {
        const place = placeOf(question);
        const known = wanted.get(place);
        wanted.set(place, known ? { ...question, value: known.value || question.value } : question);
      }
    }
    const found = new Map<string, KeyReading>();
    const look = this.#lookFor(wanted, found);
    if (!(await this.#readPlaces(wanted.values(), look))) await this.#readAll(look);
    return questions.map((group) =>
      group.map((question) => found.get(placeOf(question)) ?? { db: question.db, name: question.name, value: null, ttlMs: -2 }),
    );
  }

  #lookFor(wanted: ReadonlyMap<string, Question>, found: Map<string, KeyReading>): SnapshotSink {
    let elements: Elements | null = null;
    return {
      begin: (key) => {
        const question = wanted.get(placeOf(key));
        elements = question?.value && key.type === question.plan.compiled.family.type ? new Elements(question.plan) : null;
        return elements;
      },
      end: (key) => {
        const place = placeOf(key);
        const question = wanted.get(place);
        if (question) found.set(place, this.#reading(key, question.value ? valueOf(key, question.plan, elements) : ''));
      },
    };
  }

  /** Reads these keys at their positions; `false`: the positions are unknown, or a file does not allow random access. */
  async #readPlaces(wanted: Iterable<Question>, look: SnapshotSink): Promise<boolean> {
    if (this.#places === null) await this.names(() => {});
    const places = this.#places!;
    const perFile = this.#options.files.map((): { offset: number; db: number }[] => []);
    if (places.isFull) return false;
    for (const { db, name } of wanted) {
      for (const { file, offset } of places.find(db, name)) perFile[file]!.push({ offset, db });
    }
    for (const [index, own] of perFile.entries()) {
      if (this.#options.signal.aborted) this.partial ??= 'interrupted';
      if (own.length === 0 || this.#options.signal.aborted) continue;
      const file = await this.#open(index);
      try {
        if (file.handle === null) return false;
        const dbs = new Map(own.map(({ offset, db }) => [offset, db]));
        this.#records.read(
          file.handle.fd,
          [...dbs.keys()].sort((a, b) => a - b),
          {
            begin: (offset, key) => look.begin({ ...key, db: dbs.get(offset)! }),
            end: (offset, key) => look.end({ ...key, db: dbs.get(offset)! }),
          },
        );
      } finally {
        await file.close();
      }
    }
    return true;
  }

  #open(index: number): Promise<SnapshotFile> {
    return openSnapshot(this.#options.files[index]!, this.#options.signal);
  }

  #reading({ db, name, expireAtMs }: SnapshotKey, value: KeyValue): KeyReading {
    return { db, name, value, ttlMs: expireAtMs === null ? -1 : expireAtMs - this.#options.now.getTime() };
  }

  /** `places`: receives the position of each key. */
  async #readAll(look: SnapshotSink, places: KeyPlaces | null = null): Promise<void> {
    const { files, signal, onDoubt } = this.#options;
    for (const [index, name] of files.entries()) {
      const file = await this.#open(index);
      try {
        const summary = await readSnapshot(file, {
          sink: this.#unexpired(look, index, places),
          isStopped: () => signal.aborted,
          onChunk: () => {},
        });
        if (signal.aborted) continue;
        rejectUnreadable(name, summary);
        const doubt = snapshotDoubt(summary);
        if (doubt === null) continue;
        if (this.partial === null) onDoubt({ code: 'snapshot-doubt', params: { problem: doubt.code, message: doubt.message } });
        this.partial ??= doubt.code;
      } finally {
        await file.close();
        if (signal.aborted) this.partial ??= 'interrupted';
      }
    }
  }

  /** Passes on the selected databases' keys that have not expired. */
  #unexpired(look: SnapshotSink, file: number, places: KeyPlaces | null): SnapshotSink {
    const { databases, now } = this.#options;
    const isWanted = ({ db, expireAtMs }: SnapshotKey): boolean =>
      (databases === 'all' || db === databases) && (expireAtMs === null || expireAtMs > now.getTime());
    return {
      begin: (key) => (isWanted(key) ? look.begin(key) : null),
      end: (key) => {
        if (!isWanted(key)) return;
        places?.add(file, key.offset, key.db, key.name);
        look.end(key);
      },
    };
  }
}

const placeOf = ({ db, name }: Pick<KeyReading, 'db' | 'name'>): string => `${db}/${name}`;

/** The needed elements of one value; for strings the value itself. Texts beyond a mebibyte arrive as `null` and become ''. */
class Elements implements ValueVisitor {
  readonly all: string[] = [];
  readonly #plan: FamilyPlan;
  readonly #type: string;

  constructor(plan: FamilyPlan) {
    this.#plan = plan;
    this.#type = plan.compiled.family.type;
  }

  entry(first: string | null, second: string | null): void {
    const longest = this.#type === 'string' ? STRING_BYTES : TEXT_BYTES;
    const text = cut(first ?? '', longest);
    if (this.#type === 'hash' && !isNeeded(this.#plan, text)) return;
    this.all.push(text);
    if (this.#type === 'hash' || this.#type === 'zset') this.all.push(cut(second ?? '', longest));
  }
}

/** Copies the text, so that the rest of it is not kept in memory. */
const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : Buffer.from(text.slice(0, longest), 'latin1').toString('latin1');

function valueOf(key: SnapshotKey, { compiled: { family } }: FamilyPlan, elements: Elements | null): KeyValue {
  if (key.type !== family.type) return WRONG_TYPE;
  if (key.type === 'string') return elements?.all[0] ?? '';
  return elements?.all ?? [];
}
