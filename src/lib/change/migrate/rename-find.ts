/** Finds the keys of a renaming, and which new names exist. Sends only reading commands. */
import { says } from '../../errors/changes.js';
import { EXIT, failure, type MeterError } from '../../format/errors.js';
import type { CompiledFamily } from '../../profile/classify.js';
import { keysAtStart } from '../../redis/database-keys.js';
import type { Access } from '../../redis/control.js';
import { slotOfKey } from '../../redis/cluster.js';
import { ReplyError } from '../../redis/resp.js';
import type { Session } from '../../redis/topology.js';
import { protection, ProtectedCount, type ProtectedRow } from '../plan/protected.js';
import { passOverKeys } from '../engine/key-pass.js';
import { keyedSender, type KeyedSender } from '../engine/keyed-sender.js';
import { NameList } from '../engine/name-list.js';
import type { PlanBasis } from '../plan/basis.js';
import { additiveFigures, type Additive } from '../compare/additive.js';
import { writeRefused } from '../engine/write-refusals.js';
import { chooseRenames, type RenameAsk, type RenameChoice } from './rename-choice.js';

export interface FindRenamesOptions {
  rename: RenameAsk;
  db: number;
  maxLatencyMs: number;
  signal: AbortSignal;
  /** For a plan from a file: true when it names the family. */
  isPlanned?: (profile: string, family: string) => boolean;
  onProgress: (keys: number, total: number | null) => void;
}

export interface FoundRenames {
  rows: RenameRow[];
  /** Keys of the whole database. */
  seen: number;
  spared: ProtectedRow[];
  todo: RenameWork;
}

/** Data for carrying it out. */
export interface RenameWork {
  choice: RenameChoice;
  sum: boolean;
  additive: (family: string) => Additive;
  /** Must be closed. */
  names: NameList;
}

const SAMPLES = 3;

interface RenameRow {
  compiled: CompiledFamily;
  action: 'rename' | 'sum';
  keys: number;
  samples: string[];
}

interface Counted {
  seen: number;
  rows: Map<string, RenameRow>;
  spared: ProtectedCount;
  names: NameList;
}

/** Rejects if not every key was read. Families with most keys first. */
export async function findRenames(
  session: Session,
  access: Access,
  basis: PlanBasis,
  options: FindRenamesOptions,
): Promise<FoundRenames> {
  const { rename, db, signal, maxLatencyMs, isPlanned = () => true } = options;
  const total = keysAtStart(session, db);
  const choice = chooseRenames(rename, basis.profiles, basis.clock.utcOffset);
  const sender = keyedSender({ session, ...access, db, signal });
  const counted: Counted = { seen: 0, rows: new Map(), spared: new ProtectedCount(), names: new NameList() };
  try {
    const whole = await passOverKeys({ session, ...access, db, signal, maxLatencyMs }, async ({ names }, node) => {
      counted.seen += names.length;
      await countNames([...names], node, { counted, choice, session, sender, sum: rename.sum, isPlanned });
      options.onProgress(counted.seen, total);
    });
    if (!whole) throw notSeen(signal.aborted);
    return {
      rows: [...counted.rows.values()].toSorted((a, b) => b.keys - a.keys),
      seen: counted.seen,
      spared: counted.spared.rows(),
      todo: { choice, sum: rename.sum, additive: additiveFigures(basis.profiles), names: counted.names },
    };
  } catch (error) {
    counted.names.close();
    throw error;
  } finally {
    sender.close();
  }
}

interface Counting {
  counted: Counted;
  choice: RenameChoice;
  session: Session;
  sender: KeyedSender;
  sum: boolean;
  isPlanned: (profile: string, family: string) => boolean;
}

async function countNames(
  names: readonly string[],
  node: number,
  { counted, choice, session, sender, sum, isPlanned }: Counting,
): Promise<void> {
  const wanted: { name: string; to: string; compiled: CompiledFamily }[] = [];
  for (const name of names) {
    const judged = choice.judge(name);
    if (!judged) continue;
    if ('spared' in judged) counted.spared.add(judged.family, judged.spared);
    else if (isPlanned(judged.compiled.profile.name, judged.compiled.family.id)) wanted.push({ name, ...judged });
  }
  const replies = await sender.send(wanted.map(({ to }) => ({ key: to, args: ['EXISTS', to] })));
  for (const [index, { name, to, compiled }] of wanted.entries()) {
    const reply = replies[index]!;
    if (reply instanceof ReplyError) throw writeRefused(reply.message);
    const together = session.mode !== 'cluster' || slotOfKey(name) === slotOfKey(to);
    // Across slots the new key may be left from a killed run. Carrying the plan out compares the two.
    const taken = reply === 1 && together;
    if (taken && !sum) counted.spared.add(compiled.family.id, protection('new-name-taken'));
    else {
      take(counted, compiled, taken ? 'sum' : 'rename', name);
      counted.names.add(node, name);
    }
  }
}

function take({ rows }: Counted, compiled: CompiledFamily, action: RenameRow['action'], name: string): void {
  const id = `${compiled.profile.name}/${compiled.family.id}/${action}`;
  const row = rows.get(id) ?? { compiled, action, keys: 0, samples: [] };
  row.keys++;
  if (row.samples.length < SAMPLES) row.samples.push(name);
  rows.set(id, row);
}

const notSeen = (interrupted: boolean): MeterError =>
  failure(says('keys-unseen'), interrupted ? EXIT.interrupted : EXIT.partial, 'no-plan');
