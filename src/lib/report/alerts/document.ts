/** What has reached a threshold. */
import { ownerFacts, partialFacts } from '../figures-head.js';
import { basename } from 'node:path';
import type { Level } from '../../alerts/thresholds.js';
import type { Alert, AlertEvent, Measured } from '../../alerts/model.js';
import { formatCount, formatCounted } from '../../format/number.js';
import { applicationText, clockText } from '../../recognise/words.js';
import { amountCell } from '../amounts.js';
import type { Column, Document, Fact, Row, Table, Tone } from '../document.js';
import type { Envelope } from '../envelope.js';
import { limitsNoteText } from '../limits/notes.js';
import { momentText, percentText } from '../limits/figures.js';
import { en } from '../messages/en.js';
import { notesList } from '../notes.js';
import { spentFact } from '../spent.js';
import { usageNoteText } from '../usage/notes.js';
import { whatText, whoText } from './event.js';
import type { AlertsReport } from './report.js';

/** Rows of one screen. */
const SHOWN = 20;
const SHOWN_FEW = 5;

const TONES: Readonly<Record<Level, Tone>> = { info: 'quiet', warning: 'warn', critical: 'bad' };

export function alertsDocument({ data, warnings, spent, target }: Envelope<AlertsReport>): Document {
  const { application, source } = data;
  const name = target?.name ?? source.files.map((file) => basename(file)).join(', ');
  return {
    title: {
      text: 'Alerts of',
      name,
      remark: applicationText({ name: application.name, from: application.version, to: application.upTo }),
    },
    blocks: [
      { kind: 'facts', facts: headFacts(data) },
      alertsTable(data),
      ...(data.state === null ? [] : [eventsTable(data)]),
      unknownTable(data),
      ...notesList([
        ...data.notes.map((note) => limitsNoteText(note)),
        ...data.budgetNotes.map((note) => usageNoteText(note)),
        ...warnings,
      ]),
      { kind: 'facts', facts: [spentFact(spent)] },
    ],
    summary: summaryOf(data),
    csv: 'alerts',
  };
}

function headFacts({ clock, owners, thresholds, ofLimits, compared, closed, state, sent, source }: AlertsReport): Fact[] {
  const { alerts } = en;
  return [
    { label: 'Clock', text: clockText(clock) },
    ...ownerFacts(owners),
    { label: 'Compared', text: alerts.compared(compared, closed) },
    { label: 'At', text: alerts.thresholds(thresholds) },
    ...ofLimits.map(({ title, thresholds: own }) => ({ label: '', text: `${title}: ${alerts.thresholds(own)}` })),
    ...(state === null ? [] : [{ label: 'State', text: state }]),
    ...(sent === null ? [] : [{ label: 'Sent', text: alerts.sent(sent) }]),
    ...partialFacts(source),
  ];
}

const FIGURES: readonly Column[] = [
  { id: 'owner', title: 'owner', type: 'text' },
  { id: 'owner_id', title: 'id', type: 'id', only: 'machines' },
  { id: 'kind', title: 'kind', type: 'id', only: 'machines' },
  { id: 'what', title: 'limit', type: 'text' },
  { id: 'unit', title: 'unit', type: 'id', only: 'machines' },
  { id: 'used', title: 'used', type: 'count' },
  { id: 'allowed', title: 'allowed', type: 'count' },
  { id: 'share', title: 'used %', type: 'share' },
];

const ALERT_COLUMNS: readonly Column[] = [
  { id: 'level', title: 'level', type: 'id', whole: true },
  ...FIGURES,
  { id: 'remaining', title: 'left', type: 'count', drop: 1 },
  { id: 'resets_at', title: 'resets', type: 'text', drop: 3 },
  { id: 'reached_at', title: 'all used on', type: 'text', drop: 2 },
  { id: 'by', title: 'by', type: 'text', only: 'machines' },
  { id: 'threshold', title: 'threshold', type: 'share', only: 'machines' },
  { id: 'reached_since', title: 'since', type: 'text', only: 'machines' },
];

function alertsTable({ alerts }: AlertsReport): Table {
  return {
    kind: 'table',
    id: 'alerts',
    title: 'Alerts',
    remark: 'the most severe first',
    columns: ALERT_COLUMNS,
    rows: alerts.map(alertRow),
    shown: SHOWN,
    ...(alerts.length > SHOWN && { rest: formatCounted(alerts.length - SHOWN, 'more alert', 'more alerts') }),
    none: en.alerts.none,
  };
}

const alertRow = (alert: Alert): Row => ({
  level: { value: alert.level, text: en.alerts.levels[alert.level], tone: TONES[alert.level] },
  ...figureCells(alert),
  remaining: amountCell(alert.unit, alert.remaining),
  resets_at: { value: alert.resetsAt, text: momentText(alert.resetsAt) },
  reached_at: { value: alert.reachedAt, text: momentText(alert.reachedAt).slice(0, 10) },
  by: alert.by,
  threshold: alert.threshold / 100,
  reached_since: alert.reachedSince,
});

const figureCells = (measured: Measured): Row => ({
  owner: whoText(measured),
  owner_id: measured.subject?.id ?? null,
  kind: measured.word,
  what: whatText(measured),
  unit: measured.unit,
  used: amountCell(measured.unit, measured.used),
  allowed: amountCell(measured.unit, measured.allowed),
  share: { value: measured.share, text: percentText(measured.share) },
});

function eventsTable({ events }: AlertsReport): Table {
  return {
    kind: 'table',
    id: 'events',
    title: 'New since the last look',
    columns: [
      { id: 'at', title: 'at', type: 'text', only: 'machines' },
      { id: 'type', title: 'event', type: 'text' },
      { id: 'level', title: 'level', type: 'id' },
      ...FIGURES,
      { id: 'id', title: 'id', type: 'id', only: 'machines' },
    ],
    rows: events.map(eventRow),
    shown: SHOWN_FEW,
    ...(events.length > SHOWN_FEW && { rest: formatCounted(events.length - SHOWN_FEW, 'more event', 'more events') }),
    none: 'Nothing.',
  };
}

const eventRow = (event: AlertEvent): Row => ({
  at: event.at,
  type: { value: event.type, text: en.alerts.what(event), tone: event.type === 'recovered' ? 'good' : TONES[event.level] },
  level: en.alerts.levels[event.level],
  ...figureCells(event),
  id: event.id,
});

function unknownTable({ unknown }: AlertsReport): Table {
  return {
    kind: 'table',
    id: 'unknown',
    title: 'Not known',
    columns: [
      { id: 'owner', title: 'owner', type: 'text' },
      { id: 'owner_id', title: 'id', type: 'id', only: 'machines' },
      { id: 'kind', title: 'kind', type: 'id' },
      { id: 'what', title: 'limit', type: 'text' },
    ],
    rows: unknown.map((each) => ({
      owner: { value: whoText(each), tone: 'warn' },
      owner_id: each.subject?.id ?? null,
      kind: each.word,
      what: whatText(each),
    })),
    shown: SHOWN_FEW,
    ...(unknown.length > SHOWN_FEW && { rest: `${formatCount(unknown.length - SHOWN_FEW)} more` }),
  };
}

function summaryOf({ alerts, compared, source }: AlertsReport): { text: string; tone?: Tone } {
  const partial = source.partial === null ? '' : 'Partial report: ';
  const all = formatCounted(compared.limits + compared.budgets, 'limit', 'limits and budgets');
  const [worst] = alerts;
  if (!worst) return { text: `${partial}None of ${all} has reached a threshold.` };
  const text = `${formatCounted(alerts.length, 'alert', 'alerts')} of ${all}; worst: ${worst.level}, ${whoText(worst)}, ${whatText(worst)}, ${percentText(worst.share)}.`;
  return { text: `${partial}${text}`, ...(worst.level !== 'info' && { tone: TONES[worst.level] }) };
}
