/** What has reached a threshold. */
import { ownerFacts, partialFacts } from '../figures-head.js';
import { basename } from 'node:path';
import type { Level } from '../../alerts/thresholds.js';
import type { Alert, AlertEvent, Measured } from '../../alerts/model.js';
import { amountCell } from '../amounts.js';
import type { Column, Document, Fact, Row, Table, Tone } from '../document.js';
import type { Envelope } from '../envelope.js';
import { limitsNoteText } from '../limits/notes.js';
import { momentText, percentText } from '../limits/figures.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import { notesList } from '../notes.js';
import { spentFact } from '../spent.js';
import { usageNoteText } from '../usage/notes.js';
import { whatText, whoText } from './event.js';
import type { AlertsReport } from './report.js';

/** Rows of one screen. */
const SHOWN = 20;
const SHOWN_FEW = 5;

const TONES: Readonly<Record<Level, Tone>> = { info: 'quiet', warning: 'warn', critical: 'bad' };

export function alertsDocument({ data, warnings, spent, target }: Envelope<AlertsReport>, messages: Messages = en): Document {
  const { application, source } = data;
  const { alerts, common, recognise } = messages;
  const name = target?.name ?? source.files.map((file) => basename(file)).join(', ');
  const notes = [
    ...data.notes.map((note) => limitsNoteText(note, messages)),
    ...data.budgetNotes.map((note) => usageNoteText(note, messages)),
    ...warnings,
  ];
  return {
    title: {
      text: alerts.report.title,
      name,
      remark: recognise.application({ name: application.name, from: application.version, to: application.upTo }),
    },
    blocks: [
      { kind: 'facts', facts: headFacts(data, messages) },
      alertsTable(data, messages),
      ...(data.state === null ? [] : [eventsTable(data, messages)]),
      unknownTable(data, messages),
      ...notesList(notes, common),
      { kind: 'facts', facts: [spentFact(spent, common)] },
    ],
    summary: summaryOf(data, messages),
    csv: 'alerts',
  };
}

function headFacts(data: AlertsReport, messages: Messages): Fact[] {
  const { clock, owners, thresholds, ofLimits, compared, closed, underWay, state, sent, source } = data;
  const { alerts, recognise } = messages;
  const { labels } = alerts.report;
  return [
    { label: labels.clock, text: recognise.clock(clock) },
    ...ownerFacts(owners, messages),
    { label: labels.compared, text: alerts.compared(compared, { closed, underWay }) },
    { label: labels.at, text: alerts.thresholds(thresholds) },
    ...ofLimits.map(({ title, thresholds: own }) => ({ label: '', text: alerts.report.ofLimit(title, alerts.thresholds(own)) })),
    ...(state === null ? [] : [{ label: labels.state, text: state }]),
    ...(sent === null ? [] : [{ label: labels.sent, text: alerts.sent(sent) }]),
    ...partialFacts(source, messages),
  ];
}

const figureColumns = ({ alerts: { report } }: Messages): Column[] => [
  { id: 'owner', title: report.heads.owner, type: 'text' },
  { id: 'owner_id', title: 'id', type: 'id', only: 'machines' },
  { id: 'kind', title: 'kind', type: 'id', only: 'machines' },
  { id: 'what', title: report.heads.what, type: 'text' },
  { id: 'unit', title: 'unit', type: 'id', only: 'machines' },
  { id: 'used', title: report.heads.used, type: 'count' },
  { id: 'allowed', title: report.heads.allowed, type: 'count' },
  { id: 'share', title: report.heads.share, type: 'share' },
];

const alertColumns = (messages: Messages): Column[] => {
  const { heads } = messages.alerts.report;
  return [
    { id: 'level', title: heads.level, type: 'id', whole: true },
    ...figureColumns(messages),
    { id: 'remaining', title: heads.remaining, type: 'count', drop: 1 },
    { id: 'resets_at', title: heads.resets, type: 'text', drop: 3 },
    { id: 'reached_at', title: heads.reached, type: 'text', drop: 2 },
    { id: 'by', title: 'by', type: 'text', only: 'machines' },
    { id: 'threshold', title: 'threshold', type: 'share', only: 'machines' },
    { id: 'reached_since', title: 'since', type: 'text', only: 'machines' },
  ];
};

function alertsTable({ alerts }: AlertsReport, messages: Messages): Table {
  const { report, none } = messages.alerts;
  return {
    kind: 'table',
    id: 'alerts',
    title: report.tables.alerts,
    remark: report.severeFirst,
    columns: alertColumns(messages),
    rows: alerts.map((alert) => alertRow(alert, messages)),
    shown: SHOWN,
    ...(alerts.length > SHOWN && { rest: report.moreAlerts(alerts.length - SHOWN) }),
    none,
  };
}

const alertRow = (alert: Alert, messages: Messages): Row => ({
  level: { value: alert.level, text: messages.alerts.levels[alert.level], tone: TONES[alert.level] },
  ...figureCells(alert, messages),
  remaining: amountCell(alert.unit, alert.remaining),
  resets_at: { value: alert.resetsAt, text: momentText(alert.resetsAt) },
  reached_at: { value: alert.reachedAt, text: momentText(alert.reachedAt).slice(0, 10) },
  by: alert.by,
  threshold: alert.threshold / 100,
  reached_since: alert.reachedSince,
});

const figureCells = (measured: Measured, messages: Messages): Row => ({
  owner: whoText(measured, messages),
  owner_id: measured.subject?.id ?? null,
  kind: measured.word,
  what: whatText(measured, messages),
  unit: measured.unit,
  used: amountCell(measured.unit, measured.used),
  allowed: amountCell(measured.unit, measured.allowed),
  share: { value: measured.share, text: percentText(measured.share) },
});

function eventsTable({ events }: AlertsReport, messages: Messages): Table {
  const { heads, tables, moreEvents, noEvents } = messages.alerts.report;
  return {
    kind: 'table',
    id: 'events',
    title: tables.events,
    columns: [
      { id: 'at', title: 'at', type: 'text', only: 'machines' },
      { id: 'type', title: heads.event, type: 'text' },
      { id: 'level', title: heads.level, type: 'id' },
      ...figureColumns(messages),
      { id: 'id', title: 'id', type: 'id', only: 'machines' },
    ],
    rows: events.map((event) => eventRow(event, messages)),
    shown: SHOWN_FEW,
    ...(events.length > SHOWN_FEW && { rest: moreEvents(events.length - SHOWN_FEW) }),
    none: noEvents,
  };
}

const eventRow = (event: AlertEvent, messages: Messages): Row => ({
  at: event.at,
  type: {
    value: event.type,
    text: messages.alerts.what(event),
    tone: event.type === 'recovered' ? 'good' : TONES[event.level],
  },
  level: { value: event.level, text: messages.alerts.levels[event.level] },
  ...figureCells(event, messages),
  id: event.id,
});

function unknownTable({ unknown }: AlertsReport, messages: Messages): Table {
  const { heads, tables, more } = messages.alerts.report;
  return {
    kind: 'table',
    id: 'unknown',
    title: tables.unknown,
    columns: [
      { id: 'owner', title: heads.owner, type: 'text' },
      { id: 'owner_id', title: 'id', type: 'id', only: 'machines' },
      { id: 'kind', title: heads.kind, type: 'id' },
      { id: 'what', title: heads.what, type: 'text' },
    ],
    rows: unknown.map((each) => ({
      owner: { value: whoText(each, messages), tone: 'warn' },
      owner_id: each.subject?.id ?? null,
      kind: { value: each.word, text: messages.limits.report.word(each.word) },
      what: whatText(each, messages),
    })),
    shown: SHOWN_FEW,
    ...(unknown.length > SHOWN_FEW && { rest: more(unknown.length - SHOWN_FEW) }),
  };
}

function summaryOf({ alerts, compared, source }: AlertsReport, messages: Messages): { text: string; tone?: Tone } {
  const { report, levels } = messages.alerts;
  const partial = source.partial === null ? '' : report.partial;
  const all = compared.limits + compared.budgets;
  const [worst] = alerts;
  if (!worst) return { text: `${partial}${report.noneOf(all)}` };
  const text = report.worst(alerts.length, all, {
    level: levels[worst.level],
    owner: whoText(worst, messages),
    limit: whatText(worst, messages),
    percent: percentText(worst.share),
  });
  return { text: `${partial}${text}`, ...(worst.level !== 'info' && { tone: TONES[worst.level] }) };
}
