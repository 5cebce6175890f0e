/** Remedies for a Redis, the best first. */
import { formatBytes } from '../../format/bytes.js';
import { safeText } from '../../format/terminal.js';
import { formatMoney } from '../../format/money.js';
import type { AdviceReport, WordedRemedy } from './worded.js';
import type { Column, Document, Fact, Item, Row } from '../document.js';
import type { Envelope } from '../envelope.js';
import { en } from '../messages/en.js';
import type { AdviseReportMessages } from '../messages/en/advise-report.js';
import type { Messages } from '../messages/messages.js';
import { notesList } from '../notes.js';
import { spentFact } from '../spent.js';

/** Number of remedies on one screen. */
const SHOWN = 5;

export function adviseDocument({ data, warnings, spent, target }: Envelope<AdviceReport>, messages: Messages = en): Document {
  const { advise, common, recognise } = messages;
  const { report } = advise;
  const { profile, remedies, unread } = data;
  const rest = report.rest(remedies.length - SHOWN);
  return {
    title: {
      text: report.title,
      name: target?.name ?? snapshotsText(data, report),
      remark: recognise.application({ name: profile.name, from: profile.version, to: profile.upTo }),
    },
    blocks: [
      { kind: 'facts', facts: headFacts(data, report) },
      {
        kind: 'table',
        id: 'remedies',
        title: report.sections.remedies,
        remark: report.order,
        columns: columnsOf(remedies, report),
        rows: remedies.map((remedy, index) => rowOf(remedy, index, report)),
        shown: SHOWN,
        rest,
      },
      {
        kind: 'list',
        id: 'commands',
        title: report.sections.commands,
        items: remedies.map((remedy, index) => itemOf(remedy, index, report)),
        shown: SHOWN,
        rest,
        none: report.nothing,
      },
      ...notesList([...(unread.length === 0 ? [] : [report.unread(unread)]), ...warnings], common),
      { kind: 'facts', facts: [spentFact(spent, common)] },
    ],
    summary: summaryOf(data, report),
  };
}

function snapshotsText({ source: { files } }: AdviceReport, { snapshots, standardInput }: AdviseReportMessages): string {
  const [first = '', ...others] = files;
  return snapshots(first === '-' ? standardInput : safeText(first), others.length);
}

function headFacts({ workload, provider, now }: AdviceReport, { labels, load, commands, bill }: AdviseReportMessages): Fact[] {
  return [
    { label: labels.load, text: load(workload, workload.dataBytes === null ? null : formatBytes(workload.dataBytes)) },
    {
      label: labels.commands,
      text: commands({
        all: now.commandsPerDay,
        withRequests: Math.max(0, now.commandsPerDay - now.jobsPerDay),
        jobs: now.jobsPerDay,
        measured: now.measuredPerDay,
      }),
    },
    ...(now.dollarsPerMonth === null
      ? []
      : [{ label: labels.bill, text: bill(formatMoney(now.dollarsPerMonth), provider.title, provider.asOf) }]),
  ];
}

function columnsOf(remedies: readonly WordedRemedy[], { heads }: AdviseReportMessages): Column[] {
  const hasMoney = remedies.some(({ saves }) => saves.dollarsPerMonth !== null);
  return [
    { id: 'place', title: '', type: 'count' },
    { id: 'id', title: 'id', type: 'id', only: 'machines' },
    { id: 'title', title: heads.remedy, type: 'text' },
    { id: 'effort', title: heads.takes, type: 'text', drop: 1 },
    { id: 'commands_per_day', title: heads.commands, type: 'count' },
    { id: 'bytes', title: heads.bytes, type: 'bytes' },
    { id: 'usd_per_month', title: heads.dollars, type: 'money', ...(!hasMoney && { only: 'machines' as const }) },
    { id: 'keys', title: 'keys', type: 'count', only: 'machines' },
    { id: 'command', title: 'command', type: 'id', only: 'machines' },
  ];
}

const rowOf = (
  { id, title, effort, saves, keys, command }: WordedRemedy,
  index: number,
  { takes }: AdviseReportMessages,
): Row => ({
  place: index + 1,
  id,
  title,
  effort: { value: effort, text: takes(effort) },
  commands_per_day: saves.commandsPerDay === 0 ? { value: 0, text: '' } : saves.commandsPerDay,
  bytes: saves.bytes,
  usd_per_month: saves.dollarsPerMonth === 0 ? { value: 0, text: '' } : saves.dollarsPerMonth,
  keys,
  command,
});

/** The command on its own line, then its risk. Whether the effect lasts and what is lost come with everything. */
const itemOf = (
  { command, effort, title, risk, lasts, loses }: WordedRemedy,
  index: number,
  { gone }: AdviseReportMessages,
): Item => ({
  lead: String(index + 1),
  ...(command === null ? { title } : { command: { text: command } }),
  texts: [{ text: risk, tone: 'quiet' }],
  details: [...(lasts === null ? [] : [lasts]), ...(effort === 'command' && loses.length > 0 ? [gone(loses)] : loses)],
});

function summaryOf({ remedies }: AdviceReport, { nothing, summary }: AdviseReportMessages): { text: string } {
  const [first] = remedies;
  if (first === undefined) return { text: nothing };
  const { commandsPerDay, bytes } = first.saves;
  const text = summary(remedies.length, {
    title: first.title,
    commandsPerDay,
    bytes: bytes === null ? null : formatBytes(bytes),
  });
  return { text };
}
