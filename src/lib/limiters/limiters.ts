/** Reads what limits here, and whether it does. */
import { EXIT, MeterError, usageError } from '../format/errors.js';
import { printable, safeText, truncateMiddle } from '../format/terminal.js';
import type { Settings } from '../audit/limiters/settings.js';
import { compileProfile } from '../profile/classify.js';
import { limiterLibraries } from '../profile/limiter-libraries/index.js';
import { endedEarly } from '../usage/ended-early.js';
import { provenByValues } from './by-values.js';
import { gather, localOffsetOf, nothingGathered } from './gather.js';
import { LimiterKeys } from './keys.js';
import { nearOf, type LimitersInput } from './input.js';
import type { LimitersData } from './model.js';
import { ownKeys } from './owners.js';
import type { LimiterKey } from './read-key.js';
import { readyLimiters, Rules, type ReadyLimiter } from '../audit/limiters/ready.js';
import { shownLimiters } from './show.js';

const BATCH = 1_000;
const HOUR_MS = 3_600_000;

/** Throws a MeterError: exit 4 where no limiter is known, 2 for a limit that is not here. */
export async function readLimiters(input: LimitersInput): Promise<LimitersData> {
  const { recognised, asked, kind, store, signal, says, onProgress } = input;
  const now = input.now.getTime() + says.aheadMs;
  const present = recognised.profiles
    .filter(({ compiled }) => compiled.profile.limiters !== undefined)
    .toSorted((a, b) => b.keys - a.keys)
    .map(({ compiled, release }) => ({ compiled, releases: release }));
  const unsure = input.profilesAsked
    ? []
    : limiterLibraries
        .filter(({ name }) => !present.some(({ compiled }) => compiled.profile.name === name))
        .map((profile) => ({ compiled: compileProfile(profile), releases: { from: null, to: null } }));
  const sure = present.flatMap(readyLimiters);
  const doubtful = unsure.flatMap(readyLimiters).filter(({ limiter }) => limiter.sign !== undefined);
  const rules = new Rules(asked.settings);
  const keys = new LimiterKeys([...sure, ...doubtful], rules);
  const gathered = nothingGathered();
  let byValues: ReadyLimiter[] = [];
  let localOffsetMs: number | null = null;
  const partial = await endedEarly(signal, async () => {
    if (input.names) for (const name of input.names) keys.take(name);
    else await store.names((name) => keys.take(name));
    byValues = await provenByValues(keys, doubtful, store);
    const all = await ownKeys(
      keys.used.flatMap((ready) => keys.of(ready)),
      asked.owners,
      store,
    );
    localOffsetMs = await offsetOf(all, input, now);
    await gather(all, { now, localOffsetMs }, gathered, {
      store,
      batch: kind === 'snapshot' ? Infinity : BATCH,
      near: nearOf(asked),
      frequencies: /lfu/.test(says.policy ?? ''),
      signal,
      onProgress,
    });
  });
  if (present.length === 0 && byValues.length === 0)
    throw nothingKnown(recognised.profiles.map(({ compiled }) => compiled.profile.name));
  rejectUnknown(asked.settings, [...sure, ...byValues], keys);
  return shownLimiters({
    ...input,
    present,
    byValues,
    limiters: [...sure, ...byValues],
    keys,
    gathered,
    at: now,
    localOffsetMs,
    partial,
  });
}

/** From --utc-offset, else from the lists themselves. */
async function offsetOf(keys: readonly LimiterKey[], { offset, store }: LimitersInput, now: number): Promise<number | null> {
  const local = keys.filter(({ rule: { ready } }) => {
    const { counting } = ready.limiter;
    return counting.kind === 'list-log' && counting.times === 'local';
  });
  if (local.length === 0) return null;
  return offset.flag === null ? localOffsetOf(local, store, now) : offset.flag * HOUR_MS;
}

function nothingKnown(names: readonly string[]): MeterError {
  const [silent] = names;
  return new MeterError(
    'no-limiters',
    EXIT.refused,
    silent === undefined
      ? 'No limiter that is known was found here.'
      : `The profile ${silent} does not say how requests are limited.`,
    [
      silent === undefined
        ? 'Name the profile with --profile, and the database with --db.'
        : 'State its limiters: docs/profiles.md',
    ],
  );
}

/** A limit that is stated for a rule that does not exist would change nothing. */
function rejectUnknown({ stated }: Settings, limiters: readonly ReadyLimiter[], keys: LimiterKeys): void {
  const seen = keys.used.flatMap((ready) => keys.of(ready).map(({ rule }) => rule.rule.name));
  const known = new Set([...limiters.flatMap(({ limiter }) => limiter.rules.map(({ name }) => name)), ...seen]);
  const unknown = stated.find(({ name }) => !known.has(name));
  if (unknown)
    throw usageError(
      `No limit is called "${truncateMiddle(safeText(unknown.name), 40)}" here.`,
      `Known: ${[...known].toSorted().slice(0, 20).map(printable).join(', ')}.`,
    );
}
