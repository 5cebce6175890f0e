/** A change of an application's .env file, or settings to print. */
import type { FlagsEditData } from '../../switches/model.js';
import type { Block, Code, Document, Tone } from '../document.js';
import type { Envelope } from '../envelope.js';
import type { FlagsReportMessages } from '../messages/en/flags-report.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import { notesList } from '../notes.js';

export function editDocument({ data, warnings }: Envelope<FlagsEditData>, { flags: { edit }, common }: Messages = en): Document {
  const { printed, profile, file } = data;
  return {
    title: { text: printed === null ? edit.change : edit.settings, name: file ?? profile.name },
    blocks: [...(printed === null ? changeBlocks(data, edit) : [printedCode(printed)]), ...notesList(warnings, common)],
  };
}

const changeBlocks = ({ changes, diff }: FlagsEditData, words: FlagsReportMessages['edit']): Block[] => [
  {
    kind: 'table',
    id: 'changes',
    title: words.table,
    columns: [
      { id: 'switch', title: words.heads.switch, type: 'id' },
      { id: 'change', title: words.heads.change, type: 'text' },
      { id: 'before', title: words.heads.before, type: 'text' },
      { id: 'after', title: words.heads.after, type: 'text' },
    ],
    rows: changes.map(({ env, kind, before, after }) => ({
      switch: env,
      change: { value: kind, text: words.kind(kind), ...(kind === 'unchanged' && { tone: 'quiet' as const }) },
      before: before ?? { value: null, text: words.notSet, tone: 'quiet' },
      after: after ?? { value: null, text: words.notSet, tone: 'quiet' },
    })),
    none: words.nothing,
  },
  ...(diff === '' ? [] : [diffCode(diff)]),
];

const diffCode = (diff: string): Code => ({
  kind: 'code',
  language: 'diff',
  lines: diff.split('\n').map((text) => {
    const tone = toneOf(text);
    return tone === undefined ? { text } : { text, tone };
  }),
});

function toneOf(line: string): Tone | undefined {
  if (/^(?:---|\+\+\+) /.test(line)) return 'strong';
  if (line.startsWith('@@')) return 'name';
  if (line.startsWith('+')) return 'good';
  return line.startsWith('-') ? 'bad' : undefined;
}

const LANGUAGES: Readonly<Record<string, string>> = { shell: 'sh', docker: 'sh', k8s: 'yaml', render: 'yaml' };

const printedCode = ({ form, text }: NonNullable<FlagsEditData['printed']>): Code => ({
  kind: 'code',
  language: LANGUAGES[form] ?? '',
  lines: text.split('\n').map((line) => ({ text: line })),
});
