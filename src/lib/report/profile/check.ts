/** The result of checking profiles, with the problems of each. */
import { contradicts, type Misfit } from '../../audit/misfits.js';
import type { Document, List, Table } from '../document.js';
import type { Envelope } from '../envelope.js';
import { en } from '../messages/en.js';
import type { ProfileMessages } from '../messages/en/profile.js';
import type { Messages } from '../messages/messages.js';
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

type Words = ProfileMessages['check'];

export function checkDocument({ data: { checked, misfits } }: Envelope<Checked>, { profile }: Messages = en): Document {
  const words = profile.check;
  const problems: Problem[] = checked.flatMap(({ name, problems: found }) => found.map((each) => ({ profile: name, ...each })));
  return {
    title: { text: words.title },
    blocks: [
      profilesTable(checked, words),
      ...problemsList(problems, checked.length > 1, words),
      ...(misfits === null ? [] : [misfitsTable(misfits, words)]),
      {
        kind: 'table',
        id: 'problems',
        title: words.tables.problems,
        only: 'machines',
        columns: [
          { id: 'profile', title: 'profile', type: 'id' },
          { id: 'family', title: 'family', type: 'id' },
          { id: 'problem', title: 'problem', type: 'text' },
        ],
        rows: problems.map(({ profile: name, family, problem }) => ({ profile: name, family, problem })),
      },
    ],
    summary: {
      text:
        problems.length > 0
          ? words.wrong(problems.length, checked.length)
          : misfits === null
            ? words.sound(checked.length)
            : againstText(misfits, words),
      ...((problems.length > 0 || misfits?.some(contradicts) === true) && { tone: 'bad' as const }),
    },
  };
}

const misfitsTable = (misfits: readonly Misfit[], { tables, heads, found: foundText }: Words): Table => ({
  kind: 'table',
  id: 'misfits',
  title: tables.misfits,
  columns: [
    { id: 'code', title: 'code', type: 'id', only: 'machines' },
    { id: 'family', title: heads.family, type: 'id' },
    { id: 'pattern', title: heads.pattern, type: 'id' },
    { id: 'keys', title: heads.keys, type: 'count' },
    { id: 'found', title: heads.found, type: 'text' },
  ],
  rows: misfits.map(({ code, family, pattern, keys, found }) => ({
    code,
    family: family ?? '-',
    pattern,
    keys,
    found: foundText(code, found),
  })),
  shown: SHOWN,
});

function againstText(misfits: readonly Misfit[], { compared }: Words): string {
  const against = misfits.filter(contradicts).length;
  return compared(against, misfits.length - against);
}

/** A list of problems; empty if there are none. */
const problemsList = (
  problems: readonly Problem[],
  isOfSeveral: boolean,
  { tables, rest, problem: problemText }: Words,
): List[] =>
  problems.length === 0
    ? []
    : [
        {
          kind: 'list',
          id: 'problems',
          title: tables.problems,
          items: problems.map(({ profile, family, problem }) => ({
            ...(isOfSeveral && { lead: profile }),
            texts: [problemText(family, problem)],
          })),
          shown: SHOWN,
          rest: rest(problems.length - SHOWN),
        },
      ];

const profilesTable = (checked: readonly CheckedProfile[], { tables, heads, verdict }: Words): Table => ({
  kind: 'table',
  id: 'profiles',
  title: tables.profiles,
  columns: [
    { id: 'profile', title: heads.profile, type: 'id' },
    { id: 'families', title: heads.families, type: 'count' },
    { id: 'problems', title: heads.problems, type: 'count' },
    { id: 'verdict', title: '', type: 'text', only: 'people' },
  ],
  rows: checked.map(({ name, families, problems }) => ({
    profile: name,
    families,
    problems: problems.length,
    verdict: problems.length === 0 ? { value: verdict.sound, tone: 'good' } : { value: verdict.wrong, tone: 'bad' },
  })),
});
