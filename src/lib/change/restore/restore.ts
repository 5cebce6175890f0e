/** Undoes what archives tell of, the last change first. Whole keys come back in pipelines; what needs a look goes key by key. */
import { MeterError } from '../../format/errors.js';
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Session } from '../../redis/topology.js';
import { LISTED } from '../archive/record.js';
import type { ArchiveWriter } from '../archive/writer.js';
import { abilitiesOf, type Abilities } from '../engine/changers.js';
import { keyedSender, type KeyedCommand, type KeyedSender } from '../engine/keyed-sender.js';
import { readDumps } from '../engine/read-values.js';
import { openThrottle, type Throttle } from '../engine/throttle.js';
import type { Additive } from './additive.js';
import { entriesOf } from './entries.js';
import type { Entry, Fate, Mode } from './entry.js';
import { openLanes, type Lanes } from './lanes.js';
import { restoreOnce } from './restore-script.js';
import { sameValue } from './same-value.js';
import { collectStream, isTrimmedStream, rebuilding, type TrimmedStream } from './stream-rebuild.js';
import type { SurveyedArchive, Wanted } from './survey.js';
import { isListed, unlist } from './unlist.js';
import { undoing, type UndoOptions } from './undo.js';

export interface RestoreOptions {
  db: number;
  archives: readonly SurveyedArchive[];
  wanted: Wanted;
  mode: Mode;
  additive: (family: string) => Additive;
  /** Keeps what `replace` replaces. */
  archive: ArchiveWriter | null;
  maxOps: number | null;
  maxLatencyMs: number;
  signal: AbortSignal;
  /** Records done so far. */
  onProgress(records: number): void;
}

export interface RestoreResult {
  /** Records by what became of them. */
  fates: Record<Fate, number>;
  abilities: Abilities;
  /** Everything was looked at. */
  complete: boolean;
  /** Why it ended early; `null`: it did not, or somebody asked it to stop. */
  failure: MeterError | null;
}

interface Access {
  guard: CommandGuard;
  ledger: Ledger;
}

/** Records at a time. */
const BATCH = 500;

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
    fates: { restored: 0, there: 0, expired: 0, alive: 0, altered: 0, gone: 0, refused: 0 },
    abilities: { scripts: false, transactions: false, dump: false },
    complete: false,
    failure: null,
  };
  try {
    const abilities = await abilitiesOf(session, sender);
    result.abilities = abilities;
    lanes = openLanes({ session, ...access, db, scripts: abilities.scripts });
    const run: Run = {
      ...options,
      session,
      sender,
      lanes,
      throttle,
      abilities,
      fates: result.fates,
      undo: undoOptions(options, abilities),
    };
    const streams = new Map<string, TrimmedStream>();
    result.complete = (await undoRecords(run, streams)) && (await rebuildStreams(run, streams)) && (await unlistMembers(run));
  } catch (error) {
    if (!(error instanceof MeterError)) throw error;
    result.failure = error;
  } finally {
    lanes?.close();
    throttle.close();
    sender.close();
  }
  return result;
}

interface Run extends RestoreOptions {
  session: Session;
  sender: KeyedSender;
  lanes: Lanes;
  throttle: Throttle;
  abilities: Abilities;
  fates: Record<Fate, number>;
  undo: UndoOptions;
}

/** False: it was asked to stop. */
async function undoRecords(run: Run, streams: Map<string, TrimmedStream>): Promise<boolean> {
  let done = 0;
  for await (const batch of batches(run, streams)) {
    await run.throttle.turn(batch.length);
    if (run.signal.aborted) return false;
    for (const fate of await undoBatch(run, batch)) run.fates[fate]++;
    done += batch.length;
    run.onProgress(done);
  }
  return true;
}

async function rebuildStreams(run: Run, streams: ReadonlyMap<string, TrimmedStream>): Promise<boolean> {
  for (const { entry, records, parts } of streams.values()) {
    await run.throttle.turn(records);
    if (run.signal.aborted) return false;
    const [fate] = await run.lanes.undo([entry], () => rebuilding(parts, run.undo));
    run.fates[fate!] += records;
  }
  return true;
}

/** Last of all: what a member stands for may be gone only now. */
async function unlistMembers(run: Run): Promise<boolean> {
  for (const archive of run.archives.filter(holdsListed)) {
    for await (const entry of entriesOf(archive, run.wanted, run.session.mode === 'cluster')) {
      if (!isListed(entry)) continue;
      await run.throttle.turn(1);
      if (run.signal.aborted) return false;
      run.fates[await unlist(entry.record, run.sender)]++;
    }
  }
  return true;
}

const holdsListed = ({ families }: SurveyedArchive): boolean => families.some(({ action }) => action === LISTED);

const undoOptions = ({ mode, additive, archive, db }: RestoreOptions, { dump }: Abilities): UndoOptions => ({
  mode,
  dump,
  additive,
  keep: async ({ name, family }, { value, expireAtMs }) => {
    await archive?.append([{ db, name, family, action: 'delete', value, expireAtMs }]);
  },
});

/** What goes back into streams is set aside, and what leaves indexes is left out. */
async function* batches(run: Run, streams: Map<string, TrimmedStream>): AsyncGenerator<Entry[]> {
  let batch: Entry[] = [];
  for (const archive of run.archives) {
    for await (const entry of entriesOf(archive, run.wanted, run.session.mode === 'cluster')) {
      if (isListed(entry)) continue;
      if (isTrimmedStream(entry)) collectStream(streams, entry);
      else batch.push(entry);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

async function undoBatch(run: Run, batch: readonly Entry[]): Promise<Fate[]> {
  const byPipeline = run.abilities.scripts && run.abilities.dump;
  const whole = byPipeline ? batch.filter(isWholeDump) : [];
  const others = byPipeline ? batch.filter((entry) => !isWholeDump(entry)) : batch;
  const { fates, open } = await restoreWhole(run, whole);
  const actions = undoing(run.undo);
  return [...fates, ...(await run.lanes.undo([...open, ...others], ({ record }) => actions[record.action]!))];
}

const isWholeDump = ({ record: { action, value } }: Entry): boolean =>
  (action === 'delete' || action === 'copy') && value.form === 'dump';

/** The fates of those that pipelines settle, and the others. */
async function restoreWhole(run: Run, entries: readonly Entry[]): Promise<{ fates: Fate[]; open: Entry[] }> {
  const due = entries.filter(({ record: { expireAtMs } }) => expireAtMs === null || expireAtMs > Date.now());
  const fates: Fate[] = Array.from({ length: entries.length - due.length }, () => 'expired');
  const open: Entry[] = [];
  const alive: Entry[] = [];
  for (const [index, fate] of (await restoreOnce(run.sender, due)).entries()) {
    const entry = due[index]!;
    if (fate === 'unreadable') open.push({ ...entry, typed: true });
    else if (fate === 'alive') alive.push(entry);
    else fates.push(fate === 'noted' ? 'there' : 'restored');
  }
  if (run.mode !== 'keep') return { fates, open: [...open, ...alive] };
  const live = await readDumps(
    { send: (commands) => run.sender.send(commands.map(byKey)) },
    alive.map(({ record }) => record.name),
  );
  for (const [index, { key }] of live.entries()) {
    const entry = alive[index]!;
    // It may have ended just now.
    if (!key) open.push(entry);
    else fates.push(sameValue(key.value, entry.record.value) ? 'there' : 'alive');
  }
  return { fates, open };
}

const byKey = (args: readonly string[]): KeyedCommand => ({ key: args[1]!, args });
