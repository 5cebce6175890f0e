/** Titles, heads, labels and sentences of reports on profiles. */
import type { MisfitCode } from '../../../audit/misfits.js';
import { formatDuration } from '../../../format/duration.js';
import { formatCount, formatCounted } from '../../../format/number.js';
import type { TtlPolicy } from '../../../profile/types.js';

type Rearmed = Extract<TtlPolicy, { expires: true }>['rearmed'];

const REARMED: Readonly<Record<Rearmed, string>> = {
  'each-write': 'renewed by each write',
  'each-use': 'renewed by each use',
  never: 'never renewed',
};

const FOUND: Readonly<Record<MisfitCode, (found: string | null) => string>> = {
  unknown: () => 'no family has such names',
  type: (found) => `the type is ${found}`,
  'without-ttl': () => 'they have no TTL, and should have one',
  'with-ttl': (found) => `they have a TTL, of up to ${formatDuration(Number(found))}`,
  'longer-ttl': (found) => `the longest TTL is ${formatDuration(Number(found))}, longer than that of the family`,
  unseen: () => 'there are none',
};

export const profile = {
  list: {
    title: 'Built-in profiles',
    table: 'Profiles',
    heads: { profile: 'profile', versions: 'versions', families: 'families', application: 'application' },
    versions: (oldest: string, newest: string): string => `${oldest} to ${newest}`,
    summary: (profiles: number): string =>
      `${formatCounted(profiles, 'profile', 'profiles')}; meter profile show PROFILE lists the families of one.`,
  },
  show: {
    titles: { profile: 'Profile', family: 'Family' },
    of: (name: string): string => `of ${name}`,
    families: 'Families',
    heads: { pattern: 'pattern', family: 'family', type: 'type', ttl: 'TTL', class: 'class', grain: 'grain' },
    rest: (families: number): string => formatCounted(families, 'family more', 'families more'),
    summary: (families: number): string =>
      `${formatCounted(families, 'family', 'families')}; --family ID shows all that is known of one.`,
    oneSummary: (of: { pattern: string; types: string; ttl: string; valueClass: string }): string =>
      `${of.pattern}: ${of.types}, TTL ${of.ttl}, ${of.valueClass}.`,
    labels: {
      readFrom: 'Read from',
      pattern: 'Pattern',
      examples: 'Examples',
      type: 'Type',
      role: 'Role',
      class: 'Class',
      grain: 'Grain',
      ttl: 'TTL',
      keep: 'Keep',
      breaks: 'Breaks',
      growth: 'Growth',
      since: 'Since',
      until: 'Until',
      value: 'Value',
      fields: 'Fields',
      optional: 'Optional',
      evidence: 'Evidence',
    },
    ttl: { none: 'none', varies: 'varies' },
    /** `note`: absent: none. */
    ttlText: (ttl: string, rearmed: Rearmed, note: string | undefined): string =>
      [ttl, REARMED[rearmed], ...(note ? [note] : [])].join('; '),
    keep: (periods: number, reader: string): string => `the newest ${formatCount(periods)} periods, for ${reader}`,
    growth: (bound: number | 'none', note: string): string =>
      `${bound === 'none' ? 'without bound' : `up to ${formatCount(bound)}`}: ${note}`,
    generic: 'none: others use such names too',
    anyOf: (fields: readonly string[]): string => fields.join(' or '),
    field: (name: string, unit: string): string => `${name} (${unit})`,
  },
  check: {
    title: 'Check of profiles',
    tables: { profiles: 'Profiles', problems: 'Problems', misfits: 'Compared with the keys' },
    heads: {
      profile: 'profile',
      families: 'families',
      problems: 'problems',
      family: 'family',
      pattern: 'pattern',
      keys: 'keys',
      found: 'found',
    },
    verdict: { sound: 'sound', wrong: 'wrong' },
    problem: (family: string | null, problem: string): string => (family === null ? problem : `${family}: ${problem}`),
    rest: (problems: number): string => formatCounted(problems, 'problem more', 'problems more'),
    found: (code: MisfitCode, found: string | null): string => FOUND[code](found),
    sound: (profiles: number): string => `${formatCounted(profiles, 'profile is', 'profiles are')} sound.`,
    wrong: (problems: number, profiles: number): string =>
      `${formatCounted(problems, 'problem', 'problems')} in ${formatCounted(profiles, 'profile', 'profiles')}.`,
    /** `unseen`: families without keys. */
    compared: (against: number, unseen: number): string => {
      const seen = unseen === 0 ? 'every family has keys' : `${formatCounted(unseen, 'family has', 'families have')} none`;
      return against === 0
        ? `The profile fits the keys; ${seen}.`
        : `${formatCounted(against, 'thing does', 'things do')} not fit the keys; ${seen}.`;
    },
  },
  draft: {
    made: (names: number): string =>
      `A first profile, made of ${formatCounted(names, 'key name', 'key names')} that no profile knows. Names and types are sampled; values are not kept.`,
    safe: 'Every family is operational, so that none of its keys is ever removed. Say of each what it is for: docs/profiles.md',
    known: (name: string): string => `The keys of ${name} have a profile, and are not in it.`,
    leftOut: (pattern: string): string => `Left out, because its names say too little: ${pattern}`,
    interrupted: 'Interrupted, stopping: the profile of what was seen follows. Ctrl-C again ends at once.',
  },
};

export type ProfileMessages = typeof profile;
