/** What every verb that changes keys works with: connections, pace, how keys are changed on this server, and the count of what became of them. */
import { MeterError } from '../../format/errors.js';
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Session, SessionNode } from '../../redis/topology.js';
import type { Skipped } from '../../report/change-model.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { allEnded } from './all-ended.js';
import { byNode } from './by-node.js';
import { abilitiesOf, openChangers, wayOf, type Abilities, type Changers } from './changers.js';
import { comparedTransactions, type ComparedTransactions } from '../compare/compared-transaction.js';
import type { KeyChange, Outcome } from './key-changer.js';
import { keyedSender, type KeyedSender } from './keyed-sender.js';
import { openThrottle, type Throttle } from './throttle.js';

export interface ChangeOptions {
  db: number;
  /** `null`: nothing is kept. */
  archive: ArchiveWriter | null;
  /** Changes a second; `null`: as many as the server takes. */
  maxOps: number | null;
  maxLatencyMs: number;
  signal: AbortSignal;
  onProgress: (changed: number) => void;
}

export interface ChangeAccess {
  guard: CommandGuard;
  ledger: Ledger;
}

export interface Applied {
  changed: number;
  elements: number;
  skipped: Skipped;
  indexes: { removed: number; members: number };
  way: string;
  /** Everything was looked at. */
  complete: boolean;
  /** Why it ended early; `null`: it did not, or somebody asked it to stop. */
  failure: MeterError | null;
}

/** One run against one server. */
export interface ChangeRun extends ChangeOptions {
  session: Session;
  sender: KeyedSender;
  throttle: Throttle;
  abilities: Abilities;
  changers: Changers;
  result: Applied;
  /** Compared changes without scripts; `null` where scripts are the way. */
  transactionsOn(node: SessionNode): ComparedTransactions | null;
}

/** Does the work and closes what it needed. An expected failure is told in the result, beside what was done until then. */
export async function runChanges(
  session: Session,
  access: ChangeAccess,
  options: ChangeOptions,
  work: (run: ChangeRun) => Promise<void>,
): Promise<Applied> {
  const { db, archive, signal } = options;
  const sender = keyedSender({ session, ...access, db });
  const throttle = openThrottle(
    session.nodes.map(({ control }) => control),
    options.maxOps,
    options.maxLatencyMs,
  );
  const transactions = new Map<SessionNode, ComparedTransactions>();
  let changers: Changers | null = null;
  const result = nothingApplied();
  try {
    const abilities = await abilitiesOf(session, sender);
    result.way = wayOf(abilities);
    changers = openChangers({ session, sender, abilities, archive, ...access, db, signal });
    const transactionsOn = (node: SessionNode): ComparedTransactions | null => {
      if (result.way === 'scripts') return null;
      const known =
        transactions.get(node) ??
        comparedTransactions({ target: session.target, address: node.address, ...access, readonly: false, noTouch: false, db });
      transactions.set(node, known);
      return known;
    };
    await work({ ...options, session, sender, throttle, abilities, changers, result, transactionsOn });
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

const nothingApplied = (): Applied => ({
  changed: 0,
  elements: 0,
  skipped: { gone: 0, changed: 0, protected: 0 },
  indexes: { removed: 0, members: 0 },
  way: '',
  complete: false,
  failure: null,
});

/** On the nodes that hold them; one outcome for each, in any order. */
export async function changeKeys(run: ChangeRun, changes: readonly KeyChange[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await changeByNode(run, changes, (some) => {
    for (const outcome of some) outcomes.push(outcome);
  });
  return outcomes;
}

/** Changes keys and counts what became of them, on each node by itself: where one fails, what the others have done is told. */
export const changeAndCount = (run: ChangeRun, changes: readonly KeyChange[]): Promise<void> =>
  changeByNode(run, changes, (outcomes) => countOutcomes(run, outcomes));

async function changeByNode(
  { session, changers }: ChangeRun,
  changes: readonly KeyChange[],
  take: (outcomes: readonly Outcome[]) => void,
): Promise<void> {
  const nodes = byNode(session, changes, ({ name }) => name);
  await allEnded([...nodes].map(async ([node, part]) => take(await (await changers.of(node)).apply(part))));
}

/** Counts what became of keys. */
export function countOutcomes({ result, onProgress }: ChangeRun, outcomes: readonly Outcome[]): void {
  for (const outcome of outcomes) {
    if (outcome === 'done') result.changed++;
    else if (outcome === 'gone') result.skipped.gone++;
    else if (outcome === 'altered') result.skipped.changed++;
    else if (outcome === 'protected') result.skipped.protected++;
  }
  onProgress(result.changed);
}
