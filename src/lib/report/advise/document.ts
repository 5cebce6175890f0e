/** Remedies for a Redis, the best first. */
import { asClause } from '../../format/sentence.js';
import { formatBytes } from '../../format/bytes.js';
import { safeText } from '../../format/terminal.js';
import { formatMoney } from '../../format/money.js';
import { formatCount, formatCounted } from '../../format/number.js';
import { applicationText } from '../../recognise/words.js';
import type { Effort } from '../../advise/model.js';
import type { AdviceReport, WordedRemedy } from './worded.js';
import type { Column, Document, Fact, Item, Row } from '../document.js';
import type { Envelope } from '../envelope.js';
import { notesList } from '../notes.js';
import { spentFact } from '../spent.js';

/** Number of remedies on one screen. */
const SHOWN = 5;

const TAKES: Readonly<Record<Effort, string>> = {
  plan: 'another plan',
  command: 'a command',
  setting: 'a setting',
  code: 'a change of code',
};

export function adviseDocument({ data, warnings, spent, target }: Envelope<AdviceReport>): Document {
  const rest = `${formatCounted(data.remedies.length - SHOWN, 'more remedy', 'more remedies')}`;
  return {
    title: { text: 'Advice for', name: target?.name ?? snapshotsText(data), remark: applicationOf(data) },
    blocks: [
      { kind: 'facts', facts: headFacts(data) },
      {
        kind: 'table',
        id: 'remedies',
        title: 'What helps',
        remark: 'what needs no change of code comes first; each alone, so that they do not add up',
        columns: columnsOf(data.remedies),
        rows: data.remedies.map(rowOf),
        shown: SHOWN,
        rest,
      },
      {
        kind: 'list',
        id: 'commands',
        title: 'How',
        items: data.remedies.map(itemOf),
        shown: SHOWN,
        rest,
        none: 'Nothing that is known here helps.',
      },
      ...notesList([...leftOut(data), ...warnings]),
      { kind: 'facts', facts: [spentFact(spent)] },
    ],
    summary: summaryOf(data),
  };
}

function snapshotsText({ source: { files } }: AdviceReport): string {
  const [first = '', ...others] = files;
  const more = formatCounted(others.length, 'other snapshot', 'other snapshots');
  return `${first === '-' ? 'standard input' : safeText(first)}${others.length === 0 ? '' : ` and ${more}`}`;
}

const applicationOf = ({ profile }: AdviceReport): string =>
  applicationText({ name: profile.name, from: profile.version, to: profile.upTo });

const heldText = ({ keys, apiKeys, accounts }: AdviceReport['workload']): string =>
  [
    formatCounted(keys, 'key', 'keys'),
    formatCounted(apiKeys, 'API key', 'API keys'),
    formatCounted(accounts, 'account', 'accounts'),
  ].join(', ');

function headFacts({ workload, provider, now }: AdviceReport): Fact[] {
  const withRequests = Math.max(0, now.commandsPerDay - now.jobsPerDay);
  const measured = now.measuredPerDay === null ? '' : `; the server has counted ${formatCount(now.measuredPerDay)} a day`;
  const data = workload.dataBytes === null ? '' : `, ${formatBytes(workload.dataBytes)}`;
  const parts = `${formatCount(withRequests)} with requests, ${formatCount(now.jobsPerDay)} of background jobs`;
  return [
    { label: 'Load', text: `${requestsText(workload)}; ${heldText(workload)}${data}` },
    { label: 'Commands', text: `${formatCount(now.commandsPerDay)} a day: ${parts}${measured}` },
    ...(now.dollarsPerMonth === null
      ? []
      : [
          {
            label: 'Bill',
            text: `${formatMoney(now.dollarsPerMonth)} a month where each command is charged for, as by ${billedBy(provider)}`,
          },
        ]),
  ];
}

const billedBy = ({ title, asOf }: AdviceReport['provider']): string => `${title}${asOf === null ? '' : ` (${asOf})`}`;

function requestsText({ requestsPerDay, requestsFrom, days }: AdviceReport['workload']): string {
  const requests = `${formatCount(Math.round(requestsPerDay))} requests a day`;
  if (requestsFrom === 'given') return `${requests}, as given`;
  if (requestsFrom === 'assumed') return `${requests}, assumed: give --requests N`;
  return `${requests}, counted over ${formatCounted(days ?? 0, 'day', 'days')}`;
}

function columnsOf(remedies: readonly WordedRemedy[]): Column[] {
  const hasMoney = remedies.some(({ saves }) => saves.dollarsPerMonth !== null);
  return [
    { id: 'place', title: '', type: 'count' },
    { id: 'id', title: 'id', type: 'id', only: 'machines' },
    { id: 'title', title: 'remedy', type: 'text' },
    { id: 'effort', title: 'takes', type: 'text' },
    { id: 'commands_per_day', title: 'commands a day', type: 'count' },
    { id: 'bytes', title: 'memory', type: 'bytes' },
    { id: 'usd_per_month', title: 'a month', type: 'money', ...(!hasMoney && { only: 'machines' as const }) },
    { id: 'keys', title: 'keys', type: 'count', only: 'machines' },
    { id: 'command', title: 'command', type: 'id', only: 'machines' },
  ];
}

const rowOf = ({ id, title, effort, saves, keys, command }: WordedRemedy, index: number): Row => ({
  place: index + 1,
  id,
  title,
  effort: { value: effort, text: TAKES[effort] },
  commands_per_day: saves.commandsPerDay === 0 ? { value: 0, text: '' } : saves.commandsPerDay,
  bytes: saves.bytes,
  usd_per_month: saves.dollarsPerMonth === 0 ? { value: 0, text: '' } : saves.dollarsPerMonth,
  keys,
  command,
});

/** The command on its own line, then its risks and losses. */
const itemOf = ({ command, effort, title, risk, lasts, loses }: WordedRemedy, index: number): Item => ({
  lead: String(index + 1),
  ...(command === null ? { title } : { command: { text: command } }),
  texts: [risk, ...(lasts === null ? [] : [lasts])].map((text) => ({ text, tone: 'quiet' as const })),
  details: effort === 'command' && loses.length > 0 ? [`Without them these go: ${loses.map(asClause).join('; ')}.`] : loses,
});

const leftOut = ({ unread }: AdviceReport): string[] =>
  unread.length === 0
    ? []
    : [
        `${formatCounted(unread.length, 'switch', 'switches')} that documents speak of would save commands, but your release does not read ${unread.length === 1 ? 'it' : 'them'}: ${unread.join(', ')}.`,
      ];

function summaryOf({ remedies }: AdviceReport): { text: string } {
  const [first] = remedies;
  if (first === undefined) return { text: 'Nothing that is known here helps.' };
  const { commandsPerDay, bytes } = first.saves;
  const saved = [
    commandsPerDay > 0 ? `${formatCounted(commandsPerDay, 'command', 'commands')} a day` : [],
    bytes === null ? [] : formatBytes(bytes),
  ].flat();
  const effect = saved.length === 0 ? '' : `, saves ${saved.join(' and ')}`;
  return { text: `${formatCounted(remedies.length, 'remedy', 'remedies')}; first: ${first.title}${effect}` };
}
