/**
 * Carries out a repair: archives, changes what is still as it was judged, then checks again, because a month falls short once one
 * of its days is raised. If it is killed at any point, the same command again finds the rest.
 */
import { chunks } from '../../format/chunks.js';
import type { KnownFinding } from '../../consistency/judge-again.js';
import type { Access } from '../../redis/control.js';
import type { Session, SessionNode } from '../../redis/topology.js';
import { atOnce } from '../engine/settle-all.js';
import { byNode } from '../engine/by-node.js';
import type { Outcome } from '../engine/outcome.js';
import { readyItems } from '../engine/ready-items.js';
import { changeKeys, runChanges, type Applied, type ChangeOptions, type ChangeRun } from '../engine/run-changes.js';
import type { FoundRepairs } from './found-repairs.js';
import { repairItems, wavesOf } from './repair-items.js';
import type { KeyRepair } from './key-repairs.js';
import { markEmptied, markerRemovals } from './markers.js';

export interface RepairOptions extends ChangeOptions {
  repairs: FoundRepairs;
  /** Checks again. */
  checkAgain(): Promise<FoundRepairs>;
  /** Findings that still differ by the same amount, with their current texts. */
  judgeAgain(known: readonly KnownFinding[]): Promise<readonly KnownFinding[]>;
}

/** Maximum number of checks: from hours to days, months and totals, and again after writes by others. */
const ROUNDS = 8;
/** Number of attempts for figures that were written in between, before the next check. */
const ATTEMPTS = 20;
/** Keys per batch, and batches at once: while one waits for the disk, the other is sent. */
const BATCH = 1_000;
const UNDER_WAY = 3;

export const applyRepair = (session: Session, access: Access, options: RepairOptions): Promise<Applied> =>
  runChanges(session, access, options, async (run) => {
    run.result.skipped.changed = await repairInRounds(run, options);
    return !run.signal.aborted;
  });

/** Returns the number of repairs that others prevented by writing. */
async function repairInRounds(run: ChangeRun, options: RepairOptions): Promise<number> {
  let { repairs } = options;
  const isRefused = (name: string): boolean => run.engine.book.refused.has(name);
  for (let round = 0; round < ROUNDS && !repairs.isEmpty; round++) {
    for (const portion of repairs.portions()) {
      const due = dueOf(portion, repairs).filter(({ name }) => !isRefused(name));
      for (const wave of wavesOf(due)) await repairUntilStill(run, wave, repairs, options);
      if (run.signal.aborted) return 0;
    }
    repairs = await options.checkAgain();
    if (repairs.keys(isRefused) === 0) return 0;
  }
  return repairs.keys(isRefused);
}

/** A total above its parts may be right once one of its parts is raised. */
const dueOf = (portion: readonly KeyRepair[], { raises }: FoundRepairs): readonly KeyRepair[] =>
  raises ? portion.filter(({ kind }) => kind !== 'lower') : portion;

/** Even an application that writes all the time pauses for moments. */
async function repairUntilStill(
  run: ChangeRun,
  wave: readonly KeyRepair[],
  repairs: FoundRepairs,
  options: RepairOptions,
): Promise<void> {
  let altered = await repairWave(run, wave);
  for (let attempt = 0; attempt < ATTEMPTS && altered.length > 0 && !run.signal.aborted; attempt++)
    altered = await repairWave(run, await repairs.still(altered, (known) => options.judgeAgain(known)));
}

/** Returns the repairs whose keys were not as they were judged. */
async function repairWave(run: ChangeRun, wave: readonly KeyRepair[]): Promise<KeyRepair[]> {
  const altered: KeyRepair[] = [];
  const batches = chunks(wave, BATCH).values();
  await atOnce(UNDER_WAY, async () => {
    for (const batch of batches) {
      if (run.signal.aborted) return;
      await run.throttle.turn(batch.length);
      const nodes = byNode(run.session, batch, ({ name }) => name);
      const refused = await Promise.all([...nodes].map(([node, own]) => repairOn(run, node, own)));
      for (const repair of refused.flat()) altered.push(repair);
    }
  });
  return altered;
}

async function repairOn(run: ChangeRun, node: SessionNode, repairs: readonly KeyRepair[]): Promise<KeyRepair[]> {
  const connection = await run.sender.connectionTo(node);
  const items = await repairItems(repairs, connection, run.abilities.dump);
  await markEmptied(repairs, run);
  const outcomes = await run.engine.runOn(node, items, readyItems);
  note(run, outcomes);
  await unmark(
    run,
    repairs.filter((_, index) => outcomes[index] === 'done'),
  );
  return repairs.filter((_, index) => outcomes[index] !== 'done' && outcomes[index] !== 'refused');
}

function note({ result, onProgress }: ChangeRun, outcomes: readonly Outcome[]): void {
  result.changed += outcomes.filter((outcome) => outcome === 'done').length;
  onProgress(result.changed);
}

/** Removes the marker of an index that is no longer empty. */
async function unmark(run: ChangeRun, repairs: readonly KeyRepair[]): Promise<void> {
  await changeKeys(run, await markerRemovals(repairs, run.sender));
}
