/** The sections of a plan: what it changes, what stays, and which screens show less afterwards. */
import { formatBytes } from '../../format/bytes.js';
import { formatMoney } from '../../format/money.js';
import { formatCount } from '../../format/number.js';
import type { PlanCost, PlanFamily } from '../../change/plan/model.js';
import { cellOf, type Block, type Column, type Fact, type List, type Row, type Table } from '../document.js';
import type { Messages } from '../messages/messages.js';
import type { PlanReport } from './worded.js';

/** Number of rows on one screen. */
const FAMILIES = 8;
const PROTECTED = 2;
const SCREENS = 2;
/** Number of screens that the first line names. */
const NAMED = 4;

type Report = Messages['change']['report'];

export function planFacts(plan: PlanReport, { change: { report }, recognise }: Messages): Fact[] {
  const { labels, facts } = report;
  const { clock, keys, bytes, indexes, commands, keyspace } = plan;
  // The keys of a restore come from an archive, so they are no part of the server's keys.
  const isRestore = plan.command === 'restore';
  const of = isRestore ? null : keyspace;
  const creates = createsText(plan.leaves, report);
  return [
    { label: labels.keys, text: facts.keys(keys, of, bytes ? formatBytes(bytes) : null) },
    ...(indexes > 0 ? [{ label: labels.indexes, text: facts.indexes(indexes, isRestore) }] : []),
    {
      label: labels.profile,
      text: recognise.applications(plan.profiles.map(({ name, version, upTo }) => ({ name, from: version, to: upTo }))),
    },
    { label: labels.clock, text: facts.margin(recognise.clock(clock), clock.marginHours) },
    ...(creates === '' ? [] : [{ label: labels.creates, text: creates }]),
    { label: labels.commands, text: facts.commands(commands, costText(plan.cost, report)) },
  ];
}

/**
 * The charge of a provider that bills each command. It also bills commands that scripts call, so they may be more than those that
 * are sent.
 */
const costText = (cost: PlanCost | null, { facts }: Report): string =>
  cost === null || cost.billable === 0 ? '' : facts.cost(formatMoney(cost.dollars), cost.provider, cost.plan, cost.asOf);

/** The notes of a run are removed when it has ended. */
const createdText = (pattern: string, { facts }: Report): string =>
  pattern === 'meter:run:*' ? facts.untilEnd(pattern) : pattern;

const isOwn = (pattern: string): boolean => pattern.startsWith('meter:');

/** Number of the application's markers that the head names. More are only counted. */
const MARKERS = 1;

function createsText(patterns: readonly string[], report: Report): string {
  const markers = patterns.filter((pattern) => !isOwn(pattern));
  const named = markers.length > MARKERS ? [report.facts.markerKinds(markers.length)] : markers;
  return report.facts.joined([...patterns.filter(isOwn).map((pattern) => createdText(pattern, report)), ...named]);
}

/** `isDone`: the plan was carried out, so it is a detail. */
export function planSections(plan: PlanReport, isDone: boolean, { change: { report } }: Messages): Block[] {
  return [
    familiesTable(plan, isDone, report),
    ...protectedBlocks(plan, isDone, report),
    screensList(plan, isDone, report),
    createsList(plan, report),
  ];
}

/** `bytes`: freed memory. `elements`: elements of lists, streams and indexes. */
const columnsOf = ({ families: { heads } }: Report): Column[] => [
  { id: 'family', title: 'id', type: 'id', only: 'machines' },
  { id: 'profile', title: 'profile', type: 'id', only: 'machines' },
  { id: 'pattern', title: heads.pattern, type: 'id' },
  { id: 'action', title: heads.action, type: 'text' },
  { id: 'keys', title: heads.keys, type: 'count' },
  { id: 'elements', title: heads.elements, type: 'count', drop: 3 },
  { id: 'bytes', title: heads.bytes, type: 'bytes', drop: 4 },
  { id: 'periods', title: heads.periods, type: 'text', drop: 1, only: 'people' },
  { id: 'oldest', title: 'oldest period', type: 'text', only: 'machines' },
  { id: 'newest', title: 'newest period', type: 'text', only: 'machines' },
  { id: 'invariant', title: heads.invariant, type: 'id', drop: 2 },
];

/** Shown only if some row has a value. */
const SOMETIMES = new Set(['elements', 'bytes', 'periods', 'invariant']);

function familiesTable({ families }: PlanReport, isDone: boolean, report: Report): Table {
  const rows = families.map((family) => familyRow(family, report));
  const isUsed = ({ id }: Column): boolean => !SOMETIMES.has(id) || rows.some((row) => hasValue(row, id));
  return {
    kind: 'table',
    id: 'families',
    title: isDone ? report.families.planned : report.families.title,
    remark: formatCount(families.length),
    columns: columnsOf(report).map((column) => (isUsed(column) ? column : { ...column, only: 'machines' })),
    rows,
    shown: FAMILIES,
    rest: report.families.rest(families.length - FAMILIES),
    ...(isDone && { detail: true }),
  };
}

function hasValue(row: Row, id: string): boolean {
  const { value, text } = cellOf(row[id]);
  return value !== null && text !== '';
}

const familyRow = (
  { id, profile, pattern, action, keys, elements, bytes, periods, invariant }: PlanFamily,
  report: Report,
): Row => ({
  family: id,
  profile,
  pattern,
  action: { value: action, text: report.action(action) },
  keys,
  elements,
  bytes: bytes === 0 ? { value: 0, text: '' } : bytes,
  periods: periods === null ? null : periods.oldest === periods.newest ? periods.oldest : `${periods.oldest} … ${periods.newest}`,
  oldest: periods?.oldest ?? null,
  newest: periods?.newest ?? null,
  invariant: invariant ?? null,
});

function protectedBlocks(plan: PlanReport, isDone: boolean, report: Report): Block[] {
  const rows = plan.protected;
  const words = report.protected;
  const section = { id: 'protected', title: words.title(plan.command === 'prune') };
  const list: List = {
    kind: 'list',
    ...section,
    items: rows.map(({ family, keys, reason }) => ({
      texts: [words.row(family, keys, reason)],
    })),
    shown: PROTECTED,
    rest: report.families.rest(rows.length - PROTECTED),
    none: words.none,
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

function screensList({ dark, families }: PlanReport, isDone: boolean, { screens: words }: Report): List {
  const breaks = families.filter(({ action, harmless }) => TAKING.has(action) && !harmless).map((family) => family.breaks);
  const isCut = dark.length > NAMED;
  const items = [
    ...(dark.length > 0
      ? [
          {
            texts: [words.dark(dark.slice(0, NAMED), Math.max(0, dark.length - NAMED))],
            details: isCut ? [words.all(dark)] : [],
          },
        ]
      : []),
    ...[...new Set(breaks)].map((text) => ({ texts: [text] })),
  ];
  return {
    kind: 'list',
    id: 'screens',
    title: words.title,
    items,
    shown: SCREENS,
    none: words.none,
    detail: isDone || items.length === 0,
  };
}

const createsList = ({ leaves }: PlanReport, report: Report): List => ({
  kind: 'list',
  id: 'creates',
  title: report.creates.title,
  items: leaves.map((pattern) => ({ texts: [createdText(pattern, report)] })),
  none: report.creates.none,
  detail: true,
});
