/**
 * Keys of snapshots. The first question needs a reading of the files from beginning to end; later ones are answered at the positions
 * of their keys, where a file allows this.
 */
import { keySegments, slotText } from '../profile/pattern.js';
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import { periodStart } from '../profile/period.js';
import { SnapshotFiles, type FilesOptions } from '../snapshot/snapshot-files.js';
import type { SnapshotKey, SnapshotSink, StreamVisitor, ValueVisitor } from '../snapshot/snapshot-key.js';
import { fieldsRead, isMissing } from './amounts.js';
import { startOf } from './calendar.js';
import type { Job } from './job.js';
import type { NameTable } from './name-table.js';
import type { Step } from './plan.js';
import type { Ids, Source } from './sources.js';
import type { Answer, KeyFact, LogQuestion, Question, Store } from './store.js';
import { timeOf } from './stream-id.js';

interface StoreOptions extends Omit<FilesOptions, 'databases'> {
  database: number;
  onProgress: (keys: number, total: number | null) => void;
}

/** Maximum bytes of a value that is not a number. */
const LONGEST = 16_384;

export class SnapshotStore implements Store {
  /** All names are known. */
  readonly members = null;
  readonly #options: StoreOptions;
  readonly #files: SnapshotFiles;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#files = new SnapshotFiles({ ...options, databases: options.database });
  }

  async names(take: (name: string) => void): Promise<void> {
    await this.#readAll({ begin: () => null, end: ({ name }) => take(name) });
  }

  async read(questions: readonly Question[]): Promise<Answer[]> {
    const places = new Map<string, number[]>();
    for (const [at, { name }] of questions.entries()) places.set(name, [...(places.get(name) ?? []), at]);
    const answers = questions.map(missing);
    const look: SnapshotSink = {
      begin: ({ name, type }) => {
        const contents = (places.get(name) ?? []).flatMap((at) => {
          const question = questions[at]!;
          if (question.fact !== undefined) return [];
          const content = contentOf(question, type);
          answers[at] = content?.values ?? null;
          return content ?? [];
        });
        if (contents.length < 2) return contents[0] ?? null;
        return {
          entry: (first, second) => {
            for (const content of contents) content.entry(first, second);
          },
        };
      },
      end: (key) => {
        for (const at of places.get(key.name) ?? []) {
          const { fact } = questions[at]!;
          if (fact !== undefined) answers[at] = factOf(fact, key, this.#options.now.getTime());
        }
      },
    };
    const keys = Array.from(places.keys(), (name) => ({ db: this.#options.database, name }));
    if (!(await this.#files.readAt(keys, look))) await this.#readAll(look);
    return answers;
  }

  async entries({ name, field, from, to }: LogQuestion, take: (at: number, text: string) => void): Promise<number | null> {
    let first: number | null = null;
    const stream: StreamVisitor = {
      entry(id, pairs) {
        const at = timeOf(id);
        first ??= at;
        const place = pairs.findIndex((text, index) => index % 2 === 0 && text === field);
        if (place >= 0 && (from === null || at >= from) && (to === null || at < to)) take(at, pairs[place + 1]!);
      },
      facts() {},
      group() {},
      pending() {},
      consumer() {},
      owned() {},
    };
    const look: SnapshotSink = {
      begin: (key) => (key.name === name && key.type === 'stream' ? { entry() {}, stream } : null),
      end: () => {},
    };
    if (!(await this.#files.readAt([{ db: this.#options.database, name }], look))) await this.#readAll(look);
    return first;
  }

  /** One reading for the keys of all jobs. */
  readonly runAll = async (jobs: readonly Job[], table: NameTable, profile: CompiledProfile): Promise<void> => {
    const wants = wantsOf(jobs, table);
    let open: { takers: readonly Taker[]; ids: Ids; content: Content | null } | null = null;
    await this.#readAll({
      begin: ({ name, type }) => {
        open = null;
        const segments = keySegments(name);
        const family = profile.match(segments);
        const want = family && wants.get(family);
        if (!want) return null;
        const ids = want.source.idSlots.map((slot) => slotText(slot, segments));
        const takers = takersOf(want, segments, ids, table);
        if (takers.length === 0) return null;
        const content = contentFor(want.fields.length === 0 ? null : want.fields, type);
        open = { takers, ids, content };
        return content;
      },
      end: () => {
        if (!open) return;
        for (const { job, step, source } of open.takers) {
          const { content, ids } = open;
          if (!content) job.refuse(step, ids);
          else if (!isMissing(content.values))
            job.take({ step, ids, source, fields: wants.get(source.compiled)!.fields, values: content.values });
        }
      },
    });
  };

  async #readAll(sink: SnapshotSink): Promise<void> {
    const { onProgress } = this.#options;
    let seen = 0;
    await this.#files.readAll(
      {
        begin: (key) => sink.begin(key),
        end(key) {
          seen += 1;
          if (seen % 4096 === 0) onProgress(seen, null);
          sink.end(key);
        },
      },
      { notesPlaces: true },
    );
  }
}

interface Taker {
  job: Job;
  step: Step;
  source: Source;
}

/** What is read from one family, and the receivers. */
interface Want {
  source: Source;
  fields: string[];
  periods: Map<string, Taker[]>;
  /** Receivers of parts of a longer period, by its local start. */
  parts: Map<number, Taker[]>;
  coarse: 'hour' | 'day' | 'month' | null;
}

function wantsOf(jobs: readonly Job[], table: NameTable): Map<CompiledFamily, Want> {
  const wants = new Map<CompiledFamily, Want>();
  const wantOf = (source: Source): Want => {
    const known = wants.get(source.compiled) ?? { source, fields: [], periods: new Map(), parts: new Map(), coarse: null };
    wants.set(source.compiled, known);
    return known;
  };
  for (const job of jobs) {
    for (const step of job.plan.steps) {
      const want = wantOf(step.source);
      want.fields = [...new Set([...want.fields, ...fieldsRead(step.source, step.metrics.keys())])];
      want.periods.set(step.period, [...(want.periods.get(step.period) ?? []), { job, step, source: step.source }]);
      if (step.finer === null || step.segment === null || table.idsInParts(step).length === 0) continue;
      const finer = wantOf(step.finer);
      const { grain, from } = step.segment;
      finer.fields = [...new Set([...finer.fields, ...fieldsRead(step.finer, step.metrics.keys())])];
      finer.coarse = grain === 'minute' ? null : grain;
      finer.parts.set(from, [...(finer.parts.get(from) ?? []), { job, step, source: step.finer }]);
    }
  }
  return wants;
}

function takersOf({ source, periods, parts, coarse }: Want, segments: readonly string[], ids: Ids, table: NameTable): Taker[] {
  const { periodSlot } = source;
  const period = periodSlot === null ? '' : slotText(periodSlot, segments);
  const own = periods.get(period) ?? [];
  const start = coarse === null || periodSlot === null ? null : periodStart(periodSlot.placeholder.kind, period, 0);
  const inParts = coarse === null || start === null ? [] : (parts.get(startOf(coarse, start)) ?? []);
  return [...own, ...inParts.filter(({ step }) => !table.has(step, ids))].filter(({ job }) => job.keeps(source, ids));
}

interface Content extends ValueVisitor {
  values: (string | null)[];
}

/** The answer for a key that does not exist. */
const missing = ({ fields, first, fact }: Question): Answer =>
  first !== undefined ? [] : fact === 'ttl' ? ['-2'] : (fields ?? ['']).map(() => null);

function contentOf({ fields, above, first }: Question, type: string): Content | null {
  if (first !== undefined) return firstElements(first, type);
  return above === undefined ? contentFor(fields, type) : membersAbove(above, type);
}

function factOf(fact: KeyFact, { type, expireAtMs, bytes, length, frequency }: SnapshotKey, now: number): Answer {
  switch (fact) {
    case 'ttl':
      return [expireAtMs === null ? '-1' : String(expireAtMs - now)];
    case 'bytes':
      return [String(bytes)];
    case 'length':
      return type === 'list' ? [String(length ?? 0)] : null;
    case 'frequency':
      return frequency === null ? null : [String(frequency)];
  }
}

/** `null`: the value is no list. */
function firstElements(most: number, type: string): Content | null {
  if (type !== 'list') return null;
  const values: (string | null)[] = [];
  return {
    values,
    entry(element) {
      if (values.length < most) values.push(element === null ? null : copied(element));
    },
  };
}

/** A copy, so that the rest of the chunk is not kept in memory. */
const copied = (text: string): string => Buffer.from(text.slice(0, LONGEST), 'latin1').toString('latin1');

/** Counts members; `null`: the value is no sorted set. */
function membersAbove(above: number, type: string): Content | null {
  if (type !== 'zset') return null;
  const values: (string | null)[] = ['0'];
  return {
    values,
    entry(_, score) {
      if (Number(score) > above) values[0] = String(Number(values[0]) + 1);
    },
  };
}

/** The fields of a hash, or the text of a string; `null`: the value has another type. */
function contentFor(fields: readonly string[] | null, type: string): Content | null {
  if (type !== (fields === null ? 'string' : 'hash')) return null;
  const values: (string | null)[] = (fields ?? ['']).map(() => null);
  const places = new Map((fields ?? []).map((field, at) => [field, at]));
  return {
    values,
    entry(first, second) {
      const at = fields === null ? 0 : (places.get(first ?? '') ?? -1);
      const text = fields === null ? first : second;
      if (at >= 0 && text !== null) values[at] = copied(text);
    },
  };
}
