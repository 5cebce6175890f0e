/**
 * Carries a rollup out: each coarse key is raised while it still is what it was judged to be, then the fine keys go that it is known to hold. Killed at
 * any point, the same command again finds what is left: a raise that was made leaves nothing to add.
 */
import { MeterError } from '../../format/errors.js';
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Session, SessionNode } from '../../redis/topology.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { abilitiesOf, openChangers, wayOf, type Abilities, type Changers } from '../changers.js';
import { byNode } from '../by-node.js';
import { changeCompared } from '../compare/change-compared.js';
import { comparedTransactions, type ComparedTransactions } from '../compare/compared-transaction.js';
import { raiseChange, type ToRaise } from '../compare/raise.js';
import type { KeyChange, Outcome } from '../key-changer.js';
import { keyedSender, type KeyedSender } from '../keyed-sender.js';
import type { Applied } from '../prune/apply.js';
import { careForIndexes } from '../prune/index-care.js';
import { openThrottle, type Throttle } from '../throttle.js';
import { removals } from './fine-removal.js';
import { batchesOf, judgeGroups, readGroups, type JudgedGroup, type ReadGroup } from './judge-groups.js';
import type { Group } from './grouped-names.js';
import { listCreated } from './list-created.js';
import type { RollupWork } from './rollup-plan.js';

export interface RollupOptions {
  db: number;
  todo: RollupWork;
  archive: ArchiveWriter | null;
  maxOps: number | null;
  maxLatencyMs: number;
  signal: AbortSignal;
  onProgress: (changed: number) => void;
}

interface Access {
  guard: CommandGuard;
  ledger: Ledger;
}

/** A coarse key that somebody else writes at the same time is judged anew, so often. */
const ATTEMPTS = 5;
/** Batches under way at once: while one waits for the disk, the other reads. */
const UNDER_WAY = 2;

export async function applyRollup(session: Session, access: Access, options: RollupOptions): Promise<Applied> {
  const { db, archive, signal } = options;
  const sender = keyedSender({ session, ...access, db });
  const throttle = openThrottle(
    session.nodes.map(({ control }) => control),
    options.maxOps,
    options.maxLatencyMs,
  );
  const transactions = new Map<SessionNode, ComparedTransactions>();
  let changers: Changers | null = null;
  const result: Applied = {
    changed: 0,
    elements: 0,
    skipped: { gone: 0, changed: 0, protected: 0 },
    indexes: { removed: 0, members: 0 },
    way: '',
    complete: false,
    failure: null,
  };
  try {
    const abilities = await abilitiesOf(session, sender);
    result.way = wayOf(abilities);
    changers = openChangers({ session, sender, abilities, archive, ...access, db, signal });
    const run: Run = { ...options, session, access, sender, throttle, abilities, changers, transactions, result };
    const batches = batchesOf(options.todo.names.groups());
    const ended = await Promise.allSettled(Array.from({ length: UNDER_WAY }, () => work(run, batches)));
    const failed = ended.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    if (!signal.aborted) await lookAfterIndexes(run);
    result.complete = !signal.aborted;
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    result.failure = error;
  } finally {
    throttle.close();
    changers?.close();
    for (const each of transactions.values()) each.close();
    sender.close();
  }
  return result;
}

interface Run extends RollupOptions {
  session: Session;
  access: Access;
  sender: KeyedSender;
  throttle: Throttle;
  abilities: Abilities;
  changers: Changers;
  transactions: Map<SessionNode, ComparedTransactions>;
  result: Applied;
}

async function work(run: Run, batches: Iterable<Group[]>): Promise<void> {
  for (const groups of batches) {
    if (run.signal.aborted) return;
    const held = await raiseGroups(run, await readGroups(run.sender, groups));
    const changes = held.flatMap((read) => removals(read, run.todo.prune));
    if (changes.length === 0) continue;
    await run.throttle.turn(changes.length);
    note(run, await changeKeys(run, changes));
  }
}

/** Answers the groups whose sums the coarse keys hold now, for certain. */
async function raiseGroups(run: Run, reads: readonly ReadGroup[]): Promise<ReadGroup[]> {
  const { skipped } = run.result;
  const held: ReadGroup[] = [];
  let open = reads;
  for (let attempt = 0; attempt < ATTEMPTS && open.length > 0; attempt++) {
    const short: JudgedGroup[] = [];
    for (const judged of await judgeGroups(run.sender, open)) {
      if (judged.raises.length > 0) short.push(judged);
      else if (judged.state === 'complete') held.push(judged.read);
      else if (judged.state === 'empty') skipped.gone++;
      else skipped.protected++;
    }
    const raised = await raiseShort(run, short);
    held.push(...short.filter((_, index) => raised[index]).map(({ read }) => read));
    open = short.filter((_, index) => !raised[index]).map(({ read }) => read);
  }
  skipped.changed += open.length;
  return held;
}

async function raiseShort(run: Run, short: readonly JudgedGroup[]): Promise<boolean[]> {
  if (short.length === 0) return [];
  const { todo, sender, session, result } = run;
  await run.throttle.turn(short.length);
  const created = short.filter(({ state }) => state === 'missing').map(({ read: { group } }) => group);
  await listCreated(
    created.map(({ pair, coarse }) => ({ family: pair.coarse.family.id, coarse })),
    { listings: todo.listings, sender, change: (changes) => changeKeys(run, changes) },
  );
  const nodes = byNode(session, short, ({ read }) => read.group.coarse.name);
  const raised = new Set<JudgedGroup>();
  await Promise.all(
    [...nodes].map(async ([node, groups]) => {
      const answers = await raiseOn(
        run,
        node,
        groups.map((group) => toRaise(group, run.db)),
      );
      for (const [index, group] of groups.entries()) if (answers[index]) raised.add(group);
    }),
  );
  result.changed += raised.size;
  run.onProgress(result.changed);
  return short.map((group) => raised.has(group));
}

const toRaise = ({ read: { group }, state, raises, expireAtMs }: JudgedGroup, db: number): ToRaise => ({
  db,
  name: group.coarse.name,
  family: group.pair.coarse.family.id,
  type: group.pair.coarse.family.type === 'string' ? 'string' : 'hash',
  exists: state !== 'missing',
  raises,
  expireAtMs,
});

async function raiseOn(run: Run, node: SessionNode, raises: readonly ToRaise[]): Promise<boolean[]> {
  const { sender, archive, abilities } = run;
  const transactions = wayOf(abilities) === 'scripts' ? null : transactionsOn(run, node);
  const connection = await sender.connectionTo(node);
  const outcomes = await changeCompared(raises.map(raiseChange), { connection, archive, transactions });
  return outcomes.map((outcome) => outcome === 'done');
}

function transactionsOn({ transactions, session, access, db }: Run, node: SessionNode): ComparedTransactions {
  const known =
    transactions.get(node) ??
    comparedTransactions({ target: session.target, address: node.address, ...access, readonly: false, noTouch: false, db });
  transactions.set(node, known);
  return known;
}

/** On the nodes that hold them; one outcome for each, in any order. */
async function changeKeys({ session, changers }: Run, changes: readonly KeyChange[]): Promise<Outcome[]> {
  const nodes = byNode(session, changes, ({ name }) => name);
  const outcomes = await Promise.all([...nodes].map(async ([node, part]) => (await changers.of(node)).apply(part)));
  return outcomes.flat();
}

async function lookAfterIndexes(run: Run): Promise<void> {
  const { session, sender, archive, db, todo, result, signal } = run;
  if (!todo.prune) return;
  const clustered = session.mode === 'cluster';
  const change = (changes: readonly KeyChange[]): Promise<Outcome[]> => changeKeys(run, changes);
  const done = await careForIndexes(todo.indexes, todo.prune.listings, { sender, archive, db, clustered, change, signal });
  result.indexes = { removed: done.removed, members: done.members };
  result.skipped.changed += done.altered;
}

function note({ result, onProgress }: Run, outcomes: readonly Outcome[]): void {
  for (const outcome of outcomes) {
    if (outcome === 'done') result.changed++;
    else if (outcome === 'gone') result.skipped.gone++;
    else if (outcome === 'altered') result.skipped.changed++;
    else result.skipped.protected++;
  }
  onProgress(result.changed);
}
