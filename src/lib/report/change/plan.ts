/** The sections of a plan: what it changes, what stays, and which screens show less afterwards. */
import { formatBytes } from '../../format/bytes.js';
import { formatMoney } from '../../format/money.js';
import { formatCount, formatCounted } from '../../format/number.js';
import { applicationsText, clockText } from '../../recognise/words.js';
import type { PlanCost, PlanFamily } from '../../change/plan/model.js';
import { cellOf, type Block, type Column, type Fact, type List, type Row, type Table } from '../document.js';
import { plannedWord } from './words.js';
import type { PlanReport } from './worded.js';

/** Number of rows on one screen. */
const FAMILIES = 8;
const PROTECTED = 2;
const SCREENS = 2;
/** Number of screens that the first line names. */
const NAMED = 4;

export function planFacts(plan: PlanReport): Fact[] {
  const { clock, keys, bytes, indexes, commands, keyspace } = plan;
  // The keys of a restore come from an archive, so they are no part of the server's keys.
  const of = keyspace === null || plan.command === 'restore' ? '' : ` of ${formatCount(keyspace)}`;
  const margin = clock.marginHours > 0 ? `; a period counts as over ${clock.marginHours} hours later` : '';
  const creates = createsText(plan.leaves);
  return [
    { label: 'Keys', text: `${formatCount(keys)}${of}${bytes ? `, about ${formatBytes(bytes)}` : ''}` },
    ...(indexes > 0 ? [{ label: 'Indexes', text: indexesText(plan) }] : []),
    {
      label: 'Profile',
      text: applicationsText(plan.profiles.map(({ name, version, upTo }) => ({ name, from: version, to: upTo }))),
    },
    { label: 'Clock', text: `${clockText(clock)}${margin}` },
    ...(creates === '' ? [] : [{ label: 'Creates', text: creates }]),
    { label: 'Commands', text: `about ${formatCount(commands)}${costText(plan.cost)}` },
  ];
}

/** A prune looks at the index sets of every period that it removes. Some need no change. */
const indexesText = ({ command, indexes }: PlanReport): string =>
  command === 'restore'
    ? `${formatCounted(indexes, 'index set is', 'index sets are')} restored`
    : `${formatCounted(indexes, 'index set is', 'index sets are')} looked at, and updated to match`;

/**
 * The charge of a provider that bills each command. It also bills commands that scripts call, so they may be more than those that
 * are sent.
 */
const costText = (cost: PlanCost | null): string =>
  cost === null || cost.billable === 0
    ? ''
    : `; ${formatMoney(cost.dollars)} at ${cost.provider} (${cost.plan.toLowerCase()}${cost.asOf === null ? '' : `, ${cost.asOf}`})`;

/** The notes of a run are removed when it has ended. */
const createdText = (pattern: string): string => (pattern === 'meter:run:*' ? `${pattern} until the run has ended` : pattern);

const isOwn = (pattern: string): boolean => pattern.startsWith('meter:');

/** Number of the application's markers that the head names. More are only counted. */
const MARKERS = 1;

function createsText(patterns: readonly string[]): string {
  const markers = patterns.filter((pattern) => !isOwn(pattern));
  const named = markers.length > MARKERS ? [`${markers.length} kinds of markers of empty indexes`] : markers;
  return [...patterns.filter(isOwn).map(createdText), ...named].join(', ');
}

/** `isDone`: the plan was carried out, so it is a detail. */
export function planSections(plan: PlanReport, isDone: boolean): Block[] {
  return [familiesTable(plan, isDone), ...protectedBlocks(plan, isDone), screensList(plan, isDone), createsList(plan)];
}

/** `bytes`: freed memory. `elements`: elements of lists, streams and indexes. */
const COLUMNS: readonly Column[] = [
  { id: 'family', title: 'id', type: 'id', only: 'machines' },
  { id: 'profile', title: 'profile', type: 'id', only: 'machines' },
  { id: 'pattern', title: 'family', type: 'id' },
  { id: 'action', title: 'what', type: 'text' },
  { id: 'keys', title: 'keys', type: 'count' },
  { id: 'elements', title: 'elements', type: 'count', drop: 3 },
  { id: 'bytes', title: 'bytes', type: 'bytes', drop: 4 },
  { id: 'periods', title: 'periods', type: 'text', drop: 1, only: 'people' },
  { id: 'oldest', title: 'oldest period', type: 'text', only: 'machines' },
  { id: 'newest', title: 'newest period', type: 'text', only: 'machines' },
  { id: 'invariant', title: 'invariant', type: 'id', drop: 2 },
];

/** Shown only if some row has a value. */
const SOMETIMES = new Set(['elements', 'bytes', 'periods', 'invariant']);

function familiesTable({ families }: PlanReport, isDone: boolean): Table {
  const rows = families.map(familyRow);
  const isUsed = ({ id }: Column): boolean => !SOMETIMES.has(id) || rows.some((row) => hasValue(row, id));
  return {
    kind: 'table',
    id: 'families',
    title: isDone ? 'Planned' : 'Families',
    remark: formatCount(families.length),
    columns: COLUMNS.map((column) => (isUsed(column) ? column : { ...column, only: 'machines' })),
    rows,
    shown: FAMILIES,
    rest: formatCounted(families.length - FAMILIES, 'more family', 'more families'),
    ...(isDone && { detail: true }),
  };
}

function hasValue(row: Row, id: string): boolean {
  const { value, text } = cellOf(row[id]);
  return value !== null && text !== '';
}

const familyRow = ({ id, profile, pattern, action, keys, elements, bytes, periods, invariant }: PlanFamily): Row => ({
  family: id,
  profile,
  pattern,
  action: { value: action, text: plannedWord(action) },
  keys,
  elements,
  bytes: bytes === 0 ? { value: 0, text: '' } : bytes,
  periods: periods === null ? null : periods.oldest === periods.newest ? periods.oldest : `${periods.oldest} … ${periods.newest}`,
  oldest: periods?.oldest ?? null,
  newest: periods?.newest ?? null,
  invariant: invariant ?? null,
});

function protectedBlocks(plan: PlanReport, isDone: boolean): Block[] {
  const rows = plan.protected;
  const what = plan.command === 'prune' ? 'removed' : 'changed';
  const section = { id: 'protected', title: `Protected (matched but not ${what})` };
  const list: List = {
    kind: 'list',
    ...section,
    items: rows.map(({ family, keys, reason }) => ({
      texts: [keys === null ? `${family}: ${reason}` : `${family}: ${formatCounted(keys, 'key', 'keys')} ${reason}`],
    })),
    shown: PROTECTED,
    rest: formatCounted(rows.length - PROTECTED, 'more family', 'more families'),
    none: 'Nothing that was asked for is protected.',
    detail: isDone || rows.length === 0,
  };
  const columns: Column[] = [
    { id: 'family', title: 'family', type: 'id' },
    { id: 'keys', title: 'keys', type: 'count' },
    { id: 'reason', title: 'reason', type: 'text' },
  ];
  return [
    list,
    {
      kind: 'table',
      ...section,
      columns,
      rows: rows.map(({ family, keys, reason }) => ({ family, keys, reason })),
      only: 'machines',
    },
  ];
}

/** Actions after which a family shows less. */
const TAKING: ReadonlySet<string> = new Set(['delete', 'trim']);

function screensList({ dark, families }: PlanReport, isDone: boolean): List {
  const breaks = families.filter(({ action, harmless }) => TAKING.has(action) && !harmless).map((family) => family.breaks);
  const named = dark.slice(0, NAMED).join(', ');
  const isCut = dark.length > NAMED;
  const items = [
    ...(dark.length > 0
      ? [
          {
            texts: [
              `Less or no data on: ${named}${isCut ? ` and ${formatCounted(dark.length - NAMED, 'other', 'others')}` : ''}.`,
            ],
            details: isCut ? [`All of them: ${dark.join(', ')}.`] : [],
          },
        ]
      : []),
    ...[...new Set(breaks)].map((text) => ({ texts: [text] })),
  ];
  return {
    kind: 'list',
    id: 'screens',
    title: 'Screens affected',
    items,
    shown: SCREENS,
    rest: `${items.length - SCREENS} more`,
    none: 'None is known.',
    detail: isDone || items.length === 0,
  };
}

const createsList = ({ leaves }: PlanReport): List => ({
  kind: 'list',
  id: 'creates',
  title: 'Keys that the run creates',
  items: leaves.map((pattern) => ({ texts: [createdText(pattern)] })),
  none: 'None.',
  detail: true,
});
