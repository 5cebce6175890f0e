/** Reads the keys of several plans, in batches of bounded size. */
import type { CompiledProfile } from '../profile/classify.js';
import { fieldsRead, isMissing } from './amounts.js';
import { partsOf } from './calendar.js';
import type { Job } from './job.js';
import type { Listing } from './listing.js';
import type { Step } from './plan.js';
import { periodIn, type Ids, type Source } from './sources.js';
import type { Answer, Question, Store } from './store.js';

/** Keys per batch. */
const BATCH = 2_000;
/** Maximum bytes of a number that are read. */
const NUMBER_BYTES = 128;

export interface RunOptions {
  store: Store;
  listing: Listing;
  profile: CompiledProfile;
  utcOffset: number;
  signal: AbortSignal;
  onProgress: (keys: number) => void;
}

export async function runJobs(jobs: readonly Job[], options: RunOptions): Promise<void> {
  const { store, listing } = options;
  if (store.runAll) return store.runAll(jobs, listing.table, options.profile);
  for (const job of jobs) {
    for (const step of job.plan.steps) {
      if (options.signal.aborted) return;
      await runStep(job, step, options);
    }
  }
}

async function runStep(job: Job, step: Step, options: RunOptions): Promise<void> {
  const { listing, utcOffset } = options;
  const missing: Ids[] = [];
  await readKeys(job, step, options, {
    source: step.source,
    keys: wantedKeys(job, step.source, await listing.idsOf(step), [step.period]),
    isGone: (ids) => void missing.push(ids),
  });
  const { finer, segment } = step;
  if (finer === null || segment === null || finer.grain === 'total') return;
  const inParts = listing.idsInParts(step, missing);
  const periods = partsOf(segment, finer.grain).map((part) => periodIn(finer, part, utcOffset));
  await readKeys(job, step, options, { source: finer, keys: wantedKeys(job, finer, inParts, periods), isGone: () => {} });
}

function* wantedKeys(
  job: Job,
  source: Source,
  all: Iterable<Ids>,
  periods: readonly string[],
): Generator<{ ids: Ids; name: string }> {
  for (const ids of all) {
    if (!job.keeps(source, ids)) continue;
    for (const period of periods) yield { ids, name: source.nameOf(ids, period) };
  }
}

interface Keys {
  source: Source;
  keys: Iterable<{ ids: Ids; name: string }>;
  isGone: (ids: Ids) => void;
}

/** Requests the next batch while one is added up. */
async function readKeys(
  job: Job,
  step: Step,
  { store, signal, onProgress }: RunOptions,
  { source, keys, isGone }: Keys,
): Promise<void> {
  const fields = fieldsRead(source, step.metrics.keys());
  const take = (batch: readonly Ids[], answers: readonly Answer[]): void => {
    for (const [at, ids] of batch.entries()) {
      const values = answers[at] ?? null;
      if (values === null) job.refuse(step, ids);
      else if (isMissing(values)) isGone(ids);
      else job.take({ step, ids, source, fields, values });
    }
    onProgress(batch.length);
  };
  let pending: { ids: Ids[]; answers: Promise<Answer[]> } | null = null;
  let questions: Question[] = [];
  let batch: Ids[] = [];
  const send = async (): Promise<void> => {
    const next = { ids: batch, answers: store.read(questions) };
    // A failure is thrown when the answers are taken.
    next.answers.catch(() => {});
    [questions, batch] = [[], []];
    if (pending) take(pending.ids, await pending.answers);
    pending = next;
  };
  for (const { ids, name } of keys) {
    questions.push({ name, fields: fields.length === 0 ? null : fields, bytes: NUMBER_BYTES });
    batch.push(ids);
    if (batch.length < BATCH) continue;
    if (signal.aborted) return;
    await send();
  }
  if (batch.length > 0) await send();
  const last = pending as { ids: Ids[]; answers: Promise<Answer[]> } | null;
  if (last) take(last.ids, await last.answers);
}
