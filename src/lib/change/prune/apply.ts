/**
 * Carries a prune out: archive, then change what is still as archived, then the indexes. Killed at any point, it has changed nothing that is not
 * in the archive, and the same command again finishes the rest.
 */
import { MeterError } from '../../format/errors.js';
import type { Listing } from '../../profile/listing.js';
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Session, SessionNode } from '../../redis/topology.js';
import type { Skipped } from '../../report/change-model.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { abilitiesOf, openChangers, wayOf, type Changers } from '../changers.js';
import type { KeyChange, KeyChanger, Outcome } from '../key-changer.js';
import { keyedSender, type KeyedSender } from '../keyed-sender.js';
import type { NameList } from '../name-list.js';
import { openThrottle, type Throttle } from '../throttle.js';
import type { Candidate } from './candidates.js';
import { keyAction, trimRule, type Choice } from './choice.js';
import { careForIndexes } from './index-care.js';
import { unusedKeys } from './leaks.js';
import { trimKey, trimNeedsScripts } from './trim.js';

export interface ApplyOptions {
  db: number;
  choice: Choice;
  archive: ArchiveWriter | null;
  /** The keys that were counted. */
  names: NameList;
  maxOps: number | null;
  maxLatencyMs: number;
  signal: AbortSignal;
  onProgress: (changed: number) => void;
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

interface Access {
  guard: CommandGuard;
  ledger: Ledger;
}

/** Keys that are archived and changed together. */
const BATCH = 256;
/** Batches of one node under way at once. */
const UNDER_WAY = 2;

export async function applyPrune(session: Session, access: Access, options: ApplyOptions): Promise<Applied> {
  const { db, choice, archive, signal } = options;
  const sender = keyedSender({ session, ...access, db });
  const throttle = openThrottle(
    session.nodes.map(({ control }) => control),
    options.maxOps,
    options.maxLatencyMs,
  );
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
    const trims = choice.families.chosen.some(({ actions }) => actions.includes('trim'));
    if (trims && !abilities.scripts) throw trimNeedsScripts();
    changers = openChangers({ session, sender, abilities, archive, ...access, db, signal });
    const run: Run = { ...options, session, sender, throttle, changers, result, indexes: new Map(), stopped: false };
    await changeNodes(run);
    if (!signal.aborted) await lookAfterIndexes(run);
    result.complete = !signal.aborted;
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    result.failure = error;
  } finally {
    throttle.close();
    changers?.close();
    sender.close();
  }
  return result;
}

interface Run extends ApplyOptions {
  session: Session;
  sender: KeyedSender;
  throttle: Throttle;
  changers: Changers;
  result: Applied;
  /** Index keys met on the way. */
  indexes: Map<Listing, Set<string>>;
  /** A node has failed. */
  stopped: boolean;
}

/** All nodes at once. When one fails the others finish the batches that they are at, so that it is known what was done. */
async function changeNodes(run: Run): Promise<void> {
  const change = async (node: SessionNode, number: number): Promise<void> => {
    try {
      await changeNode(run, node, number);
    } catch (error) {
      run.stopped = true;
      throw error;
    }
  };
  const ended = await Promise.allSettled(run.session.nodes.map(change));
  const failed = ended.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

async function changeNode(run: Run, node: SessionNode, number: number): Promise<void> {
  const changer = await run.changers.of(node);
  const batches = run.names.batches(number, BATCH);
  const worker = async (): Promise<void> => {
    for (const names of batches) {
      if (run.signal.aborted || run.stopped) return;
      await changeBatch(run, names, node, changer);
    }
  };
  // They share the batches: while one waits for the disk, another reads.
  const ended = await Promise.allSettled(Array.from({ length: UNDER_WAY }, worker));
  const failed = ended.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** What the name said when it was counted, it says now. */
async function changeBatch(run: Run, names: readonly string[], node: SessionNode, changer: KeyChanger): Promise<void> {
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
  note(run, await changer.apply(changes));
}

/** What is to be done with the keys that are not trimmed. */
async function changesOf({ choice, sender }: Run, wanted: readonly Candidate[]): Promise<KeyChange[]> {
  const leaks = wanted.filter(({ action }) => action === 'leak');
  const unused = new Set(await unusedKeys(leaks, sender));
  return wanted.flatMap((candidate): KeyChange[] => {
    const action = keyAction(candidate, choice);
    if (!action || (candidate.action === 'leak' && !unused.has(candidate))) return [];
    const { family } = candidate.compiled;
    return [{ name: candidate.name, family: family.id, types: [family.type, ...(family.alsoTypes ?? [])], action }];
  });
}

async function trim(run: Run, { name, compiled }: Candidate, node: SessionNode): Promise<void> {
  const { archive, db, choice, result, throttle } = run;
  const connection = await run.sender.connectionTo(node);
  await throttle.turn(1);
  const { elements, outcome } = await trimKey(name, compiled.family, { connection, archive, db, rule: trimRule(choice) });
  result.elements += elements;
  note(run, [outcome]);
}

async function lookAfterIndexes(run: Run): Promise<void> {
  const { session, sender, archive, db, choice, indexes, result, signal } = run;
  const change = async (changes: readonly KeyChange[]): Promise<Outcome[]> => {
    const changer = await run.changers.of(session.nodeForKey(changes[0]!.name));
    return changer.apply(changes);
  };
  const clustered = session.mode === 'cluster';
  const done = await careForIndexes(indexes, choice.listings, { sender, archive, db, clustered, change, signal });
  result.indexes = { removed: done.removed, members: done.members };
  result.skipped.changed += done.altered;
}

function note({ result, onProgress }: Run, outcomes: readonly Outcome[]): void {
  for (const outcome of outcomes) {
    if (outcome === 'done') result.changed++;
    else if (outcome === 'gone') result.skipped.gone++;
    else if (outcome === 'altered') result.skipped.changed++;
    else if (outcome === 'protected') result.skipped.protected++;
  }
  onProgress(result.changed);
}
