/** A change of an application's .env file, or settings to print. */
import type { FlagsEditData } from '../../switches/model.js';
import type { Block, Code, Document, Tone } from '../document.js';
import type { Envelope } from '../envelope.js';
import { notesList } from '../notes.js';

const KINDS = {
  added: 'added',
  changed: 'changed',
  removed: 'removed',
  unchanged: 'no change',
} as const;

export function editDocument({ data, warnings }: Envelope<FlagsEditData>): Document {
  const { printed, profile, file } = data;
  return {
    title: { text: printed === null ? 'Change of' : 'Settings for', name: file ?? profile.name },
    blocks: [...(printed === null ? changeBlocks(data) : [printedCode(printed)]), ...notesList(warnings)],
  };
}

const changeBlocks = ({ changes, diff }: FlagsEditData): Block[] => [
  {
    kind: 'table',
    id: 'changes',
    title: 'Switches',
    columns: [
      { id: 'switch', title: 'switch', type: 'id' },
      { id: 'change', title: 'change', type: 'text' },
      { id: 'before', title: 'before', type: 'text' },
      { id: 'after', title: 'after', type: 'text' },
    ],
    rows: changes.map(({ env, kind, before, after }) => ({
      switch: env,
      change: { value: kind, text: KINDS[kind], ...(kind === 'unchanged' && { tone: 'quiet' as const }) },
      before: before ?? { value: null, text: 'not set', tone: 'quiet' },
      after: after ?? { value: null, text: 'not set', tone: 'quiet' },
    })),
    none: 'Nothing to change.',
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
