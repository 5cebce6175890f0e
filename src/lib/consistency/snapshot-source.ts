/** Keys and values of snapshots. Each look reads the files once more. */
import { rejectUnreadable, snapshotDoubt } from '../snapshot/doubt.js';
import { readSnapshot } from '../snapshot/read-snapshot.js';
import { openSnapshot } from '../snapshot/snapshot-file.js';
import type { SnapshotKey, SnapshotSink, ValueVisitor } from '../snapshot/snapshot-key.js';
import { WRONG_TYPE, type KeyReading, type KeyValue } from './key-value.js';
import type { FamilyPlan } from './relation.js';
import type { KeySource, PlanFinder, Question, Visitor } from './source.js';

export interface SnapshotOptions {
  files: readonly string[];
  databases: number | 'all';
  now: Date;
  signal: AbortSignal;
  /** Called with what keeps the files from being believed, once. */
  onDoubt: (message: string) => void;
}

export class SnapshotSource implements KeySource {
  readonly still = true;
  partial: string | null = null;
  readonly #options: SnapshotOptions;
  readonly #finder: PlanFinder;

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
        const found = this.#finder.find(key.name);
        plan = found?.plan ?? null;
        segments = found?.segments ?? [];
        elements = null;
        if (
          found &&
          !plan?.readsValue &&
          visitor.wantsRecords() &&
          found.family.profile.offset?.records?.family === found.family.family.id
        )
          return firstElement((element) => visitor.record(found.family, key.name, element));
        if (plan?.readsValue && key.type === plan.compiled.family.type) elements = new Elements();
        return elements;
      },
      end: (key) => {
        seen++;
        if (plan) {
          const value = plan.readsValue ? valueOf(key, plan, elements) : undefined;
          visitor.key(plan, this.#reading(key, value), segments);
        }
        if (seen % 1024 === 0) visitor.progress(seen, null);
      },
    });
  }

  async names(visit: (plan: FamilyPlan, db: number, name: string, segments: readonly string[]) => void): Promise<void> {
    await this.#readAll({
      begin: () => null,
      end: (key) => {
        const found = this.#finder.find(key.name);
        if (found?.plan) visit(found.plan, key.db, key.name, found.segments);
      },
    });
  }

  async read(questions: readonly (readonly Question[])[]): Promise<KeyReading[][]> {
    const wanted = new Map<string, Question>();
    for (const group of questions) {
      for (const question of group) {
        const place = `${question.db}/${question.name}`;
        const known = wanted.get(place);
        wanted.set(place, known ? { ...question, value: known.value || question.value } : question);
      }
    }
    const found = new Map<string, KeyReading>();
    let elements: Elements | null = null;
    await this.#readAll({
      begin: (key) => {
        const question = wanted.get(`${key.db}/${key.name}`);
        elements = question?.value && key.type === question.plan.compiled.family.type ? new Elements() : null;
        return elements;
      },
      end: (key) => {
        const place = `${key.db}/${key.name}`;
        const question = wanted.get(place);
        if (question) found.set(place, this.#reading(key, question.value ? valueOf(key, question.plan, elements) : ''));
      },
    });
    return questions.map((group) =>
      group.map(({ db, name }) => found.get(`${db}/${name}`) ?? { db, name, value: null, ttlMs: -2 }),
    );
  }

  #reading({ db, name, expireAtMs }: SnapshotKey, value: KeyValue): KeyReading {
    return { db, name, value, ttlMs: expireAtMs === null ? -1 : expireAtMs - this.#options.now.getTime() };
  }

  async #readAll(look: SnapshotSink): Promise<void> {
    const { files, signal, onDoubt } = this.#options;
    for (const name of files) {
      const file = await openSnapshot(name, signal);
      try {
        const summary = await readSnapshot(file, {
          sink: this.#living(look),
          isStopped: () => signal.aborted,
          onChunk: () => {},
        });
        if (signal.aborted) continue;
        rejectUnreadable(name, summary);
        const doubt = snapshotDoubt(summary);
        if (doubt === null) continue;
        if (this.partial === null) onDoubt(doubt.message);
        this.partial ??= doubt.code;
      } finally {
        await file.close();
        if (signal.aborted) this.partial ??= 'interrupted';
      }
    }
  }

  /** Keys of the databases asked for that have not expired. */
  #living(look: SnapshotSink): SnapshotSink {
    const { databases, now } = this.#options;
    const isWanted = ({ db, expireAtMs }: SnapshotKey): boolean =>
      (databases === 'all' || db === databases) && (expireAtMs === null || expireAtMs > now.getTime());
    return {
      begin: (key) => (isWanted(key) ? look.begin(key) : null),
      end: (key) => {
        if (isWanted(key)) look.end(key);
      },
    };
  }
}

/** The elements of one value; of strings the value itself. */
class Elements implements ValueVisitor {
  readonly all: string[] = [];

  entry(first: string | null, second: string | null): void {
    this.all.push(first ?? '');
    if (second !== null) this.all.push(second);
  }
}

function valueOf(key: SnapshotKey, { compiled: { family } }: FamilyPlan, elements: Elements | null): KeyValue {
  if (key.type !== family.type) return WRONG_TYPE;
  if (key.type === 'string') return elements?.all[0] ?? '';
  return elements?.all ?? [];
}

function firstElement(take: (element: string) => void): ValueVisitor {
  let isFirst = true;
  return {
    entry(element) {
      if (isFirst && element !== null) take(element);
      isFirst = false;
    },
  };
}
