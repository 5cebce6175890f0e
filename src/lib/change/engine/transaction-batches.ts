/**
 * Carries out batches without scripts: WATCH, read, archive, then MULTI and EXEC, which fails if a watched key has changed. In a
 * cluster the keys of a transaction are in one slot.
 */
import { chunks } from '../../format/chunks.js';
import type { BulkConnection, BulkOptions } from '../../redis/bulk-connection.js';
import { MeterError } from '../../format/errors.js';
import { slotOfKey } from '../../redis/cluster.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import { LANES } from '../archive/batch-number.js';
import { settleAll } from './settle-all.js';
import { recordsOfBatch, type BatchBook } from './batch-book.js';
import { checkAsks, checkLetter, isUnasked } from './check-reply.js';
import { ATTEMPTS } from './key-change.js';
import { NOTES_TTL_MS } from './notes.js';
import { isRefused, outcomeAt, VOID, type Letter, type Outcome } from './outcome.js';
import { ran, type Ran } from './ran.js';
import { LOST_WORDS } from './refused-values.js';
import { resolveBatches, type OpenBatch } from './resolve.js';
import type { Work } from './engine.js';
import { whileWatched, WatchingConnection } from './watched.js';
import type { Command, Prepared, WorkItem } from './work-item.js';
import { isCertainRefusal, writeRefused } from './write-refusals.js';

export interface TransactionOptions {
  connection: BulkOptions;
  book: BatchBook;
  clustered: boolean;
}

/** Tasks of one transaction. WATCH compares each key with all watched keys, so its cost grows with the square. */
const GROUP = 32;

export interface Transactions {
  run<Task>(tasks: readonly Task[], work: Work<Task>): Promise<Ran>;
  close(): void;
}

/** The connections of one node. Their groups wait for the disk together. */
export function openTransactions(options: TransactionOptions): Transactions {
  const lanes: Lane[] = [];
  const idle: Lane[] = [];
  const waiting: ((lane: Lane) => void)[] = [];

  const take = (): Promise<Lane> | Lane => {
    const lane = idle.pop();
    if (lane) return lane;
    if (lanes.length === LANES) return new Promise((resolve) => waiting.push(resolve));
    const fresh = new Lane(options, lanes.length);
    lanes.push(fresh);
    return fresh;
  };

  const onLane = async <Task>(tasks: readonly Task[], work: Work<Task>): Promise<Ran> => {
    const lane = await take();
    try {
      return await lane.change(tasks, work);
    } finally {
      const next = waiting.shift();
      if (next) next(lane);
      else idle.push(lane);
    }
  };

  return {
    run(tasks, work) {
      const outcomes = tasks.map((): Outcome => 'stopped');
      return ran(outcomes, async () => {
        const groups = groupsOf(tasks, work, options.clustered);
        // Each ends, so that its results are known.
        await settleAll(
          groups.map(async (group) => {
            const own = await onLane(
              group.map((index) => tasks[index]!),
              work,
            );
            for (const [at, index] of group.entries()) outcomes[index] = own.outcomes[at]!;
            if (own.failure) throw own.failure;
          }),
        );
      });
    },
    close() {
      for (const lane of lanes) lane.close();
    },
  };
}

/** Indexes of the tasks of one group. Tasks of a group share no key, and in a cluster they have the same slot. */
function groupsOf<Task>(tasks: readonly Task[], { keysOf }: Work<Task>, clustered: boolean): number[][] {
  const slots = new Map<number, number[]>();
  for (const [index, task] of tasks.entries()) {
    const slot = clustered ? slotOfKey(keysOf(task)[0]!) : 0;
    const own = slots.get(slot);
    if (own) own.push(index);
    else slots.set(slot, [index]);
  }
  return [...slots.values()].flatMap((own) => chunks(own, GROUP)).flatMap((group) => withoutSharedKeys(group, tasks, keysOf));
}

function withoutSharedKeys<Task>(
  group: readonly number[],
  tasks: readonly Task[],
  keysOf: (task: Task) => readonly string[],
): number[][] {
  const parts: number[][] = [[]];
  let taken = new Set<string>();
  for (const index of group) {
    const keys = keysOf(tasks[index]!);
    if (keys.some((key) => taken.has(key))) {
      parts.push([]);
      taken = new Set();
    }
    parts[parts.length - 1]!.push(index);
    for (const key of keys) taken.add(key);
  }
  return parts;
}

class Lane {
  readonly #connection: WatchingConnection;

  constructor(
    private readonly options: TransactionOptions,
    private readonly number: number,
  ) {
    this.#connection = new WatchingConnection(options.connection);
  }

  close(): void {
    this.#connection.close();
  }

  /** A key that others write, or that is refused, must not block the others of its group, so the group is repeated in halves. */
  async change<Task>(tasks: readonly Task[], work: Work<Task>, attempt = 1): Promise<Ran> {
    const outcomes = tasks.map((): Outcome => 'stopped');
    return ran(outcomes, async () => {
      const found = await this.#surely(tasks, work);
      if (found !== 'conflict') return take(outcomes, found, 0);
      if (tasks.length === 1) {
        if (attempt === ATTEMPTS) outcomes[0] = 'altered';
        else take(outcomes, await this.change(tasks, work, attempt + 1), 0);
        return;
      }
      const half = tasks.length >> 1;
      take(outcomes, await this.change(tasks.slice(0, half), work), 0);
      take(outcomes, await this.change(tasks.slice(half), work), half);
    });
  }

  /** After a lost connection the note shows what was done. If nothing was done, the group starts again. */
  #surely<Task>(tasks: readonly Task[], work: Work<Task>): Promise<Ran | 'conflict'> {
    const sent: Sent = { batch: null, correction: null, names: [], outcomes: [] };
    return this.#connection.surely((connection) => this.#attempt(connection, tasks, work, sent));
  }

  async #attempt<Task>(
    connection: BulkConnection,
    tasks: readonly Task[],
    work: Work<Task>,
    sent: Sent,
  ): Promise<Ran | 'conflict'> {
    if (sent.correction) return this.#correct(connection, sent, sent.correction);
    if (sent.batch) {
      const [outcome] = await resolveBatches(connection, [sent.batch]);
      this.#end(sent.batch, outcome!, true);
      sent.batch = null;
      if (outcome !== VOID) return this.#result(sent, outcome!, []);
    }
    return this.#change(connection, tasks, work, sent);
  }

  async #change<Task>(
    connection: BulkConnection,
    tasks: readonly Task[],
    work: Work<Task>,
    sent: Sent,
  ): Promise<Ran | 'conflict'> {
    const { book } = this.options;
    const keys = [...new Set(tasks.flatMap((task) => work.keysOf(task)))];
    const note = book.noteOf(this.number, keys[0]!);
    const { decided, committed } = await whileWatched(connection, {
      keys: [...keys, note],
      read: () => work.prepare(connection, tasks),
      decide: async (prepared) => {
        const { outcomes, unasked } = await judged(connection, prepared);
        for (const [name, message] of unasked) {
          const failure = book.refused.take(name, message);
          if (failure) throw failure;
        }
        const ready = prepared.flatMap((item, at) => (outcomes[at] === null ? [{ item: item as WorkItem }] : []));
        if (ready.length === 0) return { outcomes, commands: [] };
        const number = book.next(this.number);
        const batch: OpenBatch = { number, note, items: ready.length };
        await book.archive?.append(recordsOfBatch(number, ready));
        Object.assign(sent, { batch, names: ready.map(({ item }) => item.keys[0]), outcomes });
        const noting: Command[] = [
          ['HSET', note, String(number), 'd'.repeat(ready.length)],
          ['PEXPIRE', note, String(NOTES_TTL_MS)],
        ];
        return { outcomes, sent: { batch, ready, noting }, commands: [...noting, ...ready.flatMap(({ item }) => item.commands)] };
      },
    });
    if (!committed || !decided.sent) return { outcomes: decided.outcomes as Outcome[], failure: null };
    const { batch, ready, noting } = decided.sent;
    sent.batch = null;
    if (committed.kind !== 'done') {
      this.#end(batch, VOID, false);
      if (committed.kind === 'conflict') return 'conflict';
      if (committed.kind === 'unsent') throw committed.failure;
      if (isCertainRefusal(committed.message)) throw writeRefused(committed.message);
      return ready.length > 1 ? 'conflict' : this.#result(sent, 'e', [committed.message]);
    }
    const { letters, refusals } = lettersOf(ready, committed.replies.slice(noting.length));
    this.#end(batch, letters, false);
    if (refusals.length === 0) return this.#result(sent, letters, refusals);
    sent.correction = { command: ['HSET', note, String(batch.number), letters], letters, refusals };
    return this.#correct(connection, sent, sent.correction);
  }

  /** Corrects the note: it says that all items were changed, but the replies show which ones the server refused. */
  async #correct(connection: BulkConnection, sent: Sent, { command, letters, refusals }: Correction): Promise<Ran> {
    let failure: MeterError | null = null;
    try {
      await connection.send([command]);
    } catch (error) {
      if (!(error instanceof MeterError)) throw error;
      failure = error;
    }
    sent.correction = null;
    const result = this.#result(sent, letters, refusals);
    return { ...result, failure: failure ?? result.failure };
  }

  /** `words`: the server's words for each refused item. */
  #result({ names, outcomes }: Sent, letters: string, words: readonly string[]): Ran {
    const { refused } = this.options.book;
    let failure: MeterError | null = null;
    let at = 0;
    for (const [place, name] of names.entries())
      if (isRefused(letters[place]!)) failure ??= refused.take(name, words[at++] ?? LOST_WORDS);
    return { outcomes: joined(outcomes, letters), failure };
  }

  #end({ number, note }: OpenBatch, outcome: string, asked: boolean): void {
    this.options.book.end(number, note, outcome, asked);
  }
}

/** A transaction without a reply, with the outcomes of the other tasks; `null`: part of the transaction. */
interface Sent {
  batch: OpenBatch | null;
  /** The correction of the note, which is sent until it has a reply. */
  correction: Correction | null;
  /** Names of the items. */
  names: readonly string[];
  outcomes: readonly (Outcome | null)[];
}

interface Correction {
  command: Command;
  letters: string;
  /** The server's words for each item that it refused. */
  refusals: readonly string[];
}

function joined(outcomes: readonly (Outcome | null)[], letters: string): Outcome[] {
  let at = 0;
  return outcomes.map((outcome) => outcome ?? outcomeAt(letters, at++));
}

/**
 * `outcomes`: `null`: the item is ready. Values and TTLs were read while they were watched. `unasked`: names and the server's
 * words, if it refused a question, or would refuse the change.
 */
async function judged(
  connection: BulkConnection,
  prepared: readonly Prepared[],
): Promise<{ outcomes: (Outcome | null)[]; unasked: [name: string, message: string][] }> {
  const asked = prepared.map((item) => (typeof item === 'string' ? [] : item.checks.filter(({ kind }) => kind !== 'same')));
  const replies = (await connection.send(asked.flat().map(checkAsks))).values();
  const unasked: [string, string][] = [];
  const outcomes = prepared.map((item, at) => {
    let letter: Letter | null = null;
    for (const check of asked[at]!) {
      const reply = replies.next().value!;
      if (isUnasked(reply) && letter === null) unasked.push([(item as WorkItem).keys[0], reply.message]);
      const failed = checkLetter(check, reply);
      letter ??= failed;
    }
    if (typeof item !== 'string' && item.refusal !== undefined && letter === null) {
      unasked.push([item.keys[0], item.refusal]);
      letter = 'e';
    }
    return typeof item === 'string' ? item : letter === null ? null : outcomeAt(letter, 0);
  });
  return { outcomes, unasked };
}

function lettersOf(ready: readonly { item: WorkItem }[], replies: readonly Reply[]): { letters: string; refusals: string[] } {
  let [at, letters] = [0, ''];
  const refusals: string[] = [];
  for (const { item } of ready) {
    const own = replies.slice(at, at + item.commands.length);
    at += own.length;
    const failed = own.filter((reply) => reply instanceof ReplyError);
    letters += failed.length === 0 ? 'd' : failed.length === own.length ? 'e' : 'p';
    if (failed[0]) refusals.push(failed[0].message);
  }
  return { letters, refusals };
}

/** Takes over what was done, then throws the failure. */
function take(outcomes: Outcome[], { outcomes: found, failure }: Ran, from: number): void {
  for (const [at, outcome] of found.entries()) outcomes[from + at] = outcome;
  if (failure) throw failure;
}
