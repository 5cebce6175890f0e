/**
 * The only way to change keys: work items in batches. The outcome of each batch is noted on the server in the same step, and in
 * the archive.
 */
import type { MeterError } from '../../format/errors.js';
import type { BulkOptions } from '../../redis/bulk-connection.js';
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Session, SessionNode } from '../../redis/topology.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { wayOf, type Abilities } from './abilities.js';
import { settleAll } from './settle-all.js';
import { openBook, type BatchBook } from './batch-book.js';
import { byNode } from './by-node.js';
import type { KeyedSender } from './keyed-sender.js';
import type { Outcome } from './outcome.js';
import type { Connection } from './read-values.js';
import { runByScripts } from './script-batches.js';
import { openTransactions, type Transactions } from './transaction-batches.js';
import type { Prepared } from './work-item.js';

export interface Work<Task> {
  /** Keys that the items read or change. The first determines the node. */
  keysOf: (task: Task) => readonly string[];
  /**
   * Makes an item from each task. Called again for tasks whose batch has become void. Reads the keys of `same` checks; without
   * scripts, while the keys are watched.
   */
  prepare(connection: Connection, tasks: readonly Task[]): Promise<Prepared[]>;
}

export interface Engine {
  readonly way: 'scripts' | 'transactions';
  readonly book: BatchBook;
  /**
   * On one node; one outcome for each task, in order. If the run cannot continue, resolves with what was done until then, and
   * rejects with a MeterError at the next call, or immediately if nothing was done.
   */
  runOn<Task>(node: SessionNode, tasks: readonly Task[], work: Work<Task>): Promise<Outcome[]>;
  /**
   * On the nodes that hold the keys. Calls `take` with the outcomes of each node as they arrive. If one node fails, the others
   * finish.
   */
  run<Task>(tasks: readonly Task[], work: Work<Task>, take?: (outcomes: readonly Outcome[]) => void): Promise<Outcome[]>;
  /** Why the run cannot continue; `null`: it can. */
  readonly failure: MeterError | null;
  close(): void;
}

export interface EngineOptions {
  run: string;
  session: Session;
  sender: KeyedSender;
  abilities: Abilities;
  archive: ArchiveWriter | null;
  guard: CommandGuard;
  ledger: Ledger;
  db: number;
}

export function openEngine({ run, session, sender, abilities, archive, guard, ledger, db }: EngineOptions): Engine {
  const clustered = session.mode === 'cluster';
  const book = openBook(run, archive, clustered);
  const transactions = new Map<SessionNode, Transactions>();
  const way = wayOf(abilities);
  let failed: MeterError | null = null;

  const transactionsOn = (node: SessionNode): Transactions => {
    const { target } = session;
    const connection: BulkOptions = { target, address: node.address, guard, ledger, readonly: false, noTouch: false, db };
    const known = transactions.get(node) ?? openTransactions({ connection, book, clustered });
    transactions.set(node, known);
    return known;
  };

  const engine: Engine = {
    way,
    book,
    async runOn(node, tasks, work) {
      if (failed) throw failed;
      const { outcomes, failure } =
        way === 'transactions'
          ? await transactionsOn(node).run(tasks, work)
          : await runByScripts({ connection: await sender.connectionTo(node), guard, book, clustered }, tasks, work);
      failed ??= failure;
      if (failure && outcomes.every((outcome) => outcome === 'stopped')) throw failure;
      return outcomes;
    },
    async run(tasks, work, take = () => {}) {
      const outcomes = new Map<number, Outcome>();
      const nodes = byNode(session, [...tasks.entries()], ([, task]) => work.keysOf(task)[0]!);
      await settleAll(
        [...nodes].map(async ([node, own]) => {
          const found = await engine.runOn(
            node,
            own.map(([, task]) => task),
            work,
          );
          for (const [at, [index]] of own.entries()) outcomes.set(index, found[at]!);
          take(found);
        }),
      );
      return tasks.map((_, index) => outcomes.get(index)!);
    },
    get failure() {
      return failed;
    },
    close() {
      for (const each of transactions.values()) each.close();
    },
  };
  return engine;
}
