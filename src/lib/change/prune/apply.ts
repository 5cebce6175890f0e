/**
 * Carries out a prune: archives keys, changes those that are still as archived, then updates the indexes. If it is killed at any
 * point, all changed keys are in the archive, and the same command again finishes the rest.
 */
import type { Listing } from '../../profile/listing.js';
import type { Access } from '../../redis/control.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Session, SessionNode } from '../../redis/topology.js';
import { settleAll, atOnce } from '../engine/settle-all.js';
import { changeKeysOn, type KeyChange } from '../engine/key-change.js';
import type { NameList } from '../engine/name-list.js';
import { countOutcomes, runChanges, type Applied, type ChangeOptions, type ChangeRun } from '../engine/run-changes.js';
import { latestClock } from '../engine/server-clock.js';
import type { Candidate } from '../plan/candidates.js';
import { changesTtls, keyAction, removedBy, trimRule, type Choice } from '../plan/choice.js';
import { updateIndexes } from '../indexes/update-indexes.js';
import { unusedKeys } from './leaks.js';
import { trimKey } from './trim.js';

export interface PruneOptions extends ChangeOptions {
  choice: Choice;
  /** The keys that the plan has counted. */
  names: NameList;
  /** Maximum number of keys that are archived and changed together. */
  together: number;
}

/** Batches of one node at once: one is read, while another waits for the disk, and the server changes a third. */
const UNDER_WAY = 3;

/** Below a ceiling one after the other, so that it is not spent on reading keys that are then not changed. */
const underWay = ({ ceiling }: Ledger): number => (ceiling === Infinity ? UNDER_WAY : 1);

export const applyPrune = (session: Session, access: Access, options: PruneOptions): Promise<Applied> =>
  runChanges(session, access, options, async (changing) => {
    const { choice, names, together } = options;
    const present = changesTtls(choice) ? await latestClock(session.nodes) : Date.now;
    const run: Run = {
      ...changing,
      choice,
      names,
      together,
      underWay: underWay(access.ledger),
      indexes: new Map(),
      stopped: false,
      isThrough: true,
      present,
    };
    await changeNodes(run);
    return run.isThrough && (await updateIndexes(run, run.indexes, choice.listings, removedBy(choice)));
  });

interface Run extends ChangeRun {
  choice: Choice;
  names: NameList;
  together: number;
  underWay: number;
  /** Index keys that were found. */
  indexes: Map<Listing, Set<string>>;
  /** True when a node has failed. */
  stopped: boolean;
  /** Every batch was changed. */
  isThrough: boolean;
  /** The time of `latestClock`, if TTLs are changed. */
  present: () => number;
}

/** All nodes at once. If one fails, the others finish their current batches. */
async function changeNodes(run: Run): Promise<void> {
  const change = async (node: SessionNode, number: number): Promise<void> => {
    try {
      await changeNode(run, node, number);
    } catch (error) {
      run.stopped = true;
      throw error;
    }
  };
  await settleAll(run.session.nodes.map(change));
}

async function changeNode(run: Run, node: SessionNode, number: number): Promise<void> {
  const batches = run.names.batches(number, Math.min(run.together, run.maxOps ?? run.together));
  await atOnce(run.underWay, async () => {
    for (const names of batches) {
      if (run.signal.aborted || run.stopped) {
        run.isThrough = false;
        return;
      }
      await changeBatch(run, names, node);
    }
  });
}

/** The judgement of a name is the same as when it was counted. */
async function changeBatch(run: Run, names: readonly string[], node: SessionNode): Promise<void> {
  const wanted: Candidate[] = [];
  for (const name of names) {
    const judged = run.choice.candidates.judge(name);
    if (!judged || 'spared' in judged) continue;
    if (!('listing' in judged)) wanted.push(judged);
    else {
      const indexes = run.indexes.get(judged.listing) ?? new Set();
      run.indexes.set(judged.listing, indexes.add(name));
    }
  }
  for (const candidate of wanted.filter(({ action }) => action === 'trim')) await trim(run, candidate, node);
  const changes = await changesOf(run, wanted);
  if (changes.length === 0) return;
  await run.throttle.turn(changes.length);
  const { engine, db, abilities } = run;
  countOutcomes(run, await changeKeysOn(engine, node, changes, { db, dump: abilities.dump }));
}

/** Changes of the keys that are not trimmed. */
async function changesOf({ choice, sender, present }: Run, wanted: readonly Candidate[]): Promise<KeyChange[]> {
  const leaks = wanted.filter(({ action }) => action === 'leak');
  const unused = new Set(await unusedKeys(leaks, sender));
  return wanted.flatMap((candidate): KeyChange[] => {
    const action = keyAction(candidate, choice, present());
    if (!action || (candidate.action === 'leak' && !unused.has(candidate))) return [];
    const { family } = candidate.compiled;
    return [{ name: candidate.name, family: family.id, types: [family.type, ...(family.alsoTypes ?? [])], action }];
  });
}

async function trim(run: Run, { name, compiled }: Candidate, node: SessionNode): Promise<void> {
  const { engine, db, choice, result, throttle } = run;
  const connection = await run.sender.connectionTo(node);
  await throttle.turn(1);
  const { elements, outcome } = await trimKey(name, compiled.family, { connection, engine, node, db, rule: trimRule(choice) });
  result.elements += elements;
  countOutcomes(run, [outcome]);
}
