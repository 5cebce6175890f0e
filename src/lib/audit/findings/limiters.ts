/** What is wrong with limiters, as far as a few of their keys show it. `meter limiters` reads all of them. */
import { keySegments, slotText, type Slot } from '../../profile/pattern.js';
import type { HotKey, LimiterFacts, ListFacts } from '../limiters/facts.js';
import { readyLimiters, Rules, type ReadyLimiter } from '../limiters/ready.js';
import { limiterFindings } from '../limiters/rules.js';
import { CLOCKS_DIFFER_MS, fullTtlMs, localOffset, parseListTime, wasExtended } from '../limiters/times.js';
import type { FindingContext, FindingRule, ReportedFamily } from './context.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

export const limiters: FindingRule = async (context) => {
  const facts: LimiterFacts[] = [];
  for (const { compiled, release } of context.profiles) {
    const rules = new Rules({ stated: [], env: context.variables });
    const present = readyLimiters({ compiled, releases: release }).flatMap((ready): Present[] => {
      const reported = context.families.find(({ owner }) => owner === ready.family);
      return reported ? [{ ready, reported, rules }] : [];
    });
    const samples = new Map<ReadyLimiter, Sample[]>();
    // TTLs are those of the server's clock.
    const now = present.some(({ ready }) => isList(ready))
      ? ((await context.probe.time()) ?? context.clock.now)
      : context.clock.now;
    for (const each of present) samples.set(each.ready, await samplesOf(each, now, context));
    const offsetMs = offsetIn(present, samples, context);
    for (const each of present) facts.push(await factsOf(each, { samples: samples.get(each.ready)!, offsetMs, now }, context));
  }
  const { errors, commandStats } = context.server;
  return limiterFindings(facts, {
    noscript: errors.get('NOSCRIPT') ?? 0,
    evalsha: commandStats?.get('evalsha')?.calls ?? null,
  });
};

interface Present {
  ready: ReadyLimiter;
  reported: ReportedFamily;
  rules: Rules;
}

/** A list of times. */
interface Sample {
  name: string;
  newest: number;
  /** When its TTL was set; `null`: unknown. */
  setAt: number | null;
}

const isList = ({ limiter }: ReadyLimiter): boolean => limiter.counting.kind === 'list-log';

async function samplesOf({ ready, reported, rules }: Present, now: number, { probe }: FindingContext): Promise<Sample[]> {
  if (!isList(ready)) return [];
  const { examples } = reported.stats.current;
  const keys = examples.slice(0, Math.floor(probe.room(examples.length * 2) / 2));
  const newest = await probe.element(keys, 0);
  const ttls = await probe.ttl(keys);
  const full = fullTtlMs(ready.family.family.ttl, rules.of(ready, '').setting.window);
  return keys.flatMap(({ name }, at): Sample[] => {
    const text = newest[at] ?? null;
    const time = text === null ? null : parseListTime(text);
    const ttl = ttls[at] ?? null;
    const setAt = full === null || ttl === null || ttl < 0 ? null : now - (full - ttl);
    return time === null ? [] : [{ name, newest: time, setAt }];
  });
}

/** Of lists in local time; `null`: unknown. */
function offsetIn(
  present: readonly Present[],
  samples: ReadonlyMap<ReadyLimiter, readonly Sample[]>,
  { utcOffsetGiven }: FindingContext,
): number | null {
  if (utcOffsetGiven !== null) return utcOffsetGiven * HOUR_MS;
  const local = present.filter(
    ({ ready: { limiter } }) => limiter.counting.kind === 'list-log' && limiter.counting.times === 'local',
  );
  return localOffset(
    local.flatMap(({ ready }) => samples.get(ready)!.flatMap(({ newest, setAt }) => (setAt === null ? [] : [{ newest, setAt }]))),
  );
}

interface Seen {
  samples: readonly Sample[];
  offsetMs: number | null;
  now: number;
}

async function factsOf({ ready, reported, rules }: Present, seen: Seen, context: FindingContext): Promise<LimiterFacts> {
  const { row, stats } = reported;
  const { limiter, family } = ready;
  const { length } = stats.current;
  return {
    family,
    limiter,
    pattern: row.pattern,
    keys: row.keys,
    exact: row.exact,
    permanent: row.noTtl ?? 0,
    rules: limiter.rules.map((rule) => ({
      rule,
      setting: rules.of(ready, rule.mark ?? '').setting,
      keys: ready.mark === null ? row.keys : marked(reported, ready.mark, rule.mark),
      longest: isList(ready) ? (length?.max ?? null) : null,
      overlong: null,
    })),
    lists: seen.samples.length === 0 ? null : listFacts(ready, seen, context),
    hot: await hotKeys(reported, context),
  };
}

/** How many of the keys that are known by name have the mark. */
const marked = ({ stats }: ReportedFamily, slot: Slot, mark: string | undefined): number =>
  stats.current.examples.filter(({ name }) => slotText(slot, keySegments(name)) === mark).length;

function listFacts(
  { limiter: { counting }, subject }: ReadyLimiter,
  { samples, offsetMs, now }: Seen,
  { identity }: FindingContext,
): ListFacts {
  const offset = counting.kind === 'list-log' && counting.times === 'utc' ? 0 : offsetMs;
  const ahead = samples
    .map(({ name, newest }) => ({ name, aheadMs: newest - (offset ?? 0) - now }))
    .filter(({ aheadMs }) => offset !== null && aheadMs > CLOCKS_DIFFER_MS)
    .toSorted((a, b) => b.aheadMs - a.aheadMs);
  const known = samples.flatMap(({ newest, setAt }) => (setAt === null ? [] : [{ newest, setAt }]));
  return {
    looked: samples.length,
    ahead: ahead.map(({ name, aheadMs }) => ({
      name,
      id: identity.id(slotText(subject, keySegments(name)), subject.placeholder),
      aheadMs,
    })),
    extended: offset === null ? 0 : known.filter((list) => wasExtended(list, offset)).length,
    recent: known.length === 0 ? null : known.filter(({ setAt }) => now - setAt < MINUTE_MS).length,
  };
}

/** Where the server evicts by frequency. */
async function hotKeys({ stats, owner }: ReportedFamily, { probe, server, identity, live }: FindingContext): Promise<HotKey[]> {
  if (!live || !/lfu/.test(server.maxmemoryPolicy ?? '')) return [];
  const { examples } = stats.current;
  const keys = examples.slice(0, probe.room(examples.length));
  const found = await probe.frequency(keys);
  return keys
    .map(({ name }, at): HotKey => ({ key: identity.key(name, owner), by: 'lfu', weight: found[at] ?? 0 }))
    .toSorted((a, b) => b.weight - a.weight);
}
