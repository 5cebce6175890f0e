/** Undoes the records of archives, the last change first. Restores whole keys in pipelines, and others one by one. */
import { MeterError } from '../../format/errors.js';
import { readAhead } from '../../format/read-ahead.js';
import type { Access } from '../../redis/control.js';
import type { Session } from '../../redis/topology.js';
import { isFollowing, RECORDED, type RecordedAction } from '../actions.js';
import { LISTED, type ArchiveHead } from '../archive/record.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { abilitiesOf, type Abilities } from '../engine/abilities.js';
import { keyedSender, type KeyedCommand, type KeyedSender } from '../engine/keyed-sender.js';
import type { ReadKey } from '../engine/read-key.js';
import { readDumps } from '../engine/read-values.js';
import { RefusedValues, type RefusedValue } from '../engine/refused-values.js';
import { openThrottle, type Throttle } from '../engine/throttle.js';
import type { Additive } from '../compare/additive.js';
import { entriesOf } from './entries.js';
import type { Entry, Fate, Mode } from './entry.js';
import { openLanes, type Lanes } from './lanes.js';
import { isPayloadRefusal } from './payload-refusal.js';
import { sameValue } from '../compare/same-value.js';
import { settleOpen } from './settle-open.js';
import { collectStream, isTrimmedStream, rebuilding, type TrimmedStream } from './stream-rebuild.js';
import { firstOfKey, type IsFirst } from './first-of-key.js';
import type { SurveyedArchive, Wanted } from './survey.js';
import { isListed, unlist } from './unlist.js';
import { takenBack } from './taken-back.js';
import { idleUndo } from './undo-script.js';
import { undoing, type UndoOptions } from './undo.js';
import { openProgress, type ArchiveProgress } from './whole-archives.js';
import { idleRestore, payloadOf, restoreWholeKeys } from './whole-keys.js';

export interface RestoreOptions {
  db: number;
  archives: readonly SurveyedArchive[];
  wanted: Wanted;
  mode: Mode;
  additive: (family: string) => Additive;
  /** True for a family that lists the keys of another. */
  isIndex: (family: string) => boolean;
  /** Archive for keys that `replace` overwrites. */
  archive: ArchiveWriter | null;
  /** True when the server knows the run of an archive. */
  isKnown: (head: ArchiveHead) => boolean;
  maxOps: number | null;
  maxLatencyMs: number;
  signal: AbortSignal;
  /** Number of records so far. */
  onProgress(keys: number): void;
}

export interface RestoreResult {
  /** Number of records by fate. */
  fates: Record<Fate, number>;
  /** Those of index sets and their markers. */
  following: Record<Fate, number>;
  /** Number of index sets that were restored. */
  sets: number;
  abilities: Abilities;
  /** Indexes of the archives that are completely restored. */
  whole: number[];
  /** Keys that remain on the server for some time. */
  leaves: string[];
  /** True when every key was read. */
  complete: boolean;
  /** Why it ended early; `null`: it did not, or it was interrupted. */
  failure: MeterError | null;
  /** Values that the server refused. */
  refused: readonly RefusedValue[];
}

const NONE: Record<Fate, number> = {
  restored: 0,
  there: 0,
  same: 0,
  expired: 0,
  alive: 0,
  altered: 0,
  gone: 0,
  refused: 0,
  untaken: 0,
};

/** Records per batch, and bytes of payloads after which a batch gets no further record. */
const BATCH = 1024;
const BATCH_BYTES = 2 ** 21;

export async function restore(session: Session, access: Access, options: RestoreOptions): Promise<RestoreResult> {
  const { db, maxOps, maxLatencyMs } = options;
  const sender = keyedSender({ session, ...access, db });
  let lanes: Lanes | null = null;
  const throttle = openThrottle(
    session.nodes.map(({ control }) => control),
    maxOps,
    maxLatencyMs,
  );
  const result: RestoreResult = {
    fates: { ...NONE },
    following: { ...NONE },
    sets: 0,
    abilities: { scripts: false, transactions: false, dump: false },
    whole: [],
    leaves: [],
    complete: false,
    failure: null,
    refused: [],
  };
  const refused = new RefusedValues();
  try {
    const abilities = await abilitiesOf(session, sender, (key) => [idleUndo(key), idleRestore(key)]);
    result.abilities = abilities;
    lanes = openLanes({ session, ...access, db, scripts: abilities.scripts, refused });
    const clustered = session.mode === 'cluster';
    const progress = openProgress(options, sender, clustered);
    await progress.begin();
    for (const surveyed of options.archives)
      await settleOpen(surveyed, sender, { clustered, isKnown: options.isKnown(surveyed.archive.head) });
    const run: Run = {
      ...options,
      progress,
      clustered,
      session,
      sender,
      lanes,
      refused,
      throttle,
      abilities,
      result,
      undo: undoOptions(options, abilities),
      isFirst: firstOfKey(),
    };
    const streams = new Map<string, TrimmedStream>();
    const isThrough = (await undoRecords(run, streams)) && (await rebuildStreams(run, streams)) && (await unlistMembers(run));
    if (isThrough) result.whole = await progress.end(lanes.losses + (await lossesOf(sender, session)));
    result.complete = isThrough;
    result.leaves = progress.leaves();
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    result.failure = error;
  } finally {
    result.refused = refused.all;
    if (result.refused.length > 0) result.complete = false;
    lanes?.close();
    throttle.close();
    sender.close();
  }
  return result;
}

/** How often a connection, and perhaps a reply, was lost. */
async function lossesOf(sender: KeyedSender, { nodes }: Session): Promise<number> {
  const connections = await Promise.all(nodes.map((node) => sender.connectionTo(node)));
  return connections.reduce((sum, { reconnects }) => sum + reconnects, 0);
}

interface Run extends RestoreOptions {
  progress: ArchiveProgress;
  clustered: boolean;
  session: Session;
  sender: KeyedSender;
  lanes: Lanes;
  refused: RefusedValues;
  throttle: Throttle;
  abilities: Abilities;
  result: RestoreResult;
  undo: UndoOptions;
  /** Each outcome of a key counts once. */
  isFirst: IsFirst;
}

/** False: it was interrupted. */
async function undoRecords(run: Run, streams: Map<string, TrimmedStream>): Promise<boolean> {
  let done = 0;
  // While the server restores a batch, the next one is read.
  for await (const batch of readAhead(batches(run, streams))) {
    await run.throttle.turn(batch.length);
    if (run.signal.aborted) return false;
    await undoBatch(run, batch);
    done += batch.filter(({ record }) => run.isFirst('seen', record)).length;
    run.onProgress(done);
  }
  return true;
}

async function rebuildStreams(run: Run, streams: ReadonlyMap<string, TrimmedStream>): Promise<boolean> {
  for (const { entries, parts } of streams.values()) {
    await run.throttle.turn(entries.length);
    if (run.signal.aborted) return false;
    await run.lanes.undo(
      entries.slice(0, 1),
      () => rebuilding(parts, run.undo),
      (_, fate) => {
        for (const entry of entries) count(run, entry, fate);
      },
    );
  }
  return true;
}

function count({ result, isFirst, isIndex, progress, undo }: Run, entry: Entry, fate: Fate): void {
  const { record, source } = entry;
  if (isFirst(`${source} ${fate}`, record)) {
    result.fates[fate]++;
    const action = record.action as RecordedAction;
    if (isFollowing(action, isIndex(record.family))) {
      result.following[fate]++;
      if (fate === 'restored' && RECORDED[action] !== 'unmark') result.sets++;
    }
  }
  if (fate === 'restored') undo.takenBack.add(entry);
  progress.note(entry, fate);
}

/** Comes last, because the key of a member may be removed only now. */
async function unlistMembers(run: Run): Promise<boolean> {
  for (const [source, archive] of run.archives.entries()) {
    if (!holdsListed(archive) || run.progress.isDone(source)) continue;
    for await (const block of entriesOf(archive, { ...run, source })) {
      for (const entry of block.filter(isListed)) {
        await run.throttle.turn(1);
        if (run.signal.aborted) return false;
        count(run, entry, await unlist(entry.record, run.sender));
      }
    }
  }
  return true;
}

const holdsListed = ({ families }: SurveyedArchive): boolean => families.some(({ action }) => action === LISTED);

const undoOptions = ({ archives, mode, additive, archive, db }: RestoreOptions, { dump }: Abilities): UndoOptions => ({
  mode,
  takenBack: takenBack(archives.length),
  dump,
  additive,
  keep: async ({ name, family }, { value, expireAtMs }) => {
    await archive?.append([{ db, name, family, action: 'delete', value, expireAtMs }]);
  },
});

/**
 * Collects entries for streams separately, and leaves out members to remove from indexes. A batch has a whole key once, because
 * its keys are restored in any order.
 */
async function* batches(run: Run, streams: Map<string, TrimmedStream>): AsyncGenerator<Entry[]> {
  const most = Math.min(BATCH, run.maxOps ?? BATCH);
  let batch: Entry[] = [];
  let bytes = 0;
  let names = new Set<string>();
  for (const [source, archive] of run.archives.entries()) {
    for await (const block of entriesOf(archive, { ...run, source })) {
      for (const entry of block) {
        if (run.progress.isDone(source)) count(run, entry, 'there');
        if (run.progress.isDone(source) || isListed(entry)) continue;
        if (isTrimmedStream(entry)) {
          collectStream(streams, entry);
          continue;
        }
        const { name } = entry.record;
        const isWhole = isWholeDump(entry);
        if (batch.length >= most || bytes >= BATCH_BYTES || (isWhole && names.has(name))) {
          yield batch;
          [batch, bytes, names] = [[], 0, new Set()];
        }
        batch.push(entry);
        bytes += payloadOf(entry.record).length;
        if (isWhole) names.add(name);
      }
    }
  }
  if (batch.length > 0) yield batch;
}

async function undoBatch(run: Run, batch: readonly Entry[]): Promise<void> {
  const byPipeline = run.abilities.scripts && run.abilities.dump;
  const others = byPipeline ? batch.filter((entry) => !isWholeDump(entry)) : batch;
  const open = byPipeline ? await restoreWhole(run, batch.filter(isWholeDump)) : [];
  const actions = undoing(run.undo);
  await run.lanes.undo(
    [...open, ...others],
    ({ record }) => actions[record.action as RecordedAction]!,
    (entry, fate) => count(run, entry, fate),
  );
}

const isWholeDump = ({ record: { action, value } }: Entry): boolean =>
  (action === 'delete' || action === 'copy') && value.form === 'dump';

/** Counts the entries that pipelines restore, and returns the others. */
async function restoreWhole(run: Run, entries: readonly Entry[]): Promise<Entry[]> {
  const due: Entry[] = [];
  for (const entry of entries) {
    const { expireAtMs } = entry.record;
    if (expireAtMs === null || expireAtMs > Date.now()) due.push(entry);
    else count(run, entry, 'expired');
  }
  const open: Entry[] = [];
  const alive: Entry[] = [];
  let failure: MeterError | null = null;
  for (const [index, answer] of (await restoreWholeKeys(run.sender, due)).entries()) {
    const entry = due[index]!;
    if (answer.kind === 'failed') alive.push(entry);
    else if (answer.kind === 'stopped') failure ??= answer.failure;
    else if (answer.kind !== 'refused') count(run, entry, answer.kind === 'noted' ? 'there' : 'restored');
    else if (isPayloadRefusal(answer.message)) open.push({ ...entry, typed: true });
    else {
      const reason = run.refused.take(entry.record.name, answer.message);
      if (!reason) count(run, entry, 'untaken');
      failure ??= reason;
    }
  }
  // What was restored until then is already counted.
  if (failure) throw failure;
  if (run.mode !== 'keep') return [...open, ...alive];
  const live = await readDumps(
    { send: (commands) => run.sender.send(commands.map(byKey)) },
    alive.map(({ record }) => record.name),
  );
  for (const [index, { key }] of live.entries()) {
    const entry = alive[index]!;
    // The key may have expired just now.
    if (!key) open.push(entry);
    else count(run, entry, fateOf(entry, key));
  }
  return open;
}

/** The fate of a key that exists and is not changed. */
const fateOf = ({ certain, record }: Entry, { value }: ReadKey): Fate =>
  !sameValue(value, record.value) ? 'alive' : certain ? 'same' : 'there';

const byKey = (args: readonly string[]): KeyedCommand => ({ key: args[1]!, args });
