/** The result of checking profiles, with the problems of each. */
import { formatCounted } from '../../format/number.js';
import type { Document, List, Table } from '../document.js';
import type { Envelope } from '../envelope.js';
import type { CheckedProfile } from './data.js';

/** `profile`: the profile with the problem. */
type Problem = CheckedProfile['problems'][number] & { profile: string };

/** Number of problems on one screen. */
const SHOWN = 20;

export function checkDocument({ data: { checked } }: Envelope<{ checked: CheckedProfile[] }>): Document {
  const problems: Problem[] = checked.flatMap(({ name, problems: found }) => found.map((each) => ({ profile: name, ...each })));
  return {
    title: { text: 'Check of profiles' },
    blocks: [
      profilesTable(checked),
      ...problemsList(problems, checked.length > 1),
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
        problems.length === 0
          ? `${formatCounted(checked.length, 'profile is', 'profiles are')} sound.`
          : `${formatCounted(problems.length, 'problem', 'problems')} in ${formatCounted(checked.length, 'profile', 'profiles')}.`,
      ...(problems.length > 0 && { tone: 'bad' as const }),
    },
  };
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
