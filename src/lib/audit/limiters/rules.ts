/** Findings about limiters: of an audit, and of the report on limiters. */
import { largest } from '../../format/largest.js';
import type { Finding } from '../finding.js';
import { redisCli, run, type Remedy } from '../remedy.js';
import { canLeak } from '../../profile/lost-ttl.js';
import { meet } from '../../profile/version.js';
import type { AheadList, HotKey, LimiterFacts, LimiterServer, RuleFacts } from './facts.js';

/** Subjects that a finding names. */
const SHOWN = 3;
const SHOWN_HOT = 5;
/** Libraries that send EVAL after EVALSHA fail a few times after each restart of the server. */
const LEAST_NOSCRIPT = 5;
/** The frequency that a key has after some ten thousand uses in a short time, with the server's own settings. */
const HOT_FREQUENCY = 100;
const HOT_SHARE = 0.05;

export function limiterFindings(all: readonly LimiterFacts[], server: LimiterServer): Finding[] {
  return [
    ...all.flatMap(permanent),
    ...all.flatMap(ahead),
    ...all.flatMap(extended),
    ...all.flatMap(outlives),
    ...all.flatMap(overrun),
    ...generations(all),
    ...all.flatMap((facts) => noscript(facts, server)),
    ...hot(all),
  ];
}

const about = ({ family: { family, profile } }: LimiterFacts): Pick<Finding, 'family' | 'profile'> => ({
  family: family.id,
  profile: profile.name,
});

/** Families whose keys should expire are a matter of lost TTLs. */
function permanent(facts: LimiterFacts): Finding[] {
  const { family, keys, exact, pattern, permanent: count } = facts;
  if (family.family.ttl.expires || count === 0) return [];
  const remedy: Remedy = canLeak(family.family)
    ? run('prune', '--leaked', '--family', family.family.id)
    : { code: 'expire-by-hand', params: {}, commands: [] };
  return [
    {
      ...about(facts),
      code: 'permanent-limiter-keys',
      params: { pattern, keys, exact, note: family.family.leak?.note ?? null },
      severity: 'medium',
      count,
      remedy,
    },
  ];
}

/** An older release wrote local times; the newer one reads them as UTC. */
function ahead(facts: LimiterFacts): Finding[] {
  const { limiter, lists, pattern, rules } = facts;
  const [furthest] = lists?.ahead ?? [];
  if (!lists || !furthest || limiter.counting.kind !== 'list-log' || limiter.counting.times !== 'utc') return [];
  const named = lists.ahead.slice(0, SHOWN);
  return [
    {
      ...about(facts),
      code: 'limiter-times-ahead',
      params: {
        pattern,
        looked: lists.looked,
        ids: named.map(({ id }) => id),
        aheadSeconds: Math.round(furthest.aheadMs / 1000),
        capacity: rules[0]?.setting.capacity ?? null,
      },
      severity: 'high',
      count: lists.ahead.length,
      remedy: removal(lists.ahead),
    },
  ];
}

/** Other names would need the quoting of redis-cli. */
const IS_PLAIN = /^[ -~]+$/;

function removal(lists: readonly AheadList[]): Remedy {
  const plain = lists.map(({ name }) => name).filter((name) => IS_PLAIN.test(name));
  const named = plain.slice(0, SHOWN);
  return { code: 'remove-lists', params: {}, commands: named.map((name) => redisCli('UNLINK', name)) };
}

function extended(facts: LimiterFacts): Finding[] {
  const { limiter, lists, pattern } = facts;
  if (limiter.denials !== 'extend' || !lists || lists.extended === 0) return [];
  return [
    {
      ...about(facts),
      code: 'denials-extend-ttl',
      params: { pattern, looked: lists.looked },
      severity: 'low',
      count: lists.extended,
      remedy: { code: 'none-for-denials', params: {}, commands: [] },
    },
  ];
}

/** The application's TTL is fixed, whatever the window is. */
function outlives(facts: LimiterFacts): Finding[] {
  const { ttl } = facts.family.family;
  const ttlSeconds = ttl.expires ? ttl.seconds : undefined;
  if (ttlSeconds === undefined || facts.limiter.counting.kind !== 'list-log') return [];
  return facts.rules.flatMap(({ rule, setting: { window } }): Finding[] =>
    window === null || window <= ttlSeconds
      ? []
      : [
          {
            ...about(facts),
            code: 'window-outlives-ttl',
            params: { rule: rule.name, windowSeconds: window, ttlSeconds, variable: rule.env?.window ?? null },
            severity: 'medium',
            count: 1,
            remedy: { code: 'shorter-window', params: { variable: rule.env?.window ?? null, seconds: ttlSeconds }, commands: [] },
          },
        ],
  );
}

/** The list is trimmed at the next request that is allowed. */
function overrun(facts: LimiterFacts): Finding[] {
  const { limiter, pattern, rules } = facts;
  if (limiter.race === undefined || limiter.counting.kind !== 'list-log') return [];
  return rules.flatMap(({ rule, setting: { capacity, certain }, longest, overlong }): Finding[] =>
    !certain || capacity === null || longest === null || longest <= capacity
      ? []
      : [
          {
            ...about(facts),
            code: 'limiter-overrun',
            params: { pattern, rule: rule.name, longest, capacity },
            severity: 'medium',
            count: overlong ?? 1,
            remedy: { code: 'count-in-one-step', params: {}, commands: [] },
          },
        ],
  );
}

interface RuleOf {
  facts: LimiterFacts;
  rule: RuleFacts;
}

/** Two limiters with the same rule, of releases that have none in common. */
function generations(all: readonly LimiterFacts[]): Finding[] {
  const used = all.flatMap((facts) => facts.rules.filter(({ keys }) => keys > 0).map((rule): RuleOf => ({ facts, rule })));
  const pairs = used.flatMap((older) => used.filter((newer) => isReplaced(older, newer)).map((newer) => ({ older, newer })));
  const [first] = pairs;
  if (!first) return [];
  const olders = [...new Set(pairs.map(({ older }) => older.facts))];
  const recents = olders.map(({ lists }) => lists?.recent ?? null);
  return [
    {
      code: 'limiter-generations',
      params: {
        rules: [...new Set(pairs.map(({ older }) => older.rule.rule.name))],
        older: olders.map(({ pattern }) => pattern),
        newer: [...new Set(pairs.map(({ newer }) => newer.facts.pattern))],
        recent: recents.includes(null) ? null : recents.reduce<number>((sum, count) => sum + (count ?? 0), 0),
      },
      severity: 'medium',
      family: null,
      profile: first.older.facts.family.profile.name,
      count: pairs.reduce((sum, { older }) => sum + older.rule.keys, 0),
      remedy: { code: 'one-generation', params: { carriesOver: pairs.some(carriesOver) }, commands: [] },
    },
  ];
}

const isReplaced = (older: RuleOf, newer: RuleOf): boolean =>
  older.facts.family.profile === newer.facts.family.profile &&
  older.rule.rule.name === newer.rule.rule.name &&
  older.facts.limiter.until !== undefined &&
  newer.facts.limiter.since !== undefined &&
  !meet(older.facts.limiter, newer.facts.limiter);

/** What `meter migrate --limiters list:window` converts. */
const carriesOver = ({ older, newer }: { older: RuleOf; newer: RuleOf }): boolean =>
  older.facts.limiter.counting.kind === 'list-log' && newer.facts.limiter.counting.kind === 'fixed-window';

/** Every call fails from the moment on at which the server has lost the script. */
function noscript(facts: LimiterFacts, { noscript: count, evalsha }: LimiterServer): Finding[] {
  const { limiter, keys, pattern, family } = facts;
  if (limiter.loadsOnce !== true || keys === 0 || count < LEAST_NOSCRIPT) return [];
  return [
    {
      ...about(facts),
      code: 'limiter-noscript',
      params: { application: family.profile.title, pattern, calls: evalsha },
      severity: evalsha !== null && count < evalsha / 2 ? 'medium' : 'high',
      count,
      remedy: { code: 'restart-application', params: { application: family.profile.title }, commands: [] },
    },
  ];
}

function hot(all: readonly LimiterFacts[]): Finding[] {
  const keys = all
    .flatMap((facts) => facts.hot.filter(isHot).map((key) => ({ facts, key })))
    .toSorted((a, b) => b.key.weight - a.key.weight);
  const [hottest] = keys;
  if (!hottest) return [];
  const { facts } = hottest;
  const capacities = facts.rules.flatMap(({ setting: { capacity } }) => capacity ?? []);
  const capacity = capacities.length === 0 ? null : largest(capacities);
  return [
    {
      ...about(facts),
      code: 'hot-limiter-keys',
      params: {
        by: hottest.key.by,
        keys: keys.slice(0, SHOWN_HOT).map(({ key: { key, weight } }) => ({ key, weight })),
        capacity,
        byAddress: facts.limiter.subject === 'ip',
      },
      severity: 'low',
      count: keys.length,
      remedy: {
        code: 'cool-limiter',
        params: {
          byAddress: facts.limiter.subject === 'ip',
          shortfall: capacity === null ? null : shortfallOf(capacity),
        },
        commands: [],
      },
    },
  ];
}

const isHot = ({ by, weight }: HotKey): boolean => weight >= (by === 'lfu' ? HOT_FREQUENCY : HOT_SHARE);

/** Shards that the advice counts with. */
const SHARDS = 4;
/** Standard deviations by which the largest of four normal values is above their mean. */
const LARGEST_OF_FOUR = 1.03;

/** The share of a limit that is left when the first of its four shards is used up, if requests choose a shard at random. */
export function shortfallOf(capacity: number): number {
  const each = capacity / SHARDS;
  // The counts of the shards are a mean m and deviate by its root: the largest is `each` at m + 1.03 √m = each.
  const root = (-LARGEST_OF_FOUR + Math.sqrt(LARGEST_OF_FOUR ** 2 + 4 * each)) / 2;
  return 1 - root ** 2 / each;
}
