/** Makes the plan of a renaming: finds the keys, and asks which new names are taken. Sends reading commands only. */
import { identity } from '../../audit/identity.js';
import { EXIT, MeterError } from '../../format/errors.js';
import { printable } from '../../format/terminal.js';
import type { CompiledFamily } from '../../profile/classify.js';
import { slotOfKey } from '../../redis/cluster.js';
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import { ReplyError } from '../../redis/resp.js';
import type { Session } from '../../redis/topology.js';
import type { PlanData, PlanFamily, ProtectedRow } from '../../report/change-model.js';
import { passOverKeys } from '../key-pass.js';
import { keyedSender, type KeyedSender } from '../keyed-sender.js';
import { NameList } from '../name-list.js';
import { surveyKeyspace, type SurveyOptions } from '../prune/survey.js';
import { surveyPlan, type AskedFor } from '../survey-plan.js';
import { additiveFigures, type Additive } from '../restore/additive.js';
import { writeRefused } from '../write-refusals.js';
import { chooseRenames, type RenameAsk, type RenameChoice } from './rename-choice.js';

export interface RenamePlanOptions extends SurveyOptions, AskedFor {
  rename: RenameAsk;
  showIds: boolean;
}

export interface RenamePlan {
  data: PlanData;
  todo: RenameWork;
}

/** What carrying it out goes by. */
export interface RenameWork {
  choice: RenameChoice;
  sum: boolean;
  additive: (family: string) => Additive;
  /** To be closed. */
  names: NameList;
}

interface Access {
  guard: CommandGuard;
  ledger: Ledger;
}

const SAMPLES = 3;
/** Commands for each key: DUMP and PTTL of both names, and the script. */
const PER_KEY = 5;

interface Row {
  compiled: CompiledFamily;
  action: 'rename' | 'sum';
  keys: number;
  samples: string[];
}

interface Counted {
  seen: number;
  rows: Map<string, Row>;
  spared: Map<string, ProtectedRow & { keys: number }>;
  names: NameList;
}

export async function planRename(session: Session, access: Access, options: RenamePlanOptions): Promise<RenamePlan> {
  const survey = await surveyKeyspace(session, access, options);
  const { rename, db, signal, maxLatencyMs } = options;
  const choice = chooseRenames(rename, survey.profiles, survey.clock.utcOffset);
  const sender = keyedSender({ session, ...access, db, signal });
  const counted: Counted = { seen: 0, rows: new Map(), spared: new Map(), names: new NameList() };
  try {
    const whole = await passOverKeys({ session, ...access, db, signal, maxLatencyMs }, async ({ names }, node) => {
      counted.seen += names.length;
      await countNames(names, node, { counted, choice, session, sender, sum: rename.sum });
      options.onProgress(counted.seen, null);
    });
    if (!whole) throw notSeen(signal.aborted);
    const rows = [...counted.rows.values()].toSorted((a, b) => b.keys - a.keys);
    const ids = identity(options.showIds);
    const families = rows.map(({ compiled, action, keys, samples }): PlanFamily => ({
      id: compiled.family.id,
      profile: compiled.profile.name,
      pattern: printable(compiled.family.pattern),
      action,
      keys,
      elements: null,
      bytes: 0,
      periods: null,
      breaks: '',
      samples: samples.map((name) => ids.key(name, compiled)),
    }));
    const data = await surveyPlan(session, survey, options, {
      command: 'migrate',
      selection: { ...rename },
      families,
      indexes: 0,
      commands: families.reduce((sum, { keys }) => sum + keys, 0) * PER_KEY,
      keyspace: counted.seen,
      protected: [...counted.spared.values()],
      notes: indexNotes(rows),
    });
    return { data, todo: { choice, sum: rename.sum, additive: additiveFigures(survey.profiles), names: counted.names } };
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
}

async function countNames(
  names: readonly string[],
  node: number,
  { counted, choice, session, sender, sum }: Counting,
): Promise<void> {
  const wanted: { name: string; to: string; compiled: CompiledFamily }[] = [];
  for (const name of names) {
    const judged = choice.judge(name);
    if (!judged) continue;
    if ('spared' in judged) spare(counted, judged.family, judged.spared);
    else wanted.push({ name, ...judged });
  }
  const replies = await sender.send(wanted.map(({ to }) => ({ key: to, args: ['EXISTS', to] })));
  for (const [index, { name, to, compiled }] of wanted.entries()) {
    const reply = replies[index]!;
    if (reply instanceof ReplyError) throw writeRefused(reply.message);
    const together = session.mode !== 'cluster' || slotOfKey(name) === slotOfKey(to);
    // Across slots it may be what a run that was killed has left: carrying it out compares the two.
    const taken = reply === 1 && together;
    if (taken && !sum) spare(counted, compiled.family.id, 'whose new name is taken (--on-collision sum adds numbers up)');
    else {
      take(counted, compiled, taken ? 'sum' : 'rename', name);
      counted.names.add(node, name);
    }
  }
}

function spare({ spared }: Counted, family: string, reason: string): void {
  const id = `${family} ${reason}`;
  const row = spared.get(id) ?? { family, keys: 0, reason };
  row.keys++;
  spared.set(id, row);
}

function take({ rows }: Counted, compiled: CompiledFamily, action: Row['action'], name: string): void {
  const id = `${compiled.profile.name}/${compiled.family.id}/${action}`;
  const row = rows.get(id) ?? { compiled, action, keys: 0, samples: [] };
  row.keys++;
  if (row.samples.length < SAMPLES) row.samples.push(name);
  rows.set(id, row);
}

/** Families that an index lists are found by it. */
function indexNotes(rows: readonly Row[]): string[] {
  return [...new Set(rows.map(({ compiled }) => compiled))].flatMap(({ family, profile }) => {
    const index = profile.families.find(({ lists }) => lists?.family === family.id);
    return index
      ? [
          `${index.id} lists the keys of ${family.id} and stays as it is: rename it likewise, or let the application build it anew.`,
        ]
      : [];
  });
}

const notSeen = (interrupted: boolean): MeterError =>
  new MeterError('no-plan', interrupted ? EXIT.interrupted : EXIT.partial, 'Not every key could be looked at.', [
    'Nothing was changed; run the command again.',
  ]);
