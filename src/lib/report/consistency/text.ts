/** Consistency as a person reads it in a terminal: what was checked, what differs and why, what repair would do. */
import { formatCount, formatCounted } from '../../format/number.js';
import { outgoingData } from '../../format/outgoing.js';
import { safeText } from '../../format/terminal.js';
import type { DifferenceClass } from '../../profile/invariants.js';
import { applicationsText, clockText } from '../../recognise/words.js';
import { renderChangeText } from '../change/text.js';
import type { ConsistencyData, ExplainedData, InvariantRow, ViolationGroup, ViolationRow } from '../../consistency/model.js';
import type { Envelope } from '../envelope.js';
import { createStyle } from '../render/style.js';
import { renderTable, type Cell } from '../render/table.js';
import { notesLines, spentText } from '../audit/closing.js';
import { heading, INDENT, labelled, paragraph, type TextContext } from '../render/lines.js';

/** The worst first. */
export const CLASSES: readonly DifferenceClass[] = [
  'corruption',
  'partial-write',
  'leak',
  'index',
  'orphan',
  'stale',
  'known-drift',
];

/** Violations of one invariant and class that are shown unless all are asked for. */
const SHOWN = 3;

interface ConsistencyTextOptions {
  color: boolean;
  width: number;
  all: boolean;
}

export async function renderConsistencyText(
  envelope: Envelope<ConsistencyData>,
  options: ConsistencyTextOptions,
): Promise<string> {
  let text = '';
  for await (const piece of consistencyText(envelope, options, groupsOf(envelope.data))) text += piece;
  return text;
}

/** Piece by piece. `groups`: the differences, instead of those of the envelope. */
export async function* consistencyText(
  envelope: Envelope<ConsistencyData>,
  options: ConsistencyTextOptions,
  groups: readonly ViolationGroup[],
): AsyncGenerator<string> {
  const { data, target } = envelope;
  const context: TextContext = { ...options, style: createStyle(options.color) };
  yield headerText(context, target?.name ?? data.source.files.join(', '), data);
  yield `\n\n${await tableText(context, data.invariants)}`;
  yield* violationsText(context, groups);
  const rest = [
    ...(data.drifts.length + data.removed.length === 0 ? [] : [driftsText(context, data)]),
    ...(data.applied
      ? [(await renderChangeText({ ...envelope, data: data.applied }, options)).trimEnd()]
      : closingOf(context, envelope)),
  ];
  yield `${['', ...rest].join('\n\n')}\n`;
}

/** Differences that are listed, by invariant and class, with the number of all. */
function groupsOf({ violations, invariants }: ConsistencyData): ViolationGroup[] {
  const groups = new Map<string, ViolationRow[]>();
  for (const row of violations) {
    const id = `${row.invariant}\n${row.class}`;
    const known = groups.get(id);
    if (known) known.push(row);
    else groups.set(id, [row]);
  }
  return [...groups.values()].map((rows): ViolationGroup => {
    const { invariant, class: kind } = rows[0]!;
    const left = invariants.reduce((sum, row) => sum + (row.id === invariant ? (row.leftOut[kind] ?? 0) : 0), 0);
    return {
      invariant,
      class: kind,
      count: rows.length + left,
      hasOneCause: new Set(rows.map(({ cause }) => cause)).size === 1,
      rows: () => rows,
    };
  });
}

const closingOf = (context: TextContext, { warnings, spent }: Envelope<ConsistencyData>): string[] => [
  ...(warnings.length === 0 ? [] : [notesLines(context, 'Notes', warnings)]),
  spentText(context, spent),
];

function headerText(context: TextContext, name: string, { source, clock, profiles, invariants }: ConsistencyData): string {
  const { style } = context;
  const counts = CLASSES.flatMap((each) => {
    const count = invariants.reduce((sum, { byClass }) => sum + (byClass[each] ?? 0), 0);
    return count === 0 ? [] : `${formatCount(count)} ${each}`;
  });
  return [
    `${style.bold('Consistency of')} ${style.bold.cyan(safeText(name))}`,
    '',
    labelled(context, 'Keys', `${formatCount(source.keys)} with something to check`),
    labelled(
      context,
      'Profile',
      applicationsText(profiles.map((profile) => ({ name: profile.name, from: profile.version, to: profile.upTo }))),
    ),
    labelled(context, 'Clock', clockText(clock)),
    counts.length === 0
      ? labelled(context, 'Found', 'everything that could be judged holds', style.green)
      : labelled(context, 'Found', counts.join(', '), style.bold),
  ].join('\n');
}

async function tableText(context: TextContext, rows: readonly InvariantRow[]): Promise<string> {
  const told = rows.filter(({ checked, holds }) => context.all || (checked > 0 && holds < checked));
  const quiet = rows.filter(({ checked, holds }) => checked > 0 && holds === checked).length;
  const remark = `${formatCounted(quiet, 'invariant holds', 'invariants hold')} everywhere`;
  if (told.length === 0) return heading(context, 'Invariants', remark);
  const cells = told.map((row): Cell[] => [
    row.id,
    row.title,
    formatCount(row.checked),
    formatCount(row.holds),
    { text: formatCount(Object.values(row.unjudged).reduce((sum, count) => sum + count, 0)), paint: context.style.dim },
    CLASSES.flatMap((each) => (row.byClass[each] === undefined ? [] : `${formatCount(row.byClass[each])} ${each}`)).join(', '),
  ]);
  const table = await renderTable(['id', 'invariant', 'checked', 'hold', 'not judged', 'differ'], cells, {
    color: context.color,
    width: context.width,
    align: ['left', 'left', 'right', 'right', 'right', 'left'],
    flexible: 1,
    indent: INDENT,
  });
  return `${heading(context, 'Invariants', remark)}\n${table}`;
}

function* violationsText(context: TextContext, groups: readonly ViolationGroup[]): Generator<string> {
  for (const each of CLASSES) {
    const own = groups.filter((group) => group.class === each);
    if (own.length === 0) continue;
    yield `\n\n${heading(context, `${each.charAt(0).toUpperCase()}${each.slice(1)}`, MEANING[each])}`;
    for (const group of own) yield* groupText(context, group);
  }
}

const MEANING: Record<DifferenceClass, string> = {
  corruption: 'no write of the application leaves this',
  'partial-write': 'one side lacks writes that the other has',
  leak: 'should expire, and does not',
  index: 'a list and what it lists disagree',
  orphan: 'the owner is gone',
  stale: 'computed now and then',
  'known-drift': 'the application itself makes it; nothing is wrong',
};

/** Each line begins a new one. */
function* groupText(context: TextContext, group: ViolationGroup): Generator<string> {
  const { invariant, count, hasOneCause } = group;
  let shown = 0;
  for (const each of group.rows()) {
    const row = outgoingData(each, { safe: true });
    if (shown === 0 && hasOneCause) yield `\n${paragraph(context, `${invariant}  ${row.cause}`, INDENT, context.style.dim)}`;
    yield `\n${violationText(context, row, !hasOneCause).join('\n')}`;
    if (++shown === SHOWN && !context.all) break;
  }
  if (count > shown)
    yield `\n${paragraph(context, `and ${formatCount(count - shown)} more (--all)`, INDENT * 2, context.style.dim)}`;
}

function violationText(context: TextContext, row: ViolationRow, withCause: boolean): string[] {
  const { style } = context;
  const notes = [row.drift, row.verdict].filter((text) => text !== null).join(', ');
  return [
    `${' '.repeat(INDENT * 2)}${style.bold(safeText(row.invariant))} ${safeText(row.key)}${notes === '' ? '' : style.dim(`  ${safeText(notes)}`)}`,
    ...differenceLines(row).map((line) => paragraph(context, line, INDENT * 4)),
    ...(withCause ? [paragraph(context, row.cause, INDENT * 4, style.dim)] : []),
    paragraph(context, `repair: ${row.repair.what}`, INDENT * 4, style.cyan),
  ];
}

function differenceLines({ fields, members }: ViolationRow): string[] {
  const figure = (value: number | string | null): string => (value === null ? 'nothing' : String(value));
  const numbers = Object.entries(fields).map(
    ([name, { expected, actual, delta }]) =>
      `${name}: ${figure(actual)}${expected === null ? '' : `, expected ${figure(expected)}`}${delta === null ? '' : ` (${figure(delta)})`}`,
  );
  if (!members) return numbers;
  const counts = [
    ...(members.missing > 0 ? [`${formatCount(members.missing)} missing`] : []),
    ...(members.altered > 0 ? [`${formatCount(members.altered)} with another score or value`] : []),
    ...(members.ghosts > 0 ? [`${formatCount(members.ghosts)} wrongly there`] : []),
  ];
  return [...numbers, `${counts.join(', ')}: ${members.examples.join(', ')}`];
}

const driftsText = (context: TextContext, data: ConsistencyData): string =>
  [
    heading(context, 'Known reasons in the data'),
    ...data.drifts.map(({ id, title, rule, count }) => labelled(context, id, `${title} (${formatCount(count)}): ${rule}`)),
    ...removedText(context, data),
  ].join('\n');

/** Runs that are named; there may be one for each day. */
const RUNS_NAMED = 2;

function removedText(context: TextContext, { removed, invariants }: ConsistencyData): string[] {
  if (removed.length === 0) return [];
  const count = invariants.reduce((sum, { unjudged }) => sum + (unjudged.removed ?? 0), 0);
  const named = removed
    .slice(-RUNS_NAMED)
    .map(({ command, at }) => `meter ${safeText(command)} at ${at.slice(0, 16).replace('T', ' ')} UTC`);
  const more = removed.length > RUNS_NAMED ? ` and ${formatCount(removed.length - RUNS_NAMED)} earlier runs` : '';
  const text = `what meter has removed (${formatCount(count)}): ${named.join(', ')}${more}; sums over it are not judged`;
  return [labelled(context, 'meter', text)];
}

export function renderExplained(data: ExplainedData, options: { color: boolean; width: number }): string {
  const context: TextContext = { ...options, all: true, style: createStyle(options.color) };
  return [
    `${context.style.bold(safeText(data.id))}  ${safeText(data.title)}  ${context.style.dim(safeText(data.profile))}`,
    '',
    ...data.compares.map((line) => labelled(context, 'Compares', line)),
    labelled(context, 'Families', data.families.join(', ')),
    labelled(context, 'Cause', data.cause),
    labelled(context, 'Repair', data.repair),
    ...data.drifts.map(({ id, title, rule }) => labelled(context, id, `${title}: ${rule}`)),
    '',
  ].join('\n');
}
