/**
 * Carries a repair out: archive, then change what still is as it was judged, then check again, since a raised day makes its month fall short.
 * Killed at any point, the same command again finds what is left.
 */
import { MeterError } from '../../format/errors.js';
import { chunks } from '../../format/chunks.js';
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Session, SessionNode } from '../../redis/topology.js';
import type { Applied } from '../prune/apply.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { byNode } from '../by-node.js';
import { abilitiesOf, openChangers, wayOf, type Abilities, type Changers } from '../changers.js';
import { changeCompared } from '../compare/change-compared.js';
import type { ComparedOutcome } from '../compare/compared-change.js';
import { comparedTransactions, type ComparedTransactions } from '../compare/compared-transaction.js';
import { keyedSender, type KeyedSender } from '../keyed-sender.js';
import { openThrottle, type Throttle } from '../throttle.js';
import { comparedRepairs, wavesOf } from './compared-repairs.js';
import type { KeyRepair } from './key-repairs.js';
import { markerRemovals } from './markers.js';

export interface RepairOptions {
  db: number;
  repairs: readonly KeyRepair[];
  /** What a check finds now. */
  checkAgain(): Promise<readonly KeyRepair[]>;
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

/** Checks follow each other so often: from hours to days, months and totals, and again where somebody was writing. */
const ROUNDS = 8;
/** Keys at a time, and batches under way at once: while one waits for the disk, the other is on its way. */
const BATCH = 1_000;
const UNDER_WAY = 3;

export async function applyRepair(session: Session, access: Access, options: RepairOptions): Promise<Applied> {
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
    result.skipped.changed = await repairInRounds(run);
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

interface Run extends RepairOptions {
  session: Session;
  access: Access;
  sender: KeyedSender;
  throttle: Throttle;
  abilities: Abilities;
  changers: Changers;
  transactions: Map<SessionNode, ComparedTransactions>;
  result: Applied;
}

/** How many are left that somebody kept changing. */
async function repairInRounds(run: Run): Promise<number> {
  let { repairs } = run;
  for (let round = 0; round < ROUNDS && repairs.length > 0; round++) {
    for (const wave of wavesOf(dueOf(repairs))) await repairWave(run, wave);
    if (run.signal.aborted) return 0;
    repairs = await run.checkAgain();
  }
  return repairs.length;
}

/** What is above its parts may only wait for one of them to be raised. */
const dueOf = (repairs: readonly KeyRepair[]): readonly KeyRepair[] =>
  repairs.some(({ kind }) => kind === 'raise') ? repairs.filter(({ kind }) => kind !== 'lower') : repairs;

async function repairWave(run: Run, wave: readonly KeyRepair[]): Promise<void> {
  const batches = chunks(wave, BATCH).values();
  const worker = async (): Promise<void> => {
    for (const batch of batches) {
      if (run.signal.aborted) return;
      await run.throttle.turn(batch.length);
      const nodes = byNode(run.session, batch, ({ name }) => name);
      await Promise.all([...nodes].map(([node, own]) => repairOn(run, node, own)));
    }
  };
  // They share the iterator: each takes the next batch.
  const ended = await Promise.allSettled(Array.from({ length: UNDER_WAY }, worker));
  const failed = ended.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}

async function repairOn(run: Run, node: SessionNode, repairs: readonly KeyRepair[]): Promise<void> {
  const { sender, archive, abilities, result } = run;
  const connection = await sender.connectionTo(node);
  const changes = await comparedRepairs(repairs, connection, abilities.dump);
  const transactions = result.way === 'scripts' ? null : transactionsOn(run, node);
  const outcomes = await changeCompared(changes, { connection, archive, transactions });
  note(run, outcomes);
  await unmark(
    run,
    repairs.filter((_, index) => outcomes[index] === 'done'),
  );
}

function note({ result, onProgress }: Run, outcomes: readonly ComparedOutcome[]): void {
  result.changed += outcomes.filter((outcome) => outcome === 'done').length;
  onProgress(result.changed);
}

/** An index that lists something is marked as empty no longer. */
async function unmark({ session, sender, changers }: Run, repairs: readonly KeyRepair[]): Promise<void> {
  const removals = await markerRemovals(repairs, sender);
  const nodes = byNode(session, removals, ({ name }) => name);
  await Promise.all([...nodes].map(async ([node, own]) => (await changers.of(node)).apply(own)));
}

function transactionsOn({ transactions, session, access, db }: Run, node: SessionNode): ComparedTransactions {
  const known =
    transactions.get(node) ??
    comparedTransactions({ target: session.target, address: node.address, ...access, readonly: false, noTouch: false, db });
  transactions.set(node, known);
  return known;
}
