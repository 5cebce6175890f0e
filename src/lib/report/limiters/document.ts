/** What limits requests, who is near, and whether it holds. */
import { basename } from 'node:path';
import { formatCount, formatCounted, formatShare } from '../../format/number.js';
import type { LimitedRow, LimiterRow } from '../../limiters/model.js';
import { applicationText } from '../../recognise/words.js';
import { amountCell } from '../amounts.js';
import { findingsList, targetNotes } from '../audit/findings.js';
import type { Cell, Column, Document, Facts, List, Row, Table } from '../document.js';
import type { Envelope } from '../envelope.js';
import { partialFacts } from '../figures-head.js';
import { momentText, subjectText } from '../limits/figures.js';
import { en } from '../messages/en.js';
import { notesList } from '../notes.js';
import { spentFact } from '../spent.js';
import { connectionBlocks } from './connections.js';
import { limiterNoteText } from './notes.js';
import type { LimitersReport } from './worded.js';

/** Rows of one screen. */
const SHOWN = 10;
const SHOWN_LIMITED = 4;
const SHOWN_FINDINGS = 3;
const SHOWN_ABANDONED = 3;
const SHOWN_NOTES = 1;

export function limitersDocument({ data, warnings, spent, target }: Envelope<LimitersReport>): Document {
  const { applications, source, findings, pool, notes } = data;
  return {
    title: {
      text: 'Limiters of',
      name: target?.name ?? source.files.map((file) => basename(file)).join(', '),
      remark: applications.map(({ name, version, upTo }) => applicationText({ name, from: version, to: upTo })).join(', '),
    },
    blocks: [
      ...headFacts(data),
      limitersTable(data),
      limitedTable(data),
      abandonedTable(data),
      findingsList(findings, en, SHOWN_FINDINGS),
      ...targetNotes(target, findings),
      ...connectionBlocks(pool),
      checksList(data),
      ...notesOf([...notes.map(limiterNoteText), ...warnings]),
      { kind: 'facts', facts: [{ label: 'Clock', text: `${momentText(data.now)} UTC` }, spentFact(spent)] },
    ],
    summary: summaryOf(data),
    csv: 'limiters',
  };
}

/** The most important come first. */
const notesOf = (texts: readonly string[]): List[] =>
  notesList(texts).map((list) => ({
    ...list,
    shown: SHOWN_NOTES,
    ...(texts.length > SHOWN_NOTES && { rest: formatCounted(texts.length - SHOWN_NOTES, 'more note', 'more notes') }),
  }));

function headFacts({ owners, source }: LimitersReport): Facts[] {
  const facts = [...(owners.length === 0 ? [] : [{ label: 'Owners', text: owners.join(', ') }]), ...partialFacts(source)];
  return facts.length === 0 ? [] : [{ kind: 'facts', facts }];
}

const COLUMNS: readonly Column[] = [
  { id: 'application', title: 'application', type: 'id', only: 'machines' },
  { id: 'limiter', title: 'limiter', type: 'id', only: 'machines' },
  { id: 'rule', title: 'name', type: 'id', whole: true },
  { id: 'limit', title: 'limit', type: 'text', detail: true },
  { id: 'how', title: 'how', type: 'text', only: 'people', drop: 2 },
  { id: 'pattern', title: 'pattern', type: 'id', only: 'machines' },
  { id: 'algorithm', title: 'algorithm', type: 'id', only: 'machines' },
  { id: 'capacity', title: 'capacity', type: 'count', only: 'machines' },
  { id: 'window_seconds', title: 'window', type: 'time', only: 'machines' },
  { id: 'size', title: 'size', type: 'text', only: 'people' },
  { id: 'keys', title: 'keys', type: 'count' },
  { id: 'near', title: 'near', type: 'count' },
  { id: 'full', title: 'full', type: 'count' },
  { id: 'permanent', title: 'no TTL', type: 'count' },
  { id: 'bytes', title: 'memory', type: 'bytes' },
  { id: 'sent', title: 'per check', type: 'text', only: 'people' },
  { id: 'at_once', title: 'at once', type: 'text', only: 'people' },
  { id: 'commands', title: 'commands', type: 'count', only: 'machines' },
  { id: 'round_trips', title: 'trips', type: 'count', only: 'machines' },
  { id: 'holds', title: 'holds', type: 'text', only: 'machines' },
  { id: 'denied', title: 'denied', type: 'count', only: 'machines' },
];

function limitersTable(data: LimitersReport): Table {
  const { limiters } = data;
  const { near } = en.limiters;
  return {
    kind: 'table',
    id: 'limiters',
    title: 'Limits',
    remark: near(formatShare(data.near)),
    columns: COLUMNS,
    rows: limiters.map(limiterCells),
    shown: SHOWN,
    ...(limiters.length > SHOWN && { rest: formatCounted(limiters.length - SHOWN, 'more limit', 'more limits') }),
    none: 'No key of a limiter is here.',
  };
}

const unknownCell = (value: number | null): Cell => (value === null ? { value, text: '?' } : { value });

function limiterCells(row: LimiterRow): Row {
  const [check] = row.checks;
  const { atOnce, how, sent, size } = en.limiters;
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
    at_once: row.holds ? atOnce.holds : { value: atOnce.passes, tone: 'warn' },
    holds: row.holds,
    denied: row.denied,
  };
}

function limitedTable({ limited, limitedLeftOut, near, now }: LimitersReport): Table {
  const rest = limited.length + limitedLeftOut - SHOWN_LIMITED;
  return {
    kind: 'table',
    id: 'limited',
    title: 'Near a limit',
    columns: [
      { id: 'application', title: 'application', type: 'id', only: 'machines' },
      { id: 'word', title: 'kind', type: 'id' },
      { id: 'owner', title: 'who', type: 'text' },
      { id: 'owner_id', title: 'id', type: 'id', only: 'machines' },
      { id: 'rule', title: 'limit', type: 'id' },
      { id: 'unit', title: 'unit', type: 'id', only: 'machines' },
      { id: 'used', title: 'used', type: 'count' },
      { id: 'allowed', title: 'allowed', type: 'count' },
      { id: 'share', title: 'used %', type: 'share' },
      { id: 'resets_at', title: 'again at', type: 'text' },
    ],
    rows: limited.map((row) => limitedCells(row, now)),
    shown: SHOWN_LIMITED,
    ...(rest > 0 && { rest: `${formatCount(rest)} more` }),
    none: `Nobody has used ${formatShare(near)} of a limit.`,
  };
}

/** Without the day, if it is today. */
function timeText(time: string | null, now: string): string {
  if (time === null) return '';
  const clock = time.slice(11, 19);
  return time.slice(0, 10) === now.slice(0, 10) ? `${clock} UTC` : `${time.slice(0, 10)} ${clock} UTC`;
}

const limitedCells = (row: LimitedRow, now: string): Row => ({
  application: row.application,
  word: row.word,
  owner: subjectText(row.subject, row.word),
  owner_id: row.subject.id,
  rule: row.rule,
  unit: row.unit,
  used: amountCell(row.unit, row.used),
  allowed: amountCell(row.unit, row.capacity),
  share: { value: row.share, text: formatShare(row.share), ...(row.share >= 1 && { tone: 'bad' }) },
  resets_at: { value: row.resetsAt, text: timeText(row.resetsAt, now) },
});

function abandonedTable({ abandoned }: LimitersReport): Table {
  return {
    kind: 'table',
    id: 'abandoned',
    title: 'Slots of processes that are gone',
    columns: [
      { id: 'application', title: 'application', type: 'id', only: 'machines' },
      { id: 'word', title: 'kind', type: 'id' },
      { id: 'owner', title: 'who', type: 'text' },
      { id: 'owner_id', title: 'id', type: 'id', only: 'machines' },
      { id: 'rule', title: 'limit', type: 'id' },
      { id: 'slots', title: 'slots', type: 'count' },
      { id: 'until', title: 'until at most', type: 'text' },
    ],
    rows: abandoned.map(({ application, word, subject, rule, slots, until }) => ({
      application,
      word,
      owner: subjectText(subject, word),
      owner_id: subject.id,
      rule,
      slots,
      until: { value: until, text: `${until.slice(11, 19)} UTC` },
    })),
    shown: SHOWN_ABANDONED,
    ...(abandoned.length > SHOWN_ABANDONED && { rest: `${formatCount(abandoned.length - SHOWN_ABANDONED)} more` }),
  };
}

function checksList({ limiters }: LimitersReport): List {
  const { check, denials, onError } = en.limiters;
  return {
    kind: 'list',
    id: 'checks',
    title: 'What each does',
    detail: true,
    items: limiters.map((row) => ({
      lead: row.rule,
      title: `${row.title} (${row.algorithm}), ${row.pattern}`,
      texts: [
        ...row.checks.map(check),
        ...(row.race === null ? [] : [{ text: row.race, tone: 'warn' as const }]),
        denials[row.denials],
        onError(row.onError),
        ...row.faults,
        ...(row.setIn === null ? [] : [`Set in: ${row.setIn}`]),
      ],
    })),
  };
}

function summaryOf({ limiters, findings, source }: LimitersReport): { text: string; tone?: 'bad' | 'warn' } {
  const partial = source.partial === null ? '' : 'Partial report: ';
  const full = limiters.reduce((sum, row) => sum + (row.full ?? 0), 0);
  const racy = limiters.filter(({ holds }) => !holds);
  const [worst] = findings;
  const text = [
    `${formatCounted(limiters.length, 'limit', 'limits')}, ${formatCounted(full, 'subject', 'subjects')} at ${full === 1 ? 'its' : 'their'} limit`,
    ...(racy.length > 0 ? [`${formatCount(racy.length)} let requests at once through`] : []),
    ...(worst ? [`${formatCounted(findings.length, 'finding', 'findings')}, worst: ${worst.title}`] : []),
  ].join('; ');
  return { text: `${partial}${text}.`, ...(worst && { tone: worst.severity === 'high' ? 'bad' : 'warn' }) };
}
