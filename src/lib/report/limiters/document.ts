/** What limits requests, who is near, and whether it holds. */
import { basename } from 'node:path';
import { formatShare } from '../../format/number.js';
import type { LimitedRow, LimiterRow } from '../../limiters/model.js';
import { amountCell } from '../amounts.js';
import { findingsList, targetNotes } from '../audit/findings.js';
import type { Cell, Column, Document, Facts, List, Row, Table } from '../document.js';
import type { Envelope } from '../envelope.js';
import { partialFacts } from '../figures-head.js';
import { momentText, subjectText } from '../limits/figures.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import { notesList } from '../notes.js';
import { spentFact } from '../spent.js';
import { connectionBlocks } from './connections.js';
import { limiterNoteText } from './notes.js';
import type { LimitersReport } from './worded.js';

/** Rows of one screen. */
const SHOWN = 5;
const SHOWN_LIMITED = 3;
const SHOWN_FINDINGS = 2;
const SHOWN_ABANDONED = 3;
const SHOWN_NOTES = 1;

type Words = Messages['limiters'];

export function limitersDocument({ data, warnings, spent, target }: Envelope<LimitersReport>, messages: Messages = en): Document {
  const { limiters: words, recognise, common } = messages;
  const { report } = words;
  const { applications, source, findings, pool, notes } = data;
  return {
    title: {
      text: report.title,
      name: target?.name ?? source.files.map((file) => basename(file)).join(', '),
      remark: applications.map(({ name, version, upTo }) => recognise.application({ name, from: version, to: upTo })).join(', '),
    },
    blocks: [
      ...headFacts(data, messages),
      limitersTable(data, words),
      limitedTable(data, messages),
      abandonedTable(data, messages),
      findingsList(findings, messages, SHOWN_FINDINGS),
      ...targetNotes(target, findings, messages),
      ...connectionBlocks(pool, words),
      checksList(data, words),
      ...notesOf([...notes.map((note) => limiterNoteText(note, messages)), ...warnings], messages),
      {
        kind: 'facts',
        facts: [{ label: report.labels.clock, text: report.utc(momentText(data.now)) }, spentFact(spent, common)],
      },
    ],
    summary: summaryOf(data, words),
    csv: 'limiters',
  };
}

/** The most important come first. */
const notesOf = (texts: readonly string[], { common, limiters: { report } }: Messages): List[] =>
  notesList(texts, common).map((list) => ({
    ...list,
    shown: SHOWN_NOTES,
    ...(texts.length > SHOWN_NOTES && { rest: report.moreNotes(texts.length - SHOWN_NOTES) }),
  }));

function headFacts({ owners, source }: LimitersReport, messages: Messages): Facts[] {
  const { labels } = messages.limiters.report;
  const named = owners.length === 0 ? [] : [{ label: labels.owners, text: owners.join(', ') }];
  const facts = [...named, ...partialFacts(source, messages)];
  return facts.length === 0 ? [] : [{ kind: 'facts', facts }];
}

const columnsOf = ({ report: { heads } }: Words): Column[] => [
  { id: 'application', title: 'application', type: 'id', only: 'machines' },
  { id: 'limiter', title: 'limiter', type: 'id', only: 'machines' },
  { id: 'rule', title: heads.rule, type: 'id', whole: true },
  { id: 'limit', title: heads.limit, type: 'text', detail: true },
  { id: 'how', title: heads.how, type: 'text', only: 'people', drop: 2 },
  { id: 'pattern', title: 'pattern', type: 'id', only: 'machines' },
  { id: 'algorithm', title: 'algorithm', type: 'id', only: 'machines' },
  { id: 'capacity', title: 'capacity', type: 'count', only: 'machines' },
  { id: 'window_seconds', title: 'window', type: 'time', only: 'machines' },
  { id: 'size', title: heads.size, type: 'text', only: 'people' },
  { id: 'keys', title: heads.keys, type: 'count' },
  { id: 'near', title: heads.near, type: 'count' },
  { id: 'full', title: heads.full, type: 'count', drop: 4 },
  { id: 'permanent', title: heads.permanent, type: 'count' },
  { id: 'bytes', title: heads.bytes, type: 'bytes', drop: 3 },
  { id: 'sent', title: heads.sent, type: 'text', only: 'people' },
  { id: 'at_once', title: heads.parallel, type: 'text', only: 'people' },
  { id: 'commands', title: 'commands', type: 'count', only: 'machines' },
  { id: 'round_trips', title: 'trips', type: 'count', only: 'machines' },
  { id: 'holds', title: 'holds', type: 'text', only: 'machines' },
  { id: 'denied', title: 'denied', type: 'count', only: 'machines' },
];

function limitersTable(data: LimitersReport, words: Words): Table {
  const { limiters } = data;
  const { near, report } = words;
  return {
    kind: 'table',
    id: 'limiters',
    title: report.tables.limiters,
    remark: report.columns(near(formatShare(data.near))),
    columns: columnsOf(words),
    rows: limiters.map((row) => limiterCells(row, words)),
    shown: SHOWN,
    ...(limiters.length > SHOWN && { rest: report.restLimits(limiters.length - SHOWN) }),
    none: report.noKey,
  };
}

const unknownCell = (value: number | null): Cell => (value === null ? { value, text: '?' } : { value });

function limiterCells(row: LimiterRow, { parallel, how, sent, size }: Words): Row {
  const [check] = row.checks;
  return {
    application: row.application,
    limiter: row.limiter,
    rule: row.rule,
    limit: row.title,
    pattern: row.pattern,
    algorithm: row.algorithm,
    capacity: row.capacity,
    window_seconds: row.windowSeconds,
    how: how[row.algorithm],
    size: { value: size(row), ...(!row.certain && { tone: 'quiet' }) },
    keys: row.keys,
    near: { ...unknownCell(row.near), ...(row.near !== null && row.near > 0 && { tone: 'warn' }) },
    full: { ...unknownCell(row.full), ...(row.full !== null && row.full > 0 && { tone: 'bad' }) },
    permanent: { value: row.permanent, ...(row.permanent > 0 && { tone: 'warn' }) },
    bytes: row.bytes,
    sent: check ? sent(check) : null,
    commands: check?.commands.length ?? null,
    round_trips: check?.roundTrips ?? null,
    at_once: row.holds ? parallel.holds : { value: parallel.passes, tone: 'warn' },
    holds: row.holds,
    denied: row.denied,
  };
}

function limitedTable({ limited, limitedLeftOut, near, now }: LimitersReport, messages: Messages): Table {
  const { heads, tables, more, nobodyNear } = messages.limiters.report;
  const rest = limited.length + limitedLeftOut - SHOWN_LIMITED;
  return {
    kind: 'table',
    id: 'limited',
    title: tables.limited,
    columns: [
      { id: 'application', title: 'application', type: 'id', only: 'machines' },
      { id: 'word', title: heads.kind, type: 'id' },
      { id: 'owner', title: heads.owner, type: 'text' },
      { id: 'owner_id', title: 'id', type: 'id', only: 'machines' },
      { id: 'rule', title: heads.limit, type: 'id' },
      { id: 'unit', title: 'unit', type: 'id', only: 'machines' },
      { id: 'used', title: heads.used, type: 'count' },
      { id: 'allowed', title: heads.allowed, type: 'count' },
      { id: 'share', title: heads.share, type: 'share' },
      { id: 'resets_at', title: heads.resets, type: 'text' },
    ],
    rows: limited.map((row) => limitedCells(row, now, messages)),
    shown: SHOWN_LIMITED,
    ...(rest > 0 && { rest: more(rest) }),
    none: nobodyNear(formatShare(near)),
  };
}

/** Without the day, if it is today. */
function timeText(time: string | null, now: string, utc: (time: string) => string): string {
  if (time === null) return '';
  const clock = time.slice(11, 19);
  return utc(time.slice(0, 10) === now.slice(0, 10) ? clock : `${time.slice(0, 10)} ${clock}`);
}

const limitedCells = (row: LimitedRow, now: string, { limits, limiters }: Messages): Row => ({
  application: row.application,
  word: { value: row.word, text: limits.report.word(row.word) },
  owner: subjectText(row.subject, row.word, limits.report),
  owner_id: row.subject.id,
  rule: row.rule,
  unit: row.unit,
  used: amountCell(row.unit, row.used),
  allowed: amountCell(row.unit, row.capacity),
  share: { value: row.share, text: formatShare(row.share), ...(row.share >= 1 && { tone: 'bad' }) },
  resets_at: { value: row.resetsAt, text: timeText(row.resetsAt, now, limiters.report.utc) },
});

function abandonedTable({ abandoned }: LimitersReport, { limits, limiters: { report } }: Messages): Table {
  const { heads } = report;
  return {
    kind: 'table',
    id: 'abandoned',
    title: report.tables.abandoned,
    columns: [
      { id: 'application', title: 'application', type: 'id', only: 'machines' },
      { id: 'word', title: heads.kind, type: 'id' },
      { id: 'owner', title: heads.owner, type: 'text' },
      { id: 'owner_id', title: 'id', type: 'id', only: 'machines' },
      { id: 'rule', title: heads.limit, type: 'id' },
      { id: 'slots', title: heads.slots, type: 'count' },
      { id: 'until', title: heads.until, type: 'text' },
    ],
    rows: abandoned.map(({ application, word, subject, rule, slots, until }) => ({
      application,
      word: { value: word, text: limits.report.word(word) },
      owner: subjectText(subject, word, limits.report),
      owner_id: subject.id,
      rule,
      slots,
      until: { value: until, text: report.utc(until.slice(11, 19)) },
    })),
    shown: SHOWN_ABANDONED,
    ...(abandoned.length > SHOWN_ABANDONED && { rest: report.more(abandoned.length - SHOWN_ABANDONED) }),
  };
}

function checksList({ limiters }: LimitersReport, { check, denials, onError, report }: Words): List {
  return {
    kind: 'list',
    id: 'checks',
    title: report.tables.checks,
    detail: true,
    items: limiters.map((row) => ({
      lead: row.rule,
      title: report.limiter(row.title, report.algorithm(row.algorithm), row.pattern),
      texts: [
        ...row.checks.map(check),
        ...(row.race === null ? [] : [{ text: row.race, tone: 'warn' as const }]),
        denials[row.denials],
        onError(row.onError),
        ...row.faults,
        ...(row.setIn === null ? [] : [report.setIn(row.setIn)]),
      ],
    })),
  };
}

function summaryOf({ limiters, findings, source }: LimitersReport, { report }: Words): { text: string; tone?: 'bad' | 'warn' } {
  const [worst] = findings;
  const text = report.summary({
    limits: limiters.length,
    full: limiters.reduce((sum, row) => sum + (row.full ?? 0), 0),
    racy: limiters.filter(({ holds }) => !holds).length,
    findings: findings.length,
    worst: worst?.title ?? null,
  });
  return {
    text: `${source.partial === null ? '' : report.partial}${text}`,
    ...(worst && { tone: worst.severity === 'high' ? 'bad' : 'warn' }),
  };
}
