import type { Counting, Limiter, LimiterRule } from './limiters.js';
import { placeholderNames } from './placeholder-names.js';
import type { Family, Profile, RedisType } from './types.js';
import { meet } from './version.js';

/** Problems of a profile's limiters. */
export function lintLimiters(profile: Profile): string[] {
  const { limiters = [] } = profile;
  return limiters.flatMap((limiter, at) => [
    ...problemsOf(profile, limiter).map((problem) => `limiter ${limiter.id}: ${problem}`),
    ...(limiters.slice(0, at).some((other) => other.id === limiter.id && meet(other, limiter))
      ? [`limiter ${limiter.id} is stated twice for the same release`]
      : []),
  ]);
}

const familyOf = (profile: Profile, id: string): Family | undefined => profile.families.find((family) => family.id === id);

const TYPES: Readonly<Record<Counting['kind'], RedisType | null>> = {
  'list-log': 'list',
  'fixed-window': 'string',
  'started-window': 'string',
  'token-bucket': 'hash',
  leases: 'zset',
  other: null,
};

function problemsOf(profile: Profile, limiter: Limiter): string[] {
  const { family: id, subject, mark, rules, counting } = limiter;
  const family = familyOf(profile, id);
  if (!family) return [`family ${id} does not exist`];
  const names = placeholderNames(family.pattern);
  const type = TYPES[counting.kind];
  return [
    ...(family.role === 'limiter' ? [] : [`the role of ${id} is ${family.role}, and not limiter`]),
    ...(type === null || family.type === type ? [] : [`${counting.kind} needs a ${type}, and ${id} is a ${family.type}`]),
    ...[subject, mark].flatMap((name) =>
      name === undefined || names.includes(name) ? [] : [`the pattern of ${id} has no placeholder ${name}`],
    ),
    ...countingProblems(profile, family, counting),
    ...rules.flatMap((rule) => ruleProblems(profile, limiter, rule).map((problem) => `rule ${rule.name}: ${problem}`)),
  ];
}

function countingProblems(profile: Profile, family: Family, counting: Counting): string[] {
  if (counting.kind === 'token-bucket') {
    const fields = { ...family.fields, ...family.optionalFields };
    return [counting.tokens, counting.at].flatMap((name) =>
      Object.hasOwn(fields, name) ? [] : [`${family.id} has no field ${name}`],
    );
  }
  if (counting.kind !== 'started-window') return [];
  const start = familyOf(profile, counting.start);
  if (!start) return [`family ${counting.start} does not exist`];
  const known = placeholderNames(family.pattern);
  return [
    ...(start.type === 'string' && start.value === 'unix-ms' ? [] : [`${start.id} is no string with a time in ms`]),
    ...(placeholderNames(start.pattern).every((name) => known.includes(name))
      ? []
      : [`${start.id} has placeholders that ${family.id} lacks`]),
  ];
}

function ruleProblems({ limits }: Profile, { mark: marked, rules }: Limiter, { name, mark, limit }: LimiterRule): string[] {
  return [
    ...(rules.filter((other) => other.name === name).length > 1 ? ['the name is used twice'] : []),
    ...((mark === undefined) === (marked === undefined) ? [] : ['a mark needs the placeholder that it is the text of']),
    ...(limit === undefined || limits?.list.some(({ id }) => id === limit) ? [] : [`limit ${limit} does not exist`]),
  ];
}
