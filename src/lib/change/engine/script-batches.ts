/** Carries out batches by scripts: the server compares and changes in one step, with many batches in one pipeline. */
import { chunks } from '../../format/chunks.js';
import { MeterError } from '../../format/errors.js';
import { slotOfKey } from '../../redis/cluster.js';
import type { CommandGuard } from '../../redis/guard.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { SteadyConnection } from '../../redis/steady-connection.js';
import { BATCH, batchAnswer, batchArgs } from './batch-script.js';
import { recordsOfBatch, type BatchBook } from './batch-book.js';
import { innerRefusal, isCertainRefusal, writeRefused } from './write-refusals.js';
import { isRefused, outcomeAt, VOID, type Outcome } from './outcome.js';
import { LOST_WORDS } from './refused-values.js';
import { ran, type Ran } from './ran.js';
import { resolveBatches } from './resolve.js';
import type { Command, Prepared, WorkItem } from './work-item.js';
import { NOTES_TTL_MS } from './notes.js';
import { connectionLost } from './retry-lost.js';
import type { Work } from './engine.js';

export interface ScriptOptions {
  connection: SteadyConnection;
  guard: CommandGuard;
  book: BatchBook;
  clustered: boolean;
}

/** Items of one script: enough to share its cost, but too few to delay other clients. */
export const ITEMS_TOGETHER = 32;
/** Maximum checks and commands of one script, unless they belong to one item. */
const STEPS_TOGETHER = 64;
/** Items of the scripts that are sent at once: about a millisecond of the server's time, during which it serves no other client. */
const ITEMS_AT_ONCE = 64;
/** Number of replies lost in a row that ends the run. */
const LOSSES = 5;

interface Batch {
  number: number;
  note: string;
  /** Items with their indexes among the tasks. */
  items: readonly { item: WorkItem; index: number }[];
}

export function runByScripts<Task>(options: ScriptOptions, tasks: readonly Task[], work: Work<Task>): Promise<Ran> {
  const outcomes = tasks.map((): Outcome => 'stopped');
  return ran(outcomes, () => runInto(outcomes, options, tasks, work));
}

async function runInto<Task>(
  outcomes: Outcome[],
  options: ScriptOptions,
  tasks: readonly Task[],
  work: Work<Task>,
): Promise<void> {
  let open = tasks.map((_, index) => index);
  for (let losses = 0; open.length > 0; losses++) {
    if (losses > LOSSES) throw connectionLost();
    const prepared = await work.prepare(
      options.connection,
      open.map((index) => tasks[index]!),
    );
    const batches = batchesOf(options, prepared, open);
    for (const [at, index] of open.entries()) if (typeof prepared[at] === 'string') outcomes[index] = prepared[at];
    await options.book.archive?.append(batches.flatMap(({ number, items }) => recordsOfBatch(number, items)));
    const { found, failure } = await carryOut(options, batches);
    open = [];
    for (const [at, { items }] of batches.entries()) {
      for (const [place, { index }] of items.entries()) {
        if (found[at] === VOID) open.push(index);
        else if (found[at] !== null) outcomes[index] = outcomeAt(found[at]!, place);
      }
    }
    if (failure) throw failure;
  }
}

/** Items of one batch share no key, because all are compared before any is changed. */
function batchesOf({ book, clustered }: ScriptOptions, prepared: readonly Prepared[], indexes: readonly number[]): Batch[] {
  const groups = new Map<number, { items: { item: WorkItem; index: number }[]; steps: number; keys: Set<string> }[]>();
  for (const [at, item] of prepared.entries()) {
    if (typeof item === 'string') continue;
    const slot = clustered ? slotOfKey(item.keys[0]) : 0;
    const own = groups.get(slot) ?? [];
    groups.set(slot, own);
    const steps = item.checks.length + item.commands.length;
    let last = own[own.length - 1];
    if (
      !last ||
      last.items.length === ITEMS_TOGETHER ||
      last.steps + steps > STEPS_TOGETHER ||
      item.keys.some((key) => last!.keys.has(key))
    ) {
      last = { items: [], steps: 0, keys: new Set() };
      own.push(last);
    }
    last.items.push({ item, index: indexes[at]! });
    last.steps += steps;
    for (const key of item.keys) last.keys.add(key);
  }
  return [...groups.values()].flat().map(({ items }) => {
    const number = book.next(0);
    return { number, note: book.noteOf(number, items[0]!.item.keys[0]), items };
  });
}

interface CarriedOut {
  /** The outcome of each batch; `null`: unknown. */
  found: readonly (string | null)[];
  /** Why the run cannot continue. */
  failure: MeterError | null;
}

/** Records each outcome in the archive. */
async function carryOut(options: ScriptOptions, batches: readonly Batch[]): Promise<CarriedOut> {
  const { connection, book, guard } = options;
  for (const { items } of batches) for (const { item } of items) for (const command of item.commands) guard.check(command);
  const { replies, failure: unsent } = await send(connection, batches);
  const outcomes: (string | null)[] = batches.map(() => null);
  let failure = unsent;
  let isStrange = false;
  for (const [at, batch] of batches.entries()) {
    const { number, items } = batch;
    const reply = replies[at]!;
    if (reply === LOST) continue;
    if (reply === UNSENT) {
      outcomes[at] = VOID;
      continue;
    }
    const answer = batchAnswer(reply, number, items.length);
    const message = reply instanceof ReplyError ? innerRefusal(reply.message) : null;
    if (message !== null) failure ??= writeRefused(message);
    if (answer) failure ??= takeRefusals(book, batch, answer.outcome, answer.refusals);
    // The server has refused the whole batch before it changed anything.
    if (answer) outcomes[at] = answer.outcome;
    else if (message !== null && isCertainRefusal(message)) outcomes[at] = VOID;
    else if (message === null) isStrange = true;
  }
  // After an invalid reply, the next replies may belong to other commands.
  if (isStrange) await connection.renew();
  const open = batches.flatMap((batch, at) => (outcomes[at] === null ? [at] : []));
  for (const [at, { number, note }] of batches.entries()) if (outcomes[at] !== null) book.end(number, note, outcomes[at]!, false);
  // A connection that could not be made again does not answer now.
  if (unsent) return { found: outcomes, failure };
  try {
    const resolved = await resolveBatches(
      connection,
      open.map((at) => ({ ...batches[at]!, items: batches[at]!.items.length })),
    );
    for (const [position, at] of open.entries()) {
      const outcome = resolved[position]!;
      outcomes[at] = outcome;
      book.end(batches[at]!.number, batches[at]!.note, outcome, true);
      if (outcome !== VOID) failure ??= takeRefusals(book, batches[at]!, outcome, []);
    }
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    failure ??= error;
  }
  return { found: outcomes, failure };
}

/** Returns why the run cannot continue; `null`: only values were refused. */
function takeRefusals({ refused }: BatchBook, { items }: Batch, outcome: string, words: readonly string[]): MeterError | null {
  let failure: MeterError | null = null;
  let at = 0;
  for (const [place, { item }] of items.entries()) {
    if (!isRefused(outcome[place]!)) continue;
    failure ??= refused.take(item.keys[0], words[at++] ?? LOST_WORDS);
  }
  return failure;
}

/** The reply was lost: the batch was carried out, or will be, or not. */
const LOST = Symbol('lost');
/** The batch was never sent. */
const UNSENT = Symbol('unsent');

interface Sent {
  replies: (Reply | typeof LOST | typeof UNSENT)[];
  /** Why nothing more can be sent; `null`: it can, also after a lost reply. */
  failure: MeterError | null;
}

/** Sends scripts by their hashes, and the text if the server does not know it. */
async function send(connection: SteadyConnection, batches: readonly Batch[]): Promise<Sent> {
  if (batches.length === 0) return { replies: [], failure: null };
  const args = batches.map(({ number, items, note }) =>
    batchArgs(
      number,
      items.map(({ item }) => item),
      note,
      NOTES_TTL_MS,
    ),
  );
  const largest = batches.reduce((most, { items }) => Math.max(most, items.length), 1);
  const atOnce = Math.max(1, Math.floor(ITEMS_AT_ONCE / largest));
  const first = await sendParts(
    connection,
    args.map((each) => ['EVALSHA', BATCH.sha, ...each]),
    atOnce,
  );
  const unknown = first.replies.flatMap((reply, at) =>
    reply instanceof ReplyError && reply.message.startsWith('NOSCRIPT') ? [at] : [],
  );
  const texts = unknown.map((at) => ['EVAL', BATCH.body, ...args[at]!]);
  const again: Sent = first.failure
    ? { replies: texts.map(() => UNSENT), failure: first.failure }
    : await sendParts(connection, texts, atOnce);
  for (const [position, at] of unknown.entries()) first.replies[at] = again.replies[position]!;
  return { replies: first.replies, failure: again.failure };
}

/** After a lost part, nothing more is sent. */
async function sendParts(connection: SteadyConnection, commands: readonly Command[], atOnce: number): Promise<Sent> {
  const replies: Sent['replies'] = [];
  let failure: MeterError | null = null;
  for (const part of chunks(commands, atOnce)) {
    const answer = await sendPart(connection, part);
    failure = answer.failure;
    for (const reply of answer.replies) replies.push(reply);
    if (answer.replies[0] === undefined || answer.replies[0] === LOST) break;
  }
  return { replies: commands.map((_, at) => replies[at] ?? UNSENT), failure };
}

/** No replies if nothing was sent. */
async function sendPart(connection: SteadyConnection, part: readonly Command[]): Promise<Sent> {
  try {
    const answer = await connection.sendOnce(part);
    return 'failure' in answer ? { replies: part.map(() => LOST), failure: answer.failure } : { replies: answer, failure: null };
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    return { replies: [], failure: error };
  }
}
