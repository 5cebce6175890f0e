/**
 * Carries out a rollup: raises each coarse key if it is still as it was judged, then removes the fine keys whose sum it certainly
 * holds. If it is killed at any point, the same command again finds the rest: after a raise nothing is left to add.
 */
import type { Access } from '../../redis/control.js';
import type { Session } from '../../redis/topology.js';
import { atOnce } from '../engine/settle-all.js';
import { raiseItem, type ToRaise } from '../compare/raise.js';
import type { Outcome } from '../engine/outcome.js';
import { readyItems } from '../engine/ready-items.js';
import { updateIndexes } from '../indexes/update-indexes.js';
import { removedBy } from '../plan/choice.js';
import { changeAndCount, runChanges, type Applied, type ChangeOptions, type ChangeRun } from '../engine/run-changes.js';
import { removals } from './fine-removal.js';
import { batchesOf, judgeGroups, readGroups, readWholeGroups, type JudgedGroup, type ReadGroup } from './judge-groups.js';
import type { Group } from './grouped-names.js';
import { listCreated } from './list-created.js';
import type { RollupWork } from './rollup-find.js';

export interface RollupOptions extends ChangeOptions {
  todo: RollupWork;
}

/** Number of attempts for a coarse key that others write at the same time. */
const ATTEMPTS = 5;
/** Batches at once: while one waits for the disk, the other reads. */
const UNDER_WAY = 2;

export const applyRollup = (session: Session, access: Access, options: RollupOptions): Promise<Applied> =>
  runChanges(session, access, options, async (changing) => {
    const { todo, signal } = options;
    const run: Run = { ...changing, todo };
    const batches = batchesOf(todo.names.groups());
    await atOnce(UNDER_WAY, () => work(run, batches));
    if (todo.prune && !signal.aborted) await updateIndexes(run, todo.indexes, todo.prune.listings, removedBy(todo.prune));
    return !signal.aborted;
  });

interface Run extends ChangeRun {
  todo: RollupWork;
}

async function work(run: Run, batches: Iterable<Group[]>): Promise<void> {
  const { prune } = run.todo;
  // Without scripts each key is read while it is watched.
  const read = prune && run.result.way === 'scripts' ? readWholeGroups : readGroups;
  for (const groups of batches) {
    if (run.signal.aborted) return;
    const held = await raiseGroups(run, await read(run.sender, groups));
    const changes = held.flatMap((group) => removals(group, prune));
    if (changes.length === 0) continue;
    await run.throttle.turn(changes.length);
    await changeAndCount(run, changes);
  }
}

/** Returns the groups whose sums the coarse keys now certainly hold. */
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
    const outcomes = await raiseShort(run, short);
    const left: ReadGroup[] = [];
    for (const [index, { read }] of short.entries()) (outcomes[index] === 'done' ? held : left).push(read);
    open = left;
  }
  skipped.changed += open.length;
  return held;
}

async function raiseShort(run: Run, short: readonly JudgedGroup[]): Promise<Outcome[]> {
  if (short.length === 0) return [];
  const { todo } = run;
  await run.throttle.turn(short.length);
  const created = short.filter(({ state }) => state === 'missing').map(({ read: { group } }) => group);
  await listCreated(
    created.map(({ pair, coarse }) => ({ family: pair.coarse.family.id, coarse })),
    { listings: todo.listings, run },
  );
  return run.engine.run(
    short.map((group) => raiseItem(toRaise(group, run.db))),
    readyItems,
    (outcomes) => countRaised(run, outcomes.filter((outcome) => outcome === 'done').length),
  );
}

function countRaised({ result, onProgress }: Run, raised: number): void {
  result.changed += raised;
  onProgress(result.changed);
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
