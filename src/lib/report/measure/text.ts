import { formatBytes } from '../../format/bytes.js';
import { formatDuration } from '../../format/duration.js';
import { formatCount, formatCounted, formatShare } from '../../format/number.js';
import { safeText } from '../../format/terminal.js';
import { comparedText, NO_APPLICATION } from '../../recognise/words.js';
import { NO_KEY } from '../audit/figures.js';
import type { Compared, MeasureData } from '../../measure/model.js';
import type { Envelope } from '../envelope.js';
import { createStyle } from '../render/style.js';
import { renderTable, type Cell } from '../render/table.js';
import { spentText } from '../audit/closing.js';
import { heading, INDENT, labelled, paragraph, type TextContext } from '../render/lines.js';

/** Rows of a table unless all are asked for. */
const SHOWN = 12;

/** What was measured as a person reads it in a terminal: the answer first, then where it comes from. */
export async function renderMeasureText(
  envelope: Envelope<MeasureData>,
  options: { color: boolean; width: number; all: boolean },
): Promise<string> {
  const { data, target } = envelope;
  const context: TextContext = { ...options, style: createStyle(options.color) };
  const sections = [
    headerText(context, target?.name ?? 'a capture of MONITOR', data),
    ...(data.sources.length === 0 ? [] : [await sourcesText(context, data)]),
    ...(data.conditions.length === 0 ? [] : [await conditionsText(context, data.conditions)]),
    ...(data.families.length === 0 ? [] : [await familiesText(context, data)]),
    ...(data.commands.length === 0 ? [] : [await commandsText(context, data)]),
    ...(data.unexplained.top.length === 0 ? [] : [await unexplainedText(context, data)]),
    ...(isFailing(data.failed) ? [failedText(context, data.failed)] : []),
    ...(data.screens === null || data.screens.length === 0 ? [] : [await screensText(context, data.screens)]),
    backgroundText(context, data),
    ...(data.hotKeys === null || data.hotKeys.length === 0 ? [] : [await hotKeysText(context, data.hotKeys)]),
    ...notesText(context, [...envelope.warnings, ...data.notKnown.map((sentence) => `Not known: ${sentence}`)]),
    spentText(context, envelope.spent),
  ];
  return `${sections.join('\n\n')}\n`;
}

const HOW: Record<MeasureData['how'], string> = {
  commandstats: 'statistics of the server before and after',
  monitor: 'sample by MONITOR',
  capture: 'capture by MONITOR',
};

const REQUESTS: Record<MeasureData['requests']['how'], string> = {
  counter: 'by the application’s own counter',
  sum: 'by the counters of its API keys',
  sample: 'by what the sample adds to the application’s counter',
  flag: 'as given by --requests',
  unknown: '',
};

function headerText(context: TextContext, name: string, data: MeasureData): string {
  const { style } = context;
  const { profile, requests, interval, total } = data;
  const counted = requests.counter === null ? '' : ` ${requests.counter}`;
  return [
    `${style.bold('Measured at')} ${style.bold.cyan(safeText(name))}`,
    '',
    labelled(
      context,
      'How',
      `${HOW[data.how]}, ${formatDuration(interval.seconds)}${interval.from === null ? '' : ` from ${interval.from.slice(0, 19).replace('T', ' ')} UTC`}`,
    ),
    profile === null
      ? labelled(context, 'Profile', NO_APPLICATION, style.yellow)
      : labelled(context, 'Profile', comparedText(profile)),
    profile === null ? [] : labelled(context, '', profile.evidence, style.dim),
    requests.count === null
      ? labelled(context, 'Requests', 'not known', style.yellow)
      : labelled(context, 'Requests', `${formatCount(requests.count)} ${REQUESTS[requests.how]}${counted}`),
    labelled(context, 'Commands', commandsLine(data)),
    total.perRequest.measured === null ? [] : labelled(context, 'A request', requestLine(data), style.bold),
    data.traffic === null ? [] : labelled(context, 'Traffic', trafficLine(data.traffic)),
  ]
    .flat()
    .join('\n');
}

function commandsLine({ total }: MeasureData): string {
  if (total.measured === null) return 'not told by the server';
  const inScripts =
    total.wire === null || total.wire === total.measured
      ? ''
      : `, ${formatCount(total.measured - total.wire)} of them inside scripts`;
  return `${formatCount(total.measured)}${inScripts}`;
}

function requestLine({ total: { perRequest }, unexplained }: MeasureData): string {
  const predicted = perRequest.predicted === null ? '' : ` commands; ${figure(perRequest.predicted)} predicted, timers included`;
  const share = unexplained.share === null ? '' : `; ${formatShare(unexplained.share)} unexplained`;
  return `${figure(perRequest.measured)}${predicted}${share}`;
}

/** By request where there were any, else in the interval. */
function trafficLine({ sent, received }: NonNullable<MeasureData['traffic']>): string {
  const way = (name: string, whole: typeof sent): string => {
    const row = whole.perRequest.measured === null ? whole : whole.perRequest;
    return `${formatBytes(row.measured)} ${name}${row.predicted === null ? '' : ` (${formatBytes(row.predicted)} predicted)`}`;
  };
  return `${way('sent', sent)} · ${way('received', received)}${sent.perRequest.measured === null ? '' : ' a request, timers included'}`;
}

/** Columns of a comparison: by request where there were any, else in the interval. */
function comparison(context: TextContext, data: MeasureData, of: Compared & { perRequest: Compared }): Cell[] {
  const row = data.requests.count ? of.perRequest : of;
  return [figure(row.measured), figure(row.predicted), differenceCell(context, row)];
}

const COMPARED = ['measured', 'predicted', 'difference'];
const RIGHT = ['right', 'right', 'right'] as const;

function differenceCell({ style }: TextContext, { difference, predicted }: Compared): Cell {
  if (difference === null) return '-';
  const text = Math.abs(difference) < 0.005 ? '0' : `${difference > 0 ? '+' : '-'}${figure(Math.abs(difference))}`;
  const large = Math.abs(difference) > 0.1 * Math.max(1, predicted ?? 0);
  return { text, paint: large ? style.yellow : style.dim };
}

const unit = (data: MeasureData): string =>
  data.requests.count ? 'commands a request' : `commands in ${formatDuration(data.interval.seconds)}`;

async function sourcesText(context: TextContext, data: MeasureData): Promise<string> {
  const rows = data.sources.map((row): Cell[] =>
    row.withRequests
      ? [row.id, ...comparison(context, data, row)]
      : [row.id, ...comparison(context, data, row).slice(0, 2), { text: 'timers', paint: context.style.dim }],
  );
  const { style } = context;
  const { unexplained } = data;
  const left = data.requests.count ? unexplained.perRequest : unexplained.commands;
  if (left !== null) rows.push([{ text: 'nothing explains', paint: style.yellow }, figure(left), '', '']);
  const failed = data.failed?.commands ?? 0;
  if (failed > 0)
    rows.push([
      { text: 'failed', paint: style.yellow },
      figure(data.requests.count ? failed / data.requests.count : failed),
      '',
      '',
    ]);
  rows.push([{ text: 'total', paint: style.bold }, ...comparison(context, data, data.total)]);
  const table = await renderTable(['source', ...COMPARED], rows, { ...context, align: ['left', ...RIGHT], indent: INDENT });
  return `${heading(context, 'Where they come from', unit(data))}\n${table}`;
}

async function conditionsText(context: TextContext, conditions: MeasureData['conditions']): Promise<string> {
  const rows = conditions.map(({ title, when, share }): Cell[] => [
    title,
    formatShare(share),
    when.map((id) => (id.startsWith('!') ? `${id.slice(1)}=0` : `${id}=1`)).join(' '),
  ]);
  const table = await renderTable(['event', 'requests', 'where'], rows, {
    ...context,
    align: ['left', 'right', 'left'],
    flexible: 0,
    indent: INDENT,
  });
  return `${heading(context, 'Also with requests', 'beyond what the shares of conditions say: tell them by --share')}\n${table}`;
}

async function familiesText(context: TextContext, data: MeasureData): Promise<string> {
  const sorted = data.families.toSorted((a, b) => most(b) - most(a)).filter((row) => most(row) > 0.005);
  const shown = context.all ? sorted : sorted.slice(0, SHOWN);
  const rows = shown.map((row): Cell[] => [row.pattern ?? row.id ?? NO_KEY, ...comparison(context, data, row)]);
  const table = await renderTable(['family', ...COMPARED], rows, { ...context, align: ['left', ...RIGHT], indent: INDENT });
  const how = data.attribution === 'by-command' ? 'shared out as the profile predicts' : 'counted by key';
  return `${heading(context, `Families  ${sorted.length}`, `${unit(data)}, ${how}`)}\n${table}${rest(context, sorted.length - shown.length)}`;
}

async function commandsText(context: TextContext, data: MeasureData): Promise<string> {
  const shown = context.all ? data.commands : data.commands.slice(0, SHOWN);
  const rows = shown.map((row): Cell[] => [row.command, ...comparison(context, data, row)]);
  const table = await renderTable(['command', ...COMPARED], rows, { ...context, align: ['left', ...RIGHT], indent: INDENT });
  return `${heading(context, 'Commands', unit(data))}\n${table}${rest(context, data.commands.length - shown.length)}`;
}

const KEYS = { family: '', unrecognised: '(keys of no profile)', none: NO_KEY, unseen: '(keys not seen)' };

async function unexplainedText(context: TextContext, data: MeasureData): Promise<string> {
  const { top, commands, share } = data.unexplained;
  const patterns = new Map(data.families.map(({ id, pattern }) => [id, pattern]));
  const shown = context.all ? top : top.slice(0, SHOWN);
  const rows = shown.map((row): Cell[] => [
    row.command,
    row.keys === 'family' ? (patterns.get(row.family) ?? row.family ?? '') : KEYS[row.keys],
    figure(row.commands),
  ]);
  const table = await renderTable(['command', 'keys', 'commands'], rows, {
    ...context,
    align: ['left', 'left', 'right'],
    flexible: 1,
    indent: INDENT,
  });
  const remark = `${figure(commands)} of the commands, ${formatShare(share)}`;
  return `${heading(context, 'What nothing explains', remark)}\n${table}${rest(context, top.length - shown.length)}`;
}

const isFailing = (failed: MeasureData['failed']): failed is NonNullable<MeasureData['failed']> =>
  failed !== null && failed.commands + failed.rejected > 0;

function failedText(context: TextContext, { commands, rejected, top, errors }: NonNullable<MeasureData['failed']>): string {
  const shown = context.all ? top : top.slice(0, SHOWN);
  const names = shown.map((each) => `${each.command} ${formatCount(each.failed + each.rejected)}`);
  const causes = errors.map(({ error, count }) => `${error} ${formatCount(count)}`);
  return [
    heading(
      context,
      'Failed',
      `${formatCount(commands)} ran and ended with an error, ${formatCount(rejected)} were refused before`,
    ),
    paragraph(context, names.join(' · '), INDENT, context.style.yellow),
    ...(causes.length === 0 ? [] : [paragraph(context, `Errors: ${causes.join(' · ')}`)]),
  ].join('\n');
}

async function screensText(context: TextContext, screens: NonNullable<MeasureData['screens']>): Promise<string> {
  const rows = screens.map(({ title, atLeast, atMost }): Cell[] => [title, figure(atLeast), figure(atMost)]);
  const table = await renderTable(['screen', 'at least', 'at most'], rows, {
    ...context,
    align: ['left', 'right', 'right'],
    indent: INDENT,
  });
  return `${heading(context, 'Reads by screen', 'unexplained reads: its own, and with shared ones')}\n${table}`;
}

function backgroundText(context: TextContext, { background }: MeasureData): string {
  const { commands, perDay, keys, perKeyPerDay, statedPerKeyPerDay, withoutTraffic, top } = background;
  const title = heading(
    context,
    'Without requests',
    withoutTraffic ? 'there was no traffic' : 'what no request sends, and of the rest what timers explain',
  );
  if (commands === null || perDay === null) return `${title}\n${paragraph(context, 'not known')}`;
  const stated = statedPerKeyPerDay === null ? '' : `; the profile says about ${figure(statedPerKeyPerDay)}`;
  const perKey =
    perKeyPerDay === null ? '' : `: ${figure(perKeyPerDay)} for each of ${formatCounted(keys ?? 0, 'key', 'keys')}${stated}`;
  const names = top.slice(0, 6).map((each) => `${each.command} ${figure(each.commands)}`);
  return [
    title,
    paragraph(context, `${figure(commands)} commands, ${formatCount(perDay)} a day${perKey}`),
    names.length === 0 ? [] : paragraph(context, names.join(' · '), INDENT, context.style.dim),
  ]
    .flat()
    .join('\n');
}

async function hotKeysText(context: TextContext, keys: NonNullable<MeasureData['hotKeys']>): Promise<string> {
  const shown = context.all ? keys : keys.slice(0, SHOWN);
  const rows = shown.map(({ key, commands, share }): Cell[] => [key, formatCount(commands), formatShare(share)]);
  const table = await renderTable(['key', 'commands', 'share'], rows, {
    ...context,
    align: ['left', 'right', 'right'],
    indent: INDENT,
  });
  return `${heading(context, 'Hot keys')}\n${table}${rest(context, keys.length - shown.length)}`;
}

function notesText(context: TextContext, notes: readonly string[]): string[] {
  if (notes.length === 0) return [];
  return [[heading(context, 'Notes'), ...notes.map((note) => `  - ${paragraph(context, note, 4).slice(4)}`)].join('\n')];
}

const rest = (context: TextContext, left: number): string =>
  left > 0 ? `\n${' '.repeat(INDENT)}${context.style.dim(`… ${formatCount(left)} more: --all`)}` : '';

const most = ({ measured, predicted }: Compared): number => Math.max(measured ?? 0, predicted ?? 0);

/** Whole numbers as they are, small means with their decimals. */
function figure(count: number | null): string {
  if (count === null) return '-';
  const near = Math.abs(count - Math.round(count)) < 0.005;
  return near || count >= 1000 ? formatCount(count) : count.toFixed(count < 10 ? 2 : 1);
}
