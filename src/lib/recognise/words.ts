/**
 * All sentences about the application, its release, its UTC offset, its clock and its switches. Every verb uses these sentences.
 */
import type { Switch } from '../profile/operations.js';
import type { Profile, ReadingWords, SignWords } from '../profile/types.js';
import { isVersion, type Releases } from '../profile/version.js';
import type { OffsetDecision, OffsetFrom } from './utc-offset.js';

/** `1.1.314`, `1.1.122 to 1.1.262`, `≥ 1.1.284`, `≤ 1.1.262`; empty when unknown. */
export function releaseText({ from, to }: Releases): string {
  if (from === null) return to === null ? '' : `≤ ${to}`;
  if (to === null) return `≥ ${from}`;
  return from === to ? from : `${from} to ${to}`;
}

/** The application with its release, such as `claude-relay-service ≥ 1.1.284`. */
export function applicationText({ name, ...releases }: Releases & { name: string }): string {
  return `${name} ${releaseText(releases)}`.trimEnd();
}

/** All applications on one line; `none recognised` for none. */
export const applicationsText = (rows: readonly (Releases & { name: string })[]): string =>
  rows.length === 0 ? NO_APPLICATION : rows.map(applicationText).join(', ');

export const NO_APPLICATION = 'none recognised';

/** The application, and the release used for comparison if other releases are possible. */
export function comparedText({ name, version, releases }: { name: string; version: string | null; releases: Releases }): string {
  const text = applicationText({ name, ...releases });
  if (version === null || (releases.from === version && releases.to === version)) return text;
  return `${text}, compared with ${version}`;
}

/**
 * The basis of an estimate. A measured figure may have a name that is not a release. `releases`: the range that the data show.
 */
export function estimatedText({
  name,
  version,
  releases,
}: {
  name: string;
  version: string | null;
  releases: Releases | null;
}): string {
  if (releases) return applicationText({ name, ...releases });
  return version !== null && !isVersion(version) ? `${name}@${version}` : applicationText({ name, from: version, to: version });
}

/** In the language of the profile. */
export const signWordsOf = ({ signWords }: Profile): SignWords => signWords ?? SIGN_WORDS;

const SIGN_WORDS: SignWords = {
  exists: (pattern) => `${pattern} exists`,
  present: ({ sign, since }) => `${sign} (since ${since})`,
  missing: ({ sign, since }) => `not so: ${sign} (since ${since})`,
  named: ({ release, key }) => `${key} says ${release}`,
  unseen: 'the newest release known, not seen',
};

export const upgradedText = (from: string): string => `upgraded from ${from}`;

/** Why an offset was chosen. */
export const offsetEvidence = {
  flag: '--utc-offset',
  env: (variable: string): string => `${variable} in its .env file`,
  note: 'an earlier run has noted it',
  // The number of records read depends on the order of the keys, so it is not shown.
  data: 'request records match the hourly buckets at this offset',
  profile: ({ title }: Profile): string => `the default of ${title}`,
  undecided: ({ title }: Profile, isUntold: boolean): string =>
    `the default of ${title}; ${isUntold ? 'the data do not show it' : 'too few records show it, or they contradict each other'}`,
  archive: 'that of the archive',
  none: 'no application with its own dates was found',
};

const OFFSET_FROM: Record<OffsetFrom, string> = {
  flag: 'offset given by',
  env: "offset from the relay's own settings:",
  note: 'offset as before:',
  archive: 'offset as it was then:',
  data: 'offset found in the data:',
  profile: 'offset assumed:',
  default: 'offset assumed:',
};

export const utcText = (hours: number): string => `UTC${hours < 0 ? '-' : '+'}${Math.abs(hours)}`;

/** The current time in the application's zone: `2026-11-20 14:03:11 UTC+8, offset found in the data: …` */
export function clockText({ now, utcOffset, offsetFrom, evidence }: OffsetDecision & { now: string }): string {
  const local = new Date(Date.parse(now) + utcOffset * 3_600_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${utcText(utcOffset)}, ${OFFSET_FROM[offsetFrom]} ${evidence}`;
}

/** In the language of the profile. */
export const readingWordsOf = ({ readingWords }: Profile): ReadingWords => readingWords ?? READING_WORDS;

const READING_WORDS: ReadingWords = {
  documentsOnly: 'only documents name it',
  fork: (fork, release) => `only the fork ${fork}, made from ${release}, reads it`,
  between: (since, until) =>
    `releases ${[...(since === undefined ? [] : [`from ${since}`]), ...(until === undefined ? [] : [`until ${until}`])].join(' ')} read it`,
  release: (release) => `release ${release} reads it`,
  every: 'every release reads it',
  inSource: (file, line) => `${file}:${line}`,
  inTemplate: (file, line) => `only ${file}:${line} names it, a template that the application does not load`,
  nowhere: 'the source does not name it',
};

/** Follows "yes", "no" or "unknown" in the answer whether a release reads a variable. */
export function readByText({ readBy }: Switch, releases: Releases, words: ReadingWords): string {
  if (readBy === 'documents-only') return words.documentsOnly;
  if ('fork' in readBy) return words.fork(readBy.fork, readBy.release);
  const { since, until, note } = readBy;
  if (since !== undefined || until !== undefined) return words.between(since, until);
  if (note !== undefined) return note;
  return releases.from !== null && releases.from === releases.to ? words.release(releases.from) : words.every;
}
