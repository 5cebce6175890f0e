/** Reads the keys of limiters in bounded batches. */
import { fullTtlMs, localOffset, type ListTimes } from '../audit/limiters/times.js';
import type { Answer, Question, Store } from '../usage/store.js';
import { questionsFor, readKey, type Clock, type LimiterKey } from './read-key.js';
import { HotTally, ListTally, RuleTally } from './tally.js';
import type { ReadyLimiter, ReadyRule } from '../audit/limiters/ready.js';

/** Lists from which the application's time zone is found. */
const ZONE_LISTS = 200;
/** Keys of each rule whose size is read. */
const SIZES = 200;

export interface Gathering {
  store: Store;
  /** Keys that are read at once. */
  batch: number;
  /** From which share on a subject is near its limit. */
  near: number;
  /** True if the server keeps the frequency of keys. */
  frequencies: boolean;
  signal: AbortSignal;
  onProgress: (keys: number, total: number | null) => void;
}

export interface Gathered {
  rules: Map<ReadyRule, RuleTally>;
  lists: Map<ReadyLimiter, ListTally>;
  hot: HotTally;
}

export const nothingGathered = (): Gathered => ({ rules: new Map(), lists: new Map(), hot: new HotTally() });

/** How far the application's time is ahead of UTC, from its lists of local times. `null`: unknown. */
export async function localOffsetOf(keys: readonly LimiterKey[], store: Store, now: number): Promise<number | null> {
  const asked = keys.slice(0, ZONE_LISTS);
  const questions = asked.flatMap((key) => questionsFor(key, { now, localOffsetMs: null }));
  const each = questions.length / Math.max(1, asked.length);
  const answers = await store.read(questions);
  const times = asked.flatMap((key, at): ListTimes[] => {
    const read = readKey(key, answers.slice(at * each, (at + 1) * each), { now, localOffsetMs: null });
    const full = fullTtlMs(key.rule.ready.family.family.ttl, key.rule.setting.window);
    if (!read?.list || read.list.newest === null || full === null || read.ttlMs === null || read.ttlMs < 0) return [];
    return [{ newest: read.list.newest, setAt: now - (full - read.ttlMs) }];
  });
  return localOffset(times);
}

/** Adds to what was gathered, so that an early end leaves a part. */
export async function gather(keys: readonly LimiterKey[], clock: Clock, into: Gathered, gathering: Gathering): Promise<void> {
  const { store, batch, signal, onProgress } = gathering;
  for (let at = 0; at < keys.length && !signal.aborted; at += batch) {
    const part = keys.slice(at, at + batch);
    const questions = part.map((key) => questionsOf(key, clock, into, gathering));
    const answers = await store.read(questions.flat());
    let next = 0;
    for (const [index, key] of part.entries()) {
      const own = questions[index]!;
      takeKey(key, own, answers.slice(next, next + own.length), { clock, into, near: gathering.near });
      next += own.length;
    }
    onProgress(Math.min(at + batch, keys.length), keys.length);
  }
}

function questionsOf(key: LimiterKey, clock: Clock, into: Gathered, { frequencies }: Gathering): Question[] {
  const { name } = key;
  const fact = (of: 'bytes' | 'frequency'): Question => ({ name, fields: null, bytes: 0, fact: of });
  const tally = tallyOf(key, into);
  const isSized = tally.sizes.read < SIZES;
  if (isSized) tally.sizes.read += 1;
  // Reading a value raises its frequency.
  return [...(frequencies ? [fact('frequency')] : []), ...questionsFor(key, clock), ...(isSized ? [fact('bytes')] : [])];
}

const tallyOf = ({ rule }: LimiterKey, { rules }: Gathered): RuleTally => {
  const known = rules.get(rule) ?? new RuleTally(rule);
  rules.set(rule, known);
  return known;
};

interface Taking {
  clock: Clock;
  into: Gathered;
  near: number;
}

function takeKey(
  key: LimiterKey,
  questions: readonly Question[],
  answers: readonly Answer[],
  { clock, into, near }: Taking,
): void {
  const tally = tallyOf(key, into);
  const heatAt = questions.findIndex(({ fact }) => fact === 'frequency');
  const read = readKey(key, answers.slice(heatAt + 1), clock);
  const sizeAt = questions.findIndex(({ fact }) => fact === 'bytes');
  const bytes = sizeAt < 0 ? undefined : answers[sizeAt]?.[0];
  if (!read || (sizeAt >= 0 && bytes == null)) tally.sizes.read -= sizeAt < 0 ? 0 : 1;
  else if (bytes != null) tally.sizes.bytes += Number(bytes);
  if (!read) return;
  tally.take(key, read, near);
  const { ready } = key.rule;
  const lists = into.lists.get(ready) ?? new ListTally();
  into.lists.set(ready, lists);
  lists.take(key, read, clock);
  const heat = heatAt < 0 ? undefined : answers[heatAt]?.[0];
  if (heat != null) into.hot.take(key, 'lfu', Number(heat));
}
