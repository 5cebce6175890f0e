/**
 * The frame of every verb that changes keys: connections, pace, the way of changing keys on this server, and the count of
 * outcomes.
 */
import { EXIT, MeterError, withExitCode } from '../../format/errors.js';
import type { Access } from '../../redis/control.js';
import type { Session } from '../../redis/topology.js';
import type { LeftBehind, Skipped } from '../plan/model.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { settleAll } from './settle-all.js';
import { byNode } from './by-node.js';
import { abilitiesOf, type Abilities } from './abilities.js';
import { openEngine, type Engine } from './engine.js';
import { changeKeysOn, type KeyChange } from './key-change.js';
import type { Outcome } from './outcome.js';
import { keyedSender, type KeyedSender } from './keyed-sender.js';
import type { RefusedValue } from './refused-values.js';
import { openThrottle, type Throttle } from './throttle.js';

export interface ChangeOptions {
  /** Id of the run, also in the archive. */
  run: string;
  db: number;
  /** `null`: nothing is kept. */
  archive: ArchiveWriter | null;
  /** Changes a second; `null`: no limit. */
  maxOps: number | null;
  maxLatencyMs: number;
  signal: AbortSignal;
  onProgress: (changed: number) => void;
}

export interface Applied {
  changed: number;
  elements: number;
  skipped: Skipped;
  /** Of the `checked` sets some are `removed`, and others lost members. A restore counts the sets that it restored. */
  indexes: { checked: number; removed: number; members: number; sets: number };
  way: string;
  /** True when the outcome of every archived record is known. */
  settled: boolean;
  /** Keys that remain on the server for some time. */
  leaves: readonly string[];
  /** Markers of empty indexes that were created. */
  markers: LeftBehind[];
  /** True when every key was read. */
  complete: boolean;
  /** Why it ended early; `null`: it did not, or it was interrupted. */
  failure: MeterError | null;
  /** Values that the server refused. */
  refused: readonly RefusedValue[];
  /** For a restore: ids of runs that are completely undone. */
  undone?: readonly string[];
}

/** One run against one server. */
export interface ChangeRun extends ChangeOptions {
  session: Session;
  sender: KeyedSender;
  throttle: Throttle;
  abilities: Abilities;
  engine: Engine;
  result: Applied;
}

/**
 * Does the work, which returns whether it went through everything, and closes its connections. An expected failure is in
 * the result, with what was done until then.
 */
export async function runChanges(
  session: Session,
  access: Access,
  options: ChangeOptions,
  work: (run: ChangeRun) => Promise<boolean>,
): Promise<Applied> {
  const { db, archive } = options;
  const sender = keyedSender({ session, ...access, db });
  const throttle = openThrottle(
    session.nodes.map(({ control }) => control),
    options.maxOps,
    options.maxLatencyMs,
  );
  let engine: Engine | null = null;
  const result = nothingApplied();
  try {
    const abilities = await abilitiesOf(session, sender);
    engine = openEngine({ run: options.run, session, sender, abilities, archive, ...access, db });
    result.way = engine.way;
    const isThrough = await work({ ...options, session, sender, throttle, abilities, engine, result });
    result.failure = engine.failure;
    result.complete = isThrough && result.failure === null;
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    result.failure = engine && engine.book.begun > 0 ? notFinished(error) : error;
  } finally {
    throttle.close();
    if (engine) await finish(engine, sender, result);
    if (result.refused.length > 0) {
      result.skipped.refused = result.refused.length;
      result.complete = false;
    }
    engine?.close();
    sender.close();
  }
  return result;
}

/** Removes the notes of a run if every outcome is known and in the archive. */
async function finish({ book }: Engine, sender: KeyedSender, result: Applied): Promise<void> {
  result.refused = book.refused.all;
  result.settled = book.open === 0;
  const { kept, done } = book.notes();
  result.leaves = [...kept, ...done];
  if (!result.settled) return;
  try {
    await book.archive?.flush();
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    result.failure ??= error;
    result.complete = false;
    return;
  }
  try {
    await sender.send(done.map((note) => ({ key: note, args: ['UNLINK', note] })));
    result.leaves = kept;
  } catch (error) {
    // They end by themselves.
    if (!(error instanceof MeterError)) throw error;
  }
}

/** If a connection fails after keys were changed, the run is not finished. */
const notFinished = (error: MeterError): MeterError =>
  error.exitCode === EXIT.connection ? withExitCode(error, EXIT.partial) : error;

/** `failure`: why nothing could be done. */
export const nothingApplied = (failure: MeterError | null = null): Applied => ({
  changed: 0,
  elements: 0,
  skipped: { gone: 0, changed: 0, protected: 0 },
  indexes: { checked: 0, removed: 0, members: 0, sets: 0 },
  way: '',
  settled: true,
  leaves: [],
  markers: [],
  complete: false,
  failure,
  refused: [],
});

/** On the nodes that hold the keys. One outcome for each, in any order. */
export async function changeKeys(run: ChangeRun, changes: readonly KeyChange[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await changeByNode(run, changes, (some) => {
    for (const outcome of some) outcomes.push(outcome);
  });
  return outcomes;
}

/** Changes keys and counts their outcomes, for each node. If one node fails, the outcomes of the others are counted. */
export const changeAndCount = (run: ChangeRun, changes: readonly KeyChange[]): Promise<void> =>
  changeByNode(run, changes, (outcomes) => countOutcomes(run, outcomes));

async function changeByNode(
  { session, engine, db, abilities: { dump } }: ChangeRun,
  changes: readonly KeyChange[],
  take: (outcomes: readonly Outcome[]) => void,
): Promise<void> {
  const nodes = byNode(session, changes, ({ name }) => name);
  await settleAll([...nodes].map(async ([node, part]) => take(await changeKeysOn(engine, node, part, { db, dump }))));
}

/** Counts outcomes. */
export function countOutcomes({ result, onProgress }: ChangeRun, outcomes: readonly Outcome[]): void {
  for (const outcome of outcomes) {
    if (outcome === 'done') result.changed++;
    else if (outcome === 'gone') result.skipped.gone++;
    else if (outcome === 'altered') result.skipped.changed++;
    else if (outcome === 'protected') result.skipped.protected++;
  }
  onProgress(result.changed);
}
