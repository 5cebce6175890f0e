/** The result of checking profiles, with the problems of each. */
import { contradicts, type Misfit, type MisfitCode } from '../../audit/misfits.js';
import { formatDuration } from '../../format/duration.js';
import { formatCounted } from '../../format/number.js';
import type { Document, List, Table } from '../document.js';
import type { Envelope } from '../envelope.js';
import type { CheckedProfile } from './data.js';

/** `profile`: the profile with the problem. */
type Problem = CheckedProfile['problems'][number] & { profile: string };

/** Number of problems on one screen. */
const SHOWN = 20;

interface Checked {
  checked: CheckedProfile[];
  /** What the keys say against the profile; `null`: they were not looked at. */
  misfits: Misfit[] | null;
}

export function checkDocument({ data: { checked, misfits } }: Envelope<Checked>): Document {
  const problems: Problem[] = checked.flatMap(({ name, problems: found }) => found.map((each) => ({ profile: name, ...each })));
  return {
    title: { text: 'Check of profiles' },
    blocks: [
      profilesTable(checked),
      ...problemsList(problems, checked.length > 1),
      ...(misfits === null ? [] : [misfitsTable(misfits)]),
      {
        kind: 'table',
        id: 'problems',
        title: 'Problems',
        only: 'machines',
        columns: [
          { id: 'profile', title: 'profile', type: 'id' },
          { id: 'family', title: 'family', type: 'id' },
          { id: 'problem', title: 'problem', type: 'text' },
        ],
        rows: problems.map(({ profile, family, problem }) => ({ profile, family, problem })),
      },
    ],
    summary: {
      text:
        problems.length === 0 && misfits !== null
          ? againstText(misfits)
          : problems.length === 0
            ? `${formatCounted(checked.length, 'profile is', 'profiles are')} sound.`
            : `${formatCounted(problems.length, 'problem', 'problems')} in ${formatCounted(checked.length, 'profile', 'profiles')}.`,
      ...((problems.length > 0 || misfits?.some(contradicts) === true) && { tone: 'bad' as const }),
    },
  };
}

const FOUND: Readonly<Record<MisfitCode, (found: string | null) => string>> = {
  unknown: () => 'no family has such names',
  type: (found) => `the type is ${found}`,
  'without-ttl': () => 'they have no TTL, and should have one',
  'with-ttl': (found) => `they have a TTL, of up to ${formatDuration(Number(found))}`,
  'longer-ttl': (found) => `the longest TTL is ${formatDuration(Number(found))}, longer than that of the family`,
  unseen: () => 'there are none',
};

const misfitsTable = (misfits: readonly Misfit[]): Table => ({
  kind: 'table',
  id: 'misfits',
  title: 'Compared with the keys',
  columns: [
    { id: 'code', title: 'code', type: 'id', only: 'machines' },
    { id: 'family', title: 'family', type: 'id' },
    { id: 'pattern', title: 'pattern', type: 'id' },
    { id: 'keys', title: 'keys', type: 'count' },
    { id: 'found', title: 'found', type: 'text' },
  ],
  rows: misfits.map(({ code, family, pattern, keys, found }) => ({
    code,
    family: family ?? '-',
    pattern,
    keys,
    found: FOUND[code](found),
  })),
  shown: SHOWN,
});

function againstText(misfits: readonly Misfit[]): string {
  const against = misfits.filter(contradicts);
  const unseen = misfits.length - against.length;
  const seen = unseen === 0 ? 'every family has keys' : `${formatCounted(unseen, 'family has', 'families have')} none`;
  return against.length === 0
    ? `The profile fits the keys; ${seen}.`
    : `${formatCounted(against.length, 'thing does', 'things do')} not fit the keys; ${seen}.`;
}

/** A list of problems; empty if there are none. */
const problemsList = (problems: readonly Problem[], isOfSeveral: boolean): List[] =>
  problems.length === 0
    ? []
    : [
        {
          kind: 'list',
          id: 'problems',
          title: 'Problems',
          items: problems.map(({ profile, family, problem }) => ({
            ...(isOfSeveral && { lead: profile }),
            texts: [family === null ? problem : `${family}: ${problem}`],
          })),
          shown: SHOWN,
          rest: formatCounted(problems.length - SHOWN, 'problem more', 'problems more'),
        },
      ];

const profilesTable = (checked: readonly CheckedProfile[]): Table => ({
  kind: 'table',
  id: 'profiles',
  title: 'Profiles',
  columns: [
    { id: 'profile', title: 'profile', type: 'id' },
    { id: 'families', title: 'families', type: 'count' },
    { id: 'problems', title: 'problems', type: 'count' },
    { id: 'verdict', title: '', type: 'text', only: 'people' },
  ],
  rows: checked.map(({ name, families, problems }) => ({
    profile: name,
    families,
    problems: problems.length,
    verdict: problems.length === 0 ? { value: 'sound', tone: 'good' } : { value: 'wrong', tone: 'bad' },
  })),
});
