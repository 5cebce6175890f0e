/** Reads subjects in bounded batches, and keeps those that have limits. */
import type { Answer, Question, Store } from '../usage/store.js';
import { foundIn, type Clock, type Found, type Judged, type SetLimit } from './read-subject.js';
import type { ReadyLimit } from './groups.js';
import type { Subject } from './subjects.js';

export interface JudgedLimit extends Judged {
  subject: Subject;
  closed: string | null;
  ready: ReadyLimit;
  allowed: SetLimit['allowed'];
}

interface Options {
  /** Subjects that are read at once. */
  batch: number;
  signal: AbortSignal;
  onProgress: (keys: number, total: number | null) => void;
}

export class Judging {
  readonly limits: JudgedLimit[] = [];
  readonly odd: { subject: Subject; ready: ReadyLimit; where: string }[] = [];
  readonly closed: { subject: Subject; why: string; since: number | null }[] = [];
  readonly refused: Subject[] = [];
  /** Subjects that a field makes the application ignore, by limit and field. */
  readonly ignored = new Map<string, { ready: ReadyLimit; because: string; subjects: number }>();
  /** By `--owner`'s word: subjects that exist, and those with a limit. */
  readonly counts = new Map<string, { subjects: number; limited: number }>();
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async run(subjects: readonly Subject[], { batch, signal, onProgress }: Options): Promise<void> {
    for (let at = 0; at < subjects.length && !signal.aborted; at += batch) {
      const part = subjects.slice(at, at + batch);
      const hashes = await this.#hashes(part, this.#clock.cycle);
      const asked: { subject: Subject; found: Found; set: SetLimit }[] = [];
      for (const [index, subject] of part.entries()) {
        const found = this.#noted(subject, hashes[index] ?? null);
        for (const set of found?.set ?? []) asked.push({ subject, found: found!, set });
      }
      const answerTo = await this.#answers(asked.flatMap(({ set }) => set.questions));
      for (const { subject, found, set } of asked) {
        const own = set.questions.map(answerTo);
        const closed = found.state === null || found.state === 'gone' ? null : found.state.why;
        this.limits.push({ subject, closed, ready: set.ready, allowed: set.allowed, ...set.judged(own) });
      }
      onProgress(Math.min(at + batch, subjects.length), subjects.length);
    }
  }

  /** Of subjects with a limit in another cycle, those that were read and have none. */
  async limitedAmong(subjects: readonly Subject[], cycle: string): Promise<Subject[]> {
    const limited = new Set(this.limits.map(({ subject: { id } }) => id));
    const others = subjects.filter(({ id }) => !limited.has(id));
    const hashes = await this.#hashes(others, cycle);
    return others.filter(({ group, id }, index) => {
      const values = hashes[index] ?? null;
      return values !== null && foundIn(group, id, values, this.#clock).set.length > 0;
    });
  }

  /** Limits of one window share its start, which is read once. */
  async #answers(questions: readonly Question[]): Promise<(question: Question) => Answer> {
    const places = new Map<string, number>();
    const asked: Question[] = [];
    for (const question of questions) {
      if (places.has(keyOf(question))) continue;
      places.set(keyOf(question), asked.length);
      asked.push(question);
    }
    const answers = await this.#store.read(asked);
    return (question) => answers[places.get(keyOf(question))!] ?? null;
  }

  #hashes(subjects: readonly Subject[], cycle: string): ReturnType<Store['read']> {
    return this.#store.read(
      subjects.map(({ group, id }) => ({
        name: group.nameOf(id, group.cycle === null ? '' : cycle),
        fields: group.fields,
        bytes: 0,
      })),
    );
  }

  /** `null`: it does not exist, or cannot be read. */
  #noted(subject: Subject, values: readonly (string | null)[] | null): Found | null {
    const { group, id } = subject;
    if (values === null) {
      this.refused.push(subject);
      return null;
    }
    if (values.every((value) => value === null)) return null;
    const found = foundIn(group, id, values, this.#clock);
    if (found.state === 'gone') return null;
    const { word } = group.entity;
    const count = this.counts.get(word) ?? { subjects: 0, limited: 0 };
    this.counts.set(word, count);
    count.subjects += 1;
    if (found.set.length + found.odd.length > 0) count.limited += 1;
    if (found.state) this.closed.push({ subject, ...found.state });
    for (const { ready, where } of found.odd) this.odd.push({ subject, ready, where });
    for (const { ready, because } of found.ignored) {
      const key = `${ready.limit.id} ${because}`;
      const known = this.ignored.get(key) ?? { ready, because, subjects: 0 };
      known.subjects += 1;
      this.ignored.set(key, known);
    }
    return found;
  }
}

const keyOf = ({ name, fields }: Question): string => `${fields?.join(' ') ?? ''}\0${name}`;
