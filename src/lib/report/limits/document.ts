/** Who is near a limit. */
import { ownerFacts, partialFacts } from '../figures-head.js';
import { basename } from 'node:path';
import type { LimitKind, LimitRow, LimitsData } from '../../limits/model.js';
import { amountCell } from '../amounts.js';
import type { Column, Document, Fact, List, Row, Table } from '../document.js';
import type { Envelope } from '../envelope.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import { notesList } from '../notes.js';
import { limitsNoteText } from './notes.js';
import { spentFact } from '../spent.js';
import { momentText, percentText, subjectText } from './figures.js';

/** Rows of one screen. */
const SHOWN = 20;
const SHOWN_CLOSED = 4;

export function limitsDocument({ data, warnings, spent, target }: Envelope<LimitsData>, messages: Messages = en): Document {
  const { limits, recognise, common } = messages;
  const { application, source } = data;
  const name = target?.name ?? source.files.map((file) => basename(file)).join(', ');
  return {
    title: {
      text: limits.report.title,
      name,
      remark: recognise.application({ name: application.name, from: application.version, to: application.upTo }),
    },
    blocks: [
      { kind: 'facts', facts: headFacts(data, messages) },
      rowsTable(data, limits),
      closedTable(data, limits),
      unreadableTable(data, limits),
      kindsList(data, limits),
      ...notesList([...data.notes.map((note) => limitsNoteText(note, messages)), ...warnings], common),
      { kind: 'facts', facts: [spentFact(spent, common)] },
    ],
    summary: summaryOf(data, limits),
    csv: 'limits',
  };
}

type Words = Messages['limits'];

function headFacts({ clock, owners, near, subjects, source }: LimitsData, messages: Messages): Fact[] {
  const { report, near: nearText, unlimited: unlimitedText } = messages.limits;
  const unlimited = subjects.filter((each) => each.unlimited > 0);
  return [
    { label: report.labels.clock, text: messages.recognise.clock(clock) },
    ...ownerFacts(owners, messages),
    ...(near === null ? [] : [{ label: report.labels.near, text: nearText(percentText(near)) }]),
    ...(unlimited.length === 0 ? [] : [{ label: report.labels.unlimited, text: unlimitedText(unlimited) }]),
    ...partialFacts(source, messages),
  ];
}

const columnsOf = ({ report: { heads } }: Words): Column[] => [
  { id: 'owner', title: heads.owner, type: 'text' },
  { id: 'owner_id', title: 'id', type: 'id', only: 'machines' },
  { id: 'kind', title: 'kind', type: 'id', only: 'machines' },
  { id: 'limit', title: heads.limit, type: 'text' },
  { id: 'unit', title: 'unit', type: 'id', only: 'machines' },
  { id: 'used', title: heads.used, type: 'count' },
  { id: 'allowed', title: heads.allowed, type: 'count' },
  { id: 'share', title: heads.share, type: 'share' },
  { id: 'remaining', title: heads.remaining, type: 'count', drop: 1 },
  { id: 'resets_at', title: heads.resets, type: 'text', drop: 4 },
  { id: 'reached_at', title: heads.reached, type: 'text', drop: 2 },
  { id: 'by', title: heads.by, type: 'text', drop: 3 },
  { id: 'reached', title: 'reached', type: 'text', only: 'machines' },
  { id: 'closed', title: 'closed', type: 'text', only: 'machines' },
  { id: 'lasting', title: 'lasting', type: 'count', only: 'machines' },
];

function rowsTable({ rows, kinds, near, below }: LimitsData, words: Words): Table {
  const { report } = words;
  const ofKind = new Map(kinds.map((kind) => [kind.id, kind]));
  return {
    kind: 'table',
    id: 'limits',
    title: report.tables.limits,
    remark: near === null ? report.nearestFirst : report.further(below),
    columns: columnsOf(words),
    rows: rows.map((row) => rowOf(row, ofKind.get(row.limit)!, words)),
    shown: SHOWN,
    ...(rows.length > SHOWN && { rest: report.rest(rows.length - SHOWN) }),
    none: near === null ? report.none : report.noneSoNear,
  };
}

function rowOf(row: LimitRow, { title, unit, by }: LimitKind, { report, gate }: Words): Row {
  const owner = subjectText(row.subject, row.word, report);
  const isRefused = row.reached === true && by !== null;
  return {
    owner: {
      value: owner,
      text: row.closed === null ? owner : report.closedOwner(owner, gate(row.closed)),
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
      text: row.reached === true ? (by === null ? report.now : report.refusedNow) : momentText(row.reachedAt).slice(0, 10),
    },
    by: { value: by, text: by ?? report.nobody },
    reached: row.reached,
    closed: row.closed,
    lasting: amountCell(unit, row.lasting),
  };
}

function closedTable({ closed }: LimitsData, { report, gate }: Words): Table {
  const { heads } = report;
  return {
    kind: 'table',
    id: 'closed',
    title: report.tables.closed,
    columns: [
      { id: 'owner', title: heads.owner, type: 'text' },
      { id: 'owner_id', title: 'id', type: 'id', only: 'machines' },
      { id: 'kind', title: heads.kind, type: 'id' },
      { id: 'why', title: heads.why, type: 'text' },
      { id: 'since', title: heads.since, type: 'text' },
    ],
    rows: closed.map(({ word, subject, why, since }) => ({
      owner: subjectText(subject, word, report),
      owner_id: subject.id,
      kind: { value: word, text: report.word(word) },
      why: { value: why, text: gate(why) },
      since: { value: since, text: momentText(since) },
    })),
    shown: SHOWN_CLOSED,
    ...(closed.length > SHOWN_CLOSED && { rest: report.more(closed.length - SHOWN_CLOSED) }),
  };
}

function unreadableTable({ unreadable, kinds }: LimitsData, { reasons, report }: Words): Table {
  const { heads } = report;
  return {
    kind: 'table',
    id: 'unreadable',
    title: report.tables.unreadable,
    columns: [
      { id: 'owner', title: heads.owner, type: 'text' },
      { id: 'owner_id', title: 'id', type: 'id', only: 'machines' },
      { id: 'limit', title: heads.limit, type: 'text' },
      { id: 'where', title: heads.where, type: 'text' },
      { id: 'why', title: heads.why, type: 'text' },
    ],
    rows: unreadable.map(({ limit, word, subject, why, where }) => ({
      owner: { value: subjectText(subject, word, report), tone: 'warn' },
      owner_id: subject.id,
      limit: kinds.find(({ id }) => id === limit)?.title ?? '',
      where,
      why: { value: why, text: reasons[why] },
    })),
    shown: SHOWN_CLOSED,
    ...(unreadable.length > SHOWN_CLOSED && { rest: report.more(unreadable.length - SHOWN_CLOSED) }),
  };
}

function kindsList({ kinds }: LimitsData, { tested, enforced, nobody, settable, report }: Words): List {
  return {
    kind: 'list',
    id: 'kinds',
    title: report.tables.kinds,
    detail: true,
    items: [
      ...kinds.map(({ title, word, by, compare, tested: when, where }) => ({
        lead: report.word(word),
        title,
        texts: [report.kind(by === null ? nobody : enforced(by, tested[when](compare)), where)],
      })),
      ...[...new Set(kinds.map(({ setIn }) => setIn ?? settable))].map((text) => ({ texts: [text] })),
    ],
  };
}

function summaryOf({ rows, kinds, near, below, source }: LimitsData, { report }: Words): { text: string; tone?: 'bad' } {
  const isEnforced = ({ limit }: LimitRow): boolean => kinds.find(({ id }) => id === limit)?.by !== null;
  const refused = rows.filter((row) => row.reached === true && isEnforced(row) && row.closed === null);
  const titleOf = ({ limit }: LimitRow): string => kinds.find(({ id }) => id === limit)?.title ?? '';
  const ownerOf = ({ subject, word }: LimitRow): string => subjectText(subject, word, report);
  const all = rows.length + below;
  const [first] = refused;
  const [nearest] = rows;
  const text = first
    ? report.reached(refused.length, all, ownerOf(first), titleOf(first))
    : nearest === undefined
      ? near === null
        ? report.notSet
        : report.noneOf(all)
      : report.nearest(all, ownerOf(nearest), titleOf(nearest), percentText(nearest.share));
  return { text: `${source.partial === null ? '' : report.partial}${text}`, ...(first && { tone: 'bad' }) };
}
