/** Who is near a limit. */
import { ownerFacts, partialFacts } from '../figures-head.js';
import { basename } from 'node:path';
import { formatCount, formatCounted } from '../../format/number.js';
import { applicationText, clockText } from '../../recognise/words.js';
import type { LimitKind, LimitRow, LimitsData } from '../../limits/model.js';
import { amountCell } from '../amounts.js';
import type { Column, Document, Fact, List, Row, Table } from '../document.js';
import type { Envelope } from '../envelope.js';
import { en } from '../messages/en.js';
import type { LimitsMessages } from '../messages/limits.js';
import { notesList } from '../notes.js';
import { limitsNoteText } from './notes.js';
import { spentFact } from '../spent.js';
import { momentText, percentText, subjectText } from './figures.js';

/** Rows of one screen. */
const SHOWN = 20;
const SHOWN_CLOSED = 4;

export function limitsDocument({ data, warnings, spent, target }: Envelope<LimitsData>): Document {
  const { limits: messages } = en;
  const { application, source } = data;
  const name = target?.name ?? source.files.map((file) => basename(file)).join(', ');
  return {
    title: {
      text: 'Limits of',
      name,
      remark: applicationText({ name: application.name, from: application.version, to: application.upTo }),
    },
    blocks: [
      { kind: 'facts', facts: headFacts(data, messages) },
      rowsTable(data),
      closedTable(data),
      unreadableTable(data, messages),
      kindsList(data, messages),
      ...notesList([...data.notes.map(limitsNoteText), ...warnings]),
      { kind: 'facts', facts: [spentFact(spent)] },
    ],
    summary: summaryOf(data),
    csv: 'limits',
  };
}

function headFacts({ clock, owners, near, subjects, source }: LimitsData, messages: LimitsMessages): Fact[] {
  const unlimited = subjects.filter((each) => each.unlimited > 0);
  return [
    { label: 'Clock', text: clockText(clock) },
    ...ownerFacts(owners),
    ...(near === null ? [] : [{ label: 'Near', text: messages.near(percentText(near)) }]),
    ...(unlimited.length === 0 ? [] : [{ label: 'Unlimited', text: messages.unlimited(unlimited) }]),
    ...partialFacts(source),
  ];
}

const COLUMNS: readonly Column[] = [
  { id: 'owner', title: 'owner', type: 'text' },
  { id: 'owner_id', title: 'id', type: 'id', only: 'machines' },
  { id: 'kind', title: 'kind', type: 'id', only: 'machines' },
  { id: 'limit', title: 'limit', type: 'text' },
  { id: 'unit', title: 'unit', type: 'id', only: 'machines' },
  { id: 'used', title: 'used', type: 'count' },
  { id: 'allowed', title: 'allowed', type: 'count' },
  { id: 'share', title: 'used %', type: 'share' },
  { id: 'remaining', title: 'left', type: 'count', drop: 1 },
  { id: 'resets_at', title: 'resets', type: 'text', drop: 4 },
  { id: 'reached_at', title: 'reached on', type: 'text', drop: 2 },
  { id: 'by', title: 'by', type: 'text', drop: 3 },
  { id: 'reached', title: 'reached', type: 'text', only: 'machines' },
  { id: 'closed', title: 'closed', type: 'text', only: 'machines' },
  { id: 'lasting', title: 'lasting', type: 'count', only: 'machines' },
];

function rowsTable({ rows, kinds, near, below }: LimitsData): Table {
  const ofKind = new Map(kinds.map((kind) => [kind.id, kind]));
  return {
    kind: 'table',
    id: 'limits',
    title: 'Limits',
    remark: near === null ? 'the nearest first' : `${formatCounted(below, 'limit is', 'limits are')} further away`,
    columns: COLUMNS,
    rows: rows.map((row) => rowOf(row, ofKind.get(row.limit)!)),
    shown: SHOWN,
    ...(rows.length > SHOWN && { rest: formatCounted(rows.length - SHOWN, 'more limit', 'more limits') }),
    none: near === null ? 'Nobody has a limit.' : 'Nobody is so near a limit.',
  };
}

function rowOf(row: LimitRow, { title, unit, by }: LimitKind): Row {
  const owner = subjectText(row.subject, row.word);
  const isRefused = row.reached === true && by !== null;
  return {
    owner: {
      value: owner,
      text: row.closed === null ? owner : `${owner} (${row.closed})`,
      ...(row.closed !== null && { tone: 'quiet' }),
    },
    owner_id: row.subject.id,
    kind: row.word,
    limit: title,
    unit,
    used: amountCell(unit, row.used),
    allowed: amountCell(unit, row.allowed),
    share: { value: row.share, text: percentText(row.share), ...(isRefused && { tone: 'bad' }) },
    remaining: amountCell(unit, row.remaining),
    resets_at: { value: row.resetsAt, text: momentText(row.resetsAt) },
    reached_at: {
      value: row.reachedAt,
      text: row.reached === true ? (by === null ? 'now' : 'refused now') : momentText(row.reachedAt).slice(0, 10),
    },
    by: { value: by, text: by ?? 'nobody' },
    reached: row.reached,
    closed: row.closed,
    lasting: amountCell(unit, row.lasting),
  };
}

function closedTable({ closed }: LimitsData): Table {
  return {
    kind: 'table',
    id: 'closed',
    title: 'Refused whatever the figures',
    columns: [
      { id: 'owner', title: 'owner', type: 'text' },
      { id: 'owner_id', title: 'id', type: 'id', only: 'machines' },
      { id: 'kind', title: 'kind', type: 'id' },
      { id: 'why', title: 'why', type: 'text' },
      { id: 'since', title: 'since', type: 'text' },
    ],
    rows: closed.map(({ word, subject, why, since }) => ({
      owner: subjectText(subject, word),
      owner_id: subject.id,
      kind: word,
      why,
      since: { value: since, text: momentText(since) },
    })),
    shown: SHOWN_CLOSED,
    ...(closed.length > SHOWN_CLOSED && { rest: `${formatCount(closed.length - SHOWN_CLOSED)} more` }),
  };
}

function unreadableTable({ unreadable, kinds }: LimitsData, { reasons }: LimitsMessages): Table {
  return {
    kind: 'table',
    id: 'unreadable',
    title: 'Not known',
    columns: [
      { id: 'owner', title: 'owner', type: 'text' },
      { id: 'owner_id', title: 'id', type: 'id', only: 'machines' },
      { id: 'limit', title: 'limit', type: 'text' },
      { id: 'where', title: 'where', type: 'text' },
      { id: 'why', title: 'why', type: 'text' },
    ],
    rows: unreadable.map(({ limit, word, subject, why, where }) => ({
      owner: { value: subjectText(subject, word), tone: 'warn' },
      owner_id: subject.id,
      limit: kinds.find(({ id }) => id === limit)?.title ?? '',
      where,
      why: { value: why, text: reasons[why] },
    })),
    shown: SHOWN_CLOSED,
    ...(unreadable.length > SHOWN_CLOSED && { rest: `${formatCount(unreadable.length - SHOWN_CLOSED)} more` }),
  };
}

function kindsList({ kinds }: LimitsData, { tested, enforced, nobody, settable }: LimitsMessages): List {
  return {
    kind: 'list',
    id: 'kinds',
    title: 'What is enforced, and where',
    detail: true,
    items: [
      ...kinds.map(({ title, word, by, compare, tested: when, where }) => ({
        lead: word,
        title,
        texts: [`${by === null ? nobody : enforced(by, tested[when](compare))} ${where}`],
      })),
      ...[...new Set(kinds.map(({ setIn }) => setIn ?? settable))].map((text) => ({ texts: [text] })),
    ],
  };
}

function summaryOf({ rows, kinds, near, below, source }: LimitsData): { text: string; tone?: 'bad' } {
  const isEnforced = ({ limit }: LimitRow): boolean => kinds.find(({ id }) => id === limit)?.by !== null;
  const refused = rows.filter((row) => row.reached === true && isEnforced(row) && row.closed === null);
  const titleOf = ({ limit }: LimitRow): string => kinds.find(({ id }) => id === limit)?.title ?? '';
  const partial = source.partial === null ? '' : 'Partial report: ';
  const all = rows.length + below;
  const [first] = refused;
  const [nearest] = rows;
  const text = first
    ? `${formatCount(refused.length)} of ${formatCounted(all, 'limit', 'limits')} reached: ${subjectText(first.subject, first.word)}, ${titleOf(first)}${refused.length > 1 ? ', …' : ''}.`
    : nearest === undefined
      ? near === null
        ? 'No limit is set.'
        : `None of ${formatCounted(all, 'limit', 'limits')} is so near.`
      : `None of ${formatCounted(all, 'limit', 'limits')} is reached; nearest: ${subjectText(nearest.subject, nearest.word)}, ${titleOf(nearest)}, ${percentText(nearest.share)}.`;
  return { text: `${partial}${text}`, ...(first && { tone: 'bad' }) };
}
