/** What is wrong with the limiters, as an audit reports it. */
import type { LimiterFacts, RuleFacts } from '../audit/limiters/facts.js';
import { limiterFindings } from '../audit/limiters/rules.js';
import type { Finding } from '../audit/finding.js';
import { lostTtlFinding } from '../audit/findings/ttl.js';
import { identity, type Identity } from '../audit/identity.js';
import { SEVERITIES } from '../audit/severity.js';
import { printable } from '../format/terminal.js';
import type { Gathered } from './gather.js';
import type { Read } from './input.js';
import type { Labels } from './labels.js';
import type { ReadyLimiter } from '../audit/limiters/ready.js';
import type { RuleTally } from './tally.js';

export function findingsOf(read: Read, labels: Labels): Finding[] {
  const { gathered, says, showIds } = read;
  const shown = identity(showIds);
  const facts = read.limiters.flatMap((ready): LimiterFacts[] => {
    const own = [...gathered.rules.values()].filter(({ rule }) => rule.ready === ready);
    return own.length === 0 ? [] : [factsOf(ready, own, read, { labels, shown })];
  });
  return [
    ...facts.flatMap((each) => lostTtls(each, gathered)),
    ...abandonedFindings(read),
    ...limiterFindings(facts, { noscript: says.noscript, evalsha: says.evalsha }),
  ].toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

interface Showing {
  labels: Labels;
  shown: Identity;
}

function factsOf(
  ready: ReadyLimiter,
  own: readonly RuleTally[],
  { gathered, says }: Read,
  { labels, shown }: Showing,
): LimiterFacts {
  const { family, limiter } = ready;
  const lists = gathered.lists.get(ready);
  const tracked = (says.hotkeys ?? []).filter(({ name }) => ready.profile.match(name.split(':')) === family);
  return {
    family,
    limiter,
    pattern: printable(family.family.pattern),
    keys: own.reduce((sum, { keys }) => sum + keys, 0),
    exact: true,
    permanent: own.reduce((sum, { permanent }) => sum + permanent, 0),
    rules: own.map(({ rule, keys, longest, overlong }): RuleFacts => ({
      rule: rule.rule,
      setting: rule.setting,
      keys,
      longest,
      overlong,
    })),
    lists:
      lists && lists.looked > 0
        ? {
            looked: lists.looked,
            ahead: lists.ahead
              .toSorted((a, b) => b.aheadMs - a.aheadMs)
              .map(({ key, name, aheadMs }) => ({ name, id: labels.textOf(key), aheadMs })),
            extended: lists.extended,
            recent: lists.recent,
          }
        : null,
    hot: [
      ...tracked.map(({ name, share }) => ({ key: shown.key(name, family), by: 'hotkeys' as const, weight: share })),
      ...gathered.hot.hottest
        .filter(({ rule }) => rule.ready === ready && tracked.length === 0)
        .map(({ name, by, weight }) => ({ key: shown.key(name, family), by, weight })),
    ],
  };
}

/** Keys of families that expire, as an audit reports them. */
function lostTtls({ family, pattern, keys, permanent, exact }: LimiterFacts, { rules }: Gathered): Finding[] {
  const { ttl } = family.family;
  if (!ttl.expires || ttl.orStays === true || permanent === 0) return [];
  const unused = [...rules.values()]
    .filter(({ rule }) => rule.ready.family === family)
    .reduce((sum, tally) => sum + tally.unused, 0);
  return [
    lostTtlFinding(family, {
      lost: { pattern, keys, exact, promisedSeconds: ttl.seconds ?? null },
      count: permanent,
      isUnused: unused > 0,
    }),
  ];
}

/** Leases that were not renewed three times. */
function abandonedFindings({ gathered }: Read): Finding[] {
  return [...gathered.rules.values()].flatMap(({ rule: { ready }, abandoned, keys }): Finding[] => {
    const { family, profile } = ready.family;
    const { lease } = family;
    if (!lease || abandoned.length === 0) return [];
    const missedSeconds = 3 * lease.renewedEach;
    return [
      {
        code: 'abandoned-leases',
        params: {
          pattern: printable(family.pattern),
          keys,
          exact: true,
          missedSeconds,
          leftSeconds: lease.seconds - lease.renewedEach - missedSeconds,
        },
        severity: 'low',
        family: family.id,
        profile: profile.name,
        count: abandoned.length,
        remedy: { code: 'wait-for-leases', params: { lift: lease.lift }, commands: [] },
      },
    ];
  });
}
