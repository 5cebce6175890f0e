/** What helps a Redis, the best first, as a person reads it in a terminal. */
import { formatBytes } from '../../format/bytes.js';
import { formatMoney } from '../../format/money.js';
import { formatCount, formatCounted } from '../../format/number.js';
import { safeText } from '../../format/terminal.js';
import { applicationText } from '../../recognise/words.js';
import type { AdviseData, Effort, RemedyRow } from '../../advise/model.js';
import type { Envelope } from '../envelope.js';
import { createStyle } from '../render/style.js';
import { renderTable } from '../render/table.js';
import { notesLines, spentText } from '../audit/closing.js';
import { heading, INDENT, labelled, paragraph, type TextContext } from '../audit/context.js';

interface TextOptions {
  color: boolean;
  width: number;
  all: boolean;
}

/** Remedies that are told in one screen. */
const SHOWN = 5;

const TAKES: Readonly<Record<Effort, string>> = {
  plan: 'another plan',
  command: 'a command',
  setting: 'a setting',
  code: 'a change of code',
};

export async function renderAdviseText(envelope: Envelope<AdviseData>, options: TextOptions): Promise<string> {
  const { data, warnings, spent, target } = envelope;
  const context: TextContext = { ...options, style: createStyle(options.color) };
  const shown = options.all ? data.remedies : data.remedies.slice(0, SHOWN);
  const sections = [headText(context, data, target?.name ?? ''), await remediesText(context, data, shown)];
  if (shown.length > 0) sections.push(shown.map((remedy, index) => remedyText(context, remedy, index)).join('\n'));
  const notes = [...leftOut(data), ...warnings];
  if (notes.length > 0) sections.push(notesLines(context, 'Mind', notes));
  return `${[...sections, spentText(context, spent)].join('\n\n')}\n`;
}

function headText(context: TextContext, { profile, workload, provider, now }: AdviseData, target: string): string {
  const { style } = context;
  const application = applicationText({ name: profile.name, from: profile.version, to: profile.upTo });
  const withRequests = Math.max(0, now.commandsPerDay - now.jobsPerDay);
  const measured = now.measuredPerDay === null ? '' : `; the server has counted ${formatCount(now.measuredPerDay)} a day`;
  const data = workload.dataBytes === null ? '' : `, ${formatBytes(workload.dataBytes)}`;
  return [
    `${style.bold('Advice for')} ${style.bold.cyan(safeText(target))}  ${safeText(application)}`,
    '',
    labelled(context, 'Load', `${requestsText(workload)}; ${formatCounted(workload.keys, 'key', 'keys')}${data}`),
    labelled(
      context,
      'Commands',
      `${formatCount(now.commandsPerDay)} a day: ${formatCount(withRequests)} with requests, ${formatCount(now.jobsPerDay)} of background jobs${measured}`,
    ),
    ...(now.dollarsPerMonth === null
      ? []
      : [
          labelled(
            context,
            'Bill',
            `${formatMoney(now.dollarsPerMonth)} a month where each command is charged for, as by ${billedBy(provider)}`,
          ),
        ]),
  ].join('\n');
}

const billedBy = ({ title, asOf }: AdviseData['provider']): string => `${title}${asOf === null ? '' : ` (${asOf})`}`;

function requestsText({ requestsPerDay, requestsFrom, days }: AdviseData['workload']): string {
  const requests = `${formatCount(Math.round(requestsPerDay))} requests a day`;
  if (requestsFrom === 'given') return `${requests}, as given`;
  if (requestsFrom === 'assumed') return `${requests}, assumed, since nothing counts them by the day: give --requests N`;
  return `${requests}, the mean of ${formatCounted(days ?? 0, 'day', 'days')} as the application counted them`;
}

async function remediesText(context: TextContext, data: AdviseData, shown: readonly RemedyRow[]): Promise<string> {
  const title = heading(
    context,
    'What helps',
    'what needs no change of code comes first; each alone, so that they do not add up',
  );
  if (shown.length === 0)
    return `${heading(context, 'What helps')}\n${paragraph(context, 'Nothing that is known here.', INDENT, context.style.green)}`;
  const hasMoney = shown.some(({ saves }) => saves.dollarsPerMonth !== null);
  const rows = shown.map(({ title: what, effort, saves }, index) => [
    String(index + 1),
    what,
    TAKES[effort],
    saves.commandsPerDay === 0 ? '' : formatCount(saves.commandsPerDay),
    saves.bytes === null ? '' : formatBytes(saves.bytes),
    ...(hasMoney ? [saves.dollarsPerMonth ? formatMoney(saves.dollarsPerMonth) : ''] : []),
  ]);
  const table = await renderTable(['', 'remedy', 'takes', 'commands a day', 'memory', ...(hasMoney ? ['a month'] : [])], rows, {
    ...context,
    align: ['right', 'left', 'left', 'right', 'right', 'right'],
    flexible: 1,
    indent: INDENT,
  });
  const left = data.remedies.length - shown.length;
  return [title, table, ...(left > 0 ? [paragraph(context, `${left} more: --all`)] : [])].join('\n');
}

const BODY = 5;

/** The command, whole on its line, then what it risks and what it takes away. */
function remedyText(context: TextContext, { command, title, risk, lasts, loses }: RemedyRow, index: number): string {
  const { style, all } = context;
  const lead = `  ${index + 1}  `;
  const first = command === null ? style.bold(safeText(title)) : style.cyan(safeText(command));
  const told = [risk, ...(lasts === null ? [] : [lasts]), ...(all ? loses : lossText(loses))].join(' ');
  return `${lead}${first}\n${paragraph(context, told, BODY, style.dim)}`;
}

const lossText = (loses: readonly string[]): string[] =>
  loses.length === 0 ? [] : [`What shows less afterwards: --all (${formatCounted(loses.length, 'thing', 'things')}).`];

const leftOut = ({ unread }: AdviseData): string[] =>
  unread.length === 0
    ? []
    : [
        `${formatCounted(unread.length, 'switch', 'switches')} that documents speak of would save commands, but your release does not read ${unread.length === 1 ? 'it' : 'them'}: ${unread.join(', ')}.`,
      ];
