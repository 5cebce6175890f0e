/** Keys and values of snapshots. Each scan reads the files again; single keys are read at their position. */
import { SnapshotFiles, type FilesOptions } from '../snapshot/snapshot-files.js';
import type { SnapshotKey, SnapshotSink, ValueVisitor } from '../snapshot/snapshot-key.js';
import { stateOf } from '../recognise/ask-state.js';
import { STATE_FIELDS, STATE_KEY, type StateNote } from '../recognise/state-note.js';
import { WRONG_TYPE, type KeyReading, type KeyValue } from './key-value.js';
import { isNeeded, STRING_BYTES, TEXT_BYTES } from './needed-fields.js';
import type { FamilyPlan } from './relation.js';
import type { KeySource, PlanFinder, Question, Visitor } from './source.js';

export class SnapshotSource implements KeySource {
  readonly still = true;
  readonly #files: SnapshotFiles;
  readonly #now: Date;
  readonly #finder: PlanFinder;
  /** Fields of the state note, by database. */
  readonly #noted = new Map<number, Map<string, string>>();

  constructor(options: FilesOptions, finder: PlanFinder) {
    this.#files = new SnapshotFiles(options);
    this.#now = options.now;
    this.#finder = finder;
  }

  get partial(): string | null {
    return this.#files.partial;
  }

  async scan(visitor: Visitor): Promise<void> {
    let seen = 0;
    let plan: FamilyPlan | null = null;
    let segments: readonly string[] = [];
    let elements: Elements | null = null;
    await this.#files.readAll(
      {
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
      },
      { notesPlaces: false },
    );
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
    await this.#files.readAll(
      {
        begin: () => null,
        end: (key) => {
          const found = this.#finder.find(key.name);
          if (found?.plan) visit(found.plan, key.db, key.name, found.segments);
        },
      },
      { notesPlaces: true },
    );
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
    if (!this.#files.hasPlaces) await this.names(() => {});
    if (!(await this.#files.readAt(wanted.values(), look))) await this.#files.readAll(look, { notesPlaces: false });
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

  #reading({ db, name, expireAtMs }: SnapshotKey, value: KeyValue): KeyReading {
    return { db, name, value, ttlMs: expireAtMs === null ? -1 : expireAtMs - this.#now.getTime() };
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
