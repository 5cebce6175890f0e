/** A plan and a receipt as a person reads them in a terminal. */
import { formatBytes } from '../../format/bytes.js';
import { formatDuration } from '../../format/duration.js';
import { formatMoney } from '../../format/money.js';
import { formatCount, formatCounted } from '../../format/number.js';
import { safeText } from '../../format/terminal.js';
import { applicationsText, clockText } from '../../recognise/words.js';
import { PLANNED } from '../../change/actions.js';
import type { ChangeData, PlanCost, PlanData, PlanFamily, Receipt } from '../../change/plan/model.js';
import type { Envelope } from '../envelope.js';
import { createStyle } from '../render/style.js';
import { renderTable, type Cell } from '../render/table.js';
import { notesLines, spentText } from '../audit/closing.js';
import { heading, INDENT, labelled, labelledCommand, paragraph, type TextContext } from '../render/lines.js';

export interface TextOptions {
  color: boolean;
  width: number;
  all: boolean;
}

/** Families, and protected ones, unless all are asked for. */
const SHOWN = 12;

const contextOf = (options: TextOptions): TextContext => ({ ...options, style: createStyle(options.color) });

/** What would be done, before anything is. */
export async function renderPlanText(plan: PlanData, options: TextOptions): Promise<string> {
  const context = contextOf(options);
  const sections = [
    headerText(context, plan),
    ...(plan.families.length === 0 ? [] : [await familiesText(context, plan.families)]),
    ...darkText(context, plan),
    ...(plan.protected.length === 0 ? [] : [protectedText(context, plan)]),
    ...(plan.notes.length === 0 ? [] : [notesLines(context, 'Notes', plan.notes)]),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** The plan when it is all there is, else what was done. */
export async function renderChangeText(envelope: Envelope<ChangeData>, options: TextOptions): Promise<string> {
  const { data, warnings, spent } = envelope;
  const context = contextOf(options);
  if (!data.receipt) {
    const nothing = data.plan.keys === 0 && data.plan.indexes === 0;
    const closing = nothing ? 'There is nothing to do.' : 'Nothing was changed.';
    return `${await renderPlanText(data.plan, options)}\n${paragraph(context, closing)}\n${spentText(context, spent)}\n`;
  }
  const sections = [
    receiptText(context, data, data.receipt),
    ...(warnings.length === 0 ? [] : [notesLines(context, 'Notes', warnings)]),
    spentText(context, spent),
  ];
  return `${sections.join('\n\n')}\n`;
}

function headerText(context: TextContext, plan: PlanData): string {
  const { style } = context;
  const { clock, target, keys, bytes, indexes, commands } = plan;
  // What is brought back was in an archive, so it is no part of what the server has.
  const of = plan.keyspace === null || plan.command === 'restore' ? '' : ` of ${formatCount(plan.keyspace)}`;
  const margin = clock.marginHours > 0 ? `; periods count as over ${clock.marginHours} hours later` : '';
  return [
    `${style.bold('Plan')} ${style.dim(safeText(`meter ${plan.asTyped}`))}  ${style.bold.cyan(safeText(target.name))}`,
    '',
    labelled(context, 'Keys', `${formatCount(keys)}${of}${bytes ? `, about ${formatBytes(bytes)}` : ''}`),
    ...(indexes > 0
      ? [labelled(context, 'Indexes', `${formatCounted(indexes, 'index set is', 'index sets are')} kept true to what is left`)]
      : []),
    labelled(
      context,
      'Profile',
      applicationsText(plan.profiles.map(({ name, version, upTo }) => ({ name, from: version, to: upTo }))),
    ),
    labelled(context, 'Clock', `${clockText(clock)}${margin}`),
    ...(plan.leaves.length > 0 ? [labelled(context, 'Leaves', leavesText(plan.leaves))] : []),
    labelled(context, 'Commands', `about ${formatCount(commands)}${costText(plan.cost)}`),
  ].join('\n');
}

/** Notes of a run are there only until it has ended. */
const leavesText = (patterns: readonly string[]): string =>
  patterns.map((pattern) => (pattern === 'meter:run:*' ? `${pattern} until it has ended` : pattern)).join(', ');

/** Providers charge for what a script calls as well, which is why this is more than what is sent. */
const costText = (cost: PlanCost | null): string =>
  cost === null || cost.billable === 0
    ? ''
    : `; ${formatMoney(cost.dollars)} where each is charged for, as by ${cost.provider} (${cost.plan.toLowerCase()}${cost.asOf === null ? '' : `, ${cost.asOf}`})`;

async function familiesText(context: TextContext, families: readonly PlanFamily[]): Promise<string> {
  const shown = context.all ? families : families.slice(0, SHOWN);
  const rows = shown.map(({ pattern, action, keys, elements, bytes, periods, invariant }): Cell[] => [
    pattern,
    PLANNED[action],
    formatCount(keys),
    elements === null ? '' : formatCount(elements),
    bytes ? formatBytes(bytes) : '',
    periods === null ? '' : periods.oldest === periods.newest ? periods.oldest : `${periods.oldest} … ${periods.newest}`,
    invariant ?? '',
  ]);
  const columns = ['family', 'what', 'keys', 'elements', 'bytes', 'periods', 'invariant'];
  const used = columns.map((_, column) => column < 3 || rows.some((row) => row[column] !== ''));
  const keep = <Item>(items: readonly Item[]): Item[] => items.filter((_, column) => used[column]);
  const table = await renderTable(
    keep(columns),
    rows.map((row) => keep(row)),
    { ...context, align: keep(['left', 'left', 'right', 'right', 'right', 'left', 'left'] as const), indent: INDENT },
  );
  return `${heading(context, `Families  ${families.length}`)}\n${table}${rest(context, families.length - shown.length)}`;
}

function darkText(context: TextContext, { dark, families }: PlanData): string[] {
  const lost = families.filter(({ action }) => action === 'delete' || action === 'trim');
  const breaks = [...new Set(lost.map((family) => family.breaks))].filter((text) => !text.startsWith('Nothing'));
  const lines = breaks.map((text) => bullet(context, text));
  if (dark.length + lines.length === 0) return [];
  const screens = dark.length > 0 ? [paragraph(context, `Screens: ${dark.join(', ')}.`)] : [];
  return [[heading(context, 'What shows less afterwards'), ...screens, ...lines].join('\n')];
}

function protectedText(context: TextContext, plan: PlanData): string {
  const rows = context.all ? plan.protected : plan.protected.slice(0, SHOWN);
  const lines = rows.map(({ family, keys, reason }) =>
    bullet(context, keys === null ? `${family}: ${reason}` : `${family}: ${formatCounted(keys, 'key', 'keys')} ${reason}`),
  );
  return (
    [heading(context, 'What stays, though asked for'), ...lines].join('\n') + rest(context, plan.protected.length - rows.length)
  );
}

function receiptText(context: TextContext, data: ChangeData, receipt: Receipt): string {
  const { style } = context;
  const seconds = (Date.parse(receipt.endedAt) - Date.parse(receipt.startedAt)) / 1000;
  const { removed, members } = receipt.indexes;
  const title = receipt.complete ? style.green('Done') : style.yellow('Not finished');
  return [
    `${style.bold(title)} ${style.dim(safeText(`meter ${data.plan.asTyped}`))}  ${style.bold.cyan(safeText(data.plan.target.name))}`,
    '',
    labelled(
      context,
      'Changed',
      `${formatCounted(data.changed, 'key', 'keys')} of ${formatCount(data.planned)} planned, ${formatDuration(seconds)}`,
    ),
    ...(receipt.elements > 0 ? [labelled(context, 'Elements', `${formatCount(receipt.elements)} taken off`)] : []),
    ...(removed + members > 0
      ? [
          labelled(
            context,
            'Indexes',
            `${formatCounted(removed, 'index set', 'index sets')} removed, ${formatCounted(members, 'member', 'members')} taken out of others`,
          ),
        ]
      : []),
    ...(areIndexesLeft(data, receipt)
      ? [labelled(context, 'Indexes', `not all of ${formatCount(data.plan.indexes)} are kept true to what is left yet`)]
      : []),
    ...skippedText(context, data),
    ...(data.archive === null ? noArchiveText(context, data, receipt) : [labelled(context, 'Archive', data.archive)]),
    ...receipt.leaves.map(({ pattern, keys, seconds }) =>
      labelled(
        context,
        'Leaves',
        seconds === null
          ? `${pattern}, which says what was changed`
          : `${pattern} (${formatCounted(keys, 'key', 'keys')}), until they expire in ${formatDuration(seconds)}`,
      ),
    ),
    ...(receipt.restore === null ? [] : [labelledCommand(context, 'Undo', receipt.restore)]),
    ...(receipt.resume === null ? [] : [labelledCommand(context, 'Go on', receipt.resume)]),
  ].join('\n');
}

/** It ended when the keys had been looked at, and before all of the indexes were. */
const areIndexesLeft = ({ plan, planned, changed, skipped }: ChangeData, { complete }: Receipt): boolean =>
  !complete && plan.indexes > 0 && changed + skipped.gone + skipped.changed + skipped.protected >= planned;

/** What takes nothing away, as a restore, or has changed nothing, needs none. */
const noArchiveText = (context: TextContext, { plan, changed }: ChangeData, { indexes }: Receipt): string[] =>
  plan.command === 'restore' || changed + indexes.removed + indexes.members === 0
    ? []
    : [labelled(context, 'Archive', 'none: this cannot be undone', context.style.yellow)];

/** A line for each reason. */
function skippedText(context: TextContext, { plan, skipped }: ChangeData): string[] {
  const { expired = 0, alive = 0, there = 0, refused = 0 } = skipped;
  const parts = [
    there > 0 ? `${formatCount(there)} that are there already` : [],
    expired > 0 ? `${formatCount(expired)} whose life is over` : [],
    alive > 0 ? `${formatCount(alive)} whose key exists again (--merge or --replace)` : [],
    skipped.gone > 0 ? `${formatCount(skipped.gone)} gone before` : [],
    skipped.changed > 0 ? `${formatCount(skipped.changed)} that somebody kept changing` : [],
    refused > 0 ? `${formatCount(refused)} that the server did not take` : [],
    skipped.protected > 0
      ? `${formatCount(skipped.protected)} ${plan.command === 'restore' ? 'that cannot be joined with what is there' : 'that are not what their names say, or are in use'}`
      : [],
  ].flat();
  return parts.map((part) => labelled(context, 'Skipped', part));
}

const bullet = (context: TextContext, text: string): string => `  - ${paragraph(context, text, 4).slice(4)}`;

const rest = (context: TextContext, left: number): string =>
  left > 0 ? `\n${' '.repeat(INDENT)}${context.style.dim(`… ${formatCount(left)} more: --all`)}` : '';
