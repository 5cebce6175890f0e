/**
 * The order in which runs are undone. The changes of a run can be undone exactly only after later changes of the same keys are
 * undone: a total that a repair has raised must not be added to what a prune has removed.
 */
import { EXIT, MeterError } from '../../format/errors.js';
import { shellQuote } from '../../format/shell.js';
import { safeText } from '../../format/terminal.js';
import type { NotedFamily, NotedRun, StateNote } from '../../recognise/state-note.js';
import { HashSet } from '../../consistency/hash-set.js';
import { hashText } from '../../format/text-hash.js';
import { archiveOfRun } from '../archive/archive-of-run.js';
import { entriesOf } from './entries.js';
import { surveyArchives, type SurveyedArchive, type Wanted } from './survey.js';

const ALL: Wanted = { families: [], keys: [] };

export interface OrderOptions {
  archives: readonly SurveyedArchive[];
  wanted: Wanted;
  state: StateNote;
  /** Flags of the command, with a space before them. */
  flags: string;
  /** Completes an interrupted archive with the outcomes of its last batches. */
  readOpen: (surveyed: SurveyedArchive) => Promise<void>;
}

/** Throws (exit 4) if later runs have changed keys of the archives, and are neither undone nor among them. */
export async function checkOrder(options: OrderOptions): Promise<void> {
  const { archives, wanted, state, flags } = options;
  const found = new Map<NotedRun, Later>();
  for (const surveyed of archives) {
    for (const run of laterRuns(surveyed, archives, state)) {
      const path = await archiveOfRun(run, surveyed.archive.path);
      if (path === null || (await shareKeys(surveyed, wanted, path, options)))
        found.set(run, { run, path, of: surveyed.archive.path });
    }
  }
  const later = [...found.values()].toSorted((a, b) => (a.run.at < b.run.at ? 1 : -1));
  if (later.length > 0) throw outOfOrder(later, archives, flags);
}

/** A run that changed keys of the archive `of` again. */
interface Later {
  run: NotedRun;
  /** Path of its archive; `null`: not found. */
  path: string | null;
  of: string;
}

/** Later runs that changed families of the archive, unless their periods show that the keys are different; newest first. */
function laterRuns(
  { archive: { head }, families }: SurveyedArchive,
  all: readonly SurveyedArchive[],
  state: StateNote,
): NotedRun[] {
  const own = state.runs.find(({ run }) => run === head.run);
  const since = own?.at ?? head.createdAt;
  const given = new Set(all.map(({ archive }) => archive.head.run));
  const held = (row: NotedFamily): boolean =>
    families.some(({ id }) => id === row.id) && (own?.families ?? []).every((each) => each.id !== row.id || !areApart(each, row));
  return state.runs
    .filter(({ run, at, families: changed }) => at > since && run !== head.run && !given.has(run) && changed.some(held))
    .toReversed();
}

/** True when both have periods, and those of one begin after those of the other end. */
const areApart = (a: NotedFamily, b: NotedFamily): boolean => isBefore(a, b) || isBefore(b, a);

const isBefore = ({ newest }: NotedFamily, { oldest }: NotedFamily): boolean =>
  newest !== null && oldest !== null && newest < oldest;

/** True when both have changed the same key. An unreadable archive may contain any key. */
async function shareKeys(given: SurveyedArchive, wanted: Wanted, path: string, { readOpen }: OrderOptions): Promise<boolean> {
  try {
    const [later] = await surveyArchives([path], ALL);
    await readOpen(later!);
    const surveyed = await closedCopy(given, wanted, readOpen);
    const names = new HashSet();
    for await (const block of entriesOf(later!, EACH)) for (const { record } of block) names.add(hashText(record.name));
    for await (const block of entriesOf(surveyed, { ...EACH, wanted }))
      if (block.some(({ record }) => names.has(hashText(record.name)))) return true;
    return false;
  } catch (error) {
    if (error instanceof MeterError) return true;
    throw error;
  }
}

/** Works on a copy of the log: the undo itself asks the server later, when it may change something. */
async function closedCopy(given: SurveyedArchive, wanted: Wanted, readOpen: OrderOptions['readOpen']): Promise<SurveyedArchive> {
  if (given.contents.batches.open.size === 0) return given;
  const [again] = await surveyArchives([given.archive.path], wanted);
  await readOpen(again!);
  return again!;
}

const EACH = { wanted: ALL, clustered: false, source: 0 };

function outOfOrder(later: readonly Later[], archives: readonly SurveyedArchive[], flags: string): MeterError {
  const [{ run, of }] = later as [Later, ...Later[]];
  const when = `${run.at.slice(0, 16).replace('T', ' ')} UTC`;
  const lost = later.find((each) => each.run.archive === null);
  const paths = [
    ...later.map(({ path, run: { archive } }) => path ?? archive ?? ''),
    ...archives.map(({ archive }) => archive.path),
  ];
  return new MeterError(
    'out-of-order',
    EXIT.refused,
    `Keys of ${safeText(of)} were changed again by meter ${safeText(run.command)} at ${when}, which has not been undone.`,
    [
      lost
        ? `meter ${safeText(lost.run.command)} has kept no archive, so it cannot be undone.`
        : `Undo all of it, the last change first: meter restore ${paths.map((path) => shellQuote(safeText(path))).join(' ')}${flags}`,
      'To bring this archive back all the same: --out-of-order',
    ],
  );
}
