/** How keys, memory and commands grow. */
import { formatBytes } from '../../format/bytes.js';
import { formatDuration } from '../../format/duration.js';
import { sentence } from '../../format/message.js';
import { formatCount } from '../../format/number.js';
import type { FamilyGrowth, Forecast, GrowthData, LimitReached, Range } from '../../growth/model.js';
import type { Cell, Column, Document, Fact, Row, Table, Tone } from '../document.js';
import type { Envelope } from '../envelope.js';
import { en } from '../messages/en.js';
import type { GrowthMessages } from '../messages/growth.js';
import type { Messages } from '../messages/messages.js';
import { notesList } from '../notes.js';
import { spentFact } from '../spent.js';
import { memoryChart } from './chart.js';

/** Families on one screen. */
const SHOWN = 3;

export function growthDocument({ data, warnings, spent }: Envelope<GrowthData>, messages: Messages = en): Document {
  const { growth, common } = messages;
  return {
    title: { text: growth.report.title, name: data.of },
    blocks: [
      { kind: 'facts', facts: headFacts(data, messages) },
      forecastTable(data, growth),
      ...memoryChart(data, growth.report),
      familiesTable(data, growth),
      pointsTable(data, growth),
      ...notesList([...data.notes.map((note) => sentence(growth.notes, note)), ...warnings], common),
      ...(spent === null ? [] : [{ kind: 'facts' as const, facts: [spentFact(spent, common)] }]),
    ],
    summary: summaryOf(data, growth),
    csv: 'forecast',
  };
}

const day = (at: string): string => at.slice(0, 10);

function headFacts(data: GrowthData, { growth, recognise }: Messages): Fact[] {
  const { labels } = growth.report;
  const { maxmemory, first, last, audits } = data;
  const used = data.points.at(-1)?.usedMemory ?? null;
  const span = formatDuration((Date.parse(last) - Date.parse(first)) / 1000);
  const limit = maxmemory.bytes === null ? undefined : maxmemory.bytes === 0 ? null : formatBytes(maxmemory.bytes);
  const reached = reachedText(data, growth);
  return [
    { label: labels.profile, text: recognise.applications(data.applications) },
    {
      label: labels.from,
      text: data.from === 'history' ? growth.fromHistory(audits, span, day(first), day(last)) : growth.fromAudit(day(last)),
    },
    ...(used === null ? [] : [{ label: labels.memory, text: growth.memory(formatBytes(used), limit, maxmemory.policy) }]),
    ...(reached === null ? [] : [{ label: 'maxmemory', text: reached.text, ...(reached.tone && { tone: reached.tone }) }]),
  ];
}

const TONES: Readonly<Partial<Record<LimitReached['kind'], Tone>>> = { now: 'bad', between: 'warn', never: 'good' };

/** `short`: for the summary. `null`: there is no limit. */
function reachedText(
  { maxmemory: { reached, horizonDays } }: GrowthData,
  { reached: words }: GrowthMessages,
): { text: string; short: string; tone?: Tone } | null {
  const tone = TONES[reached.kind];
  const textOf = (): string => {
    switch (reached.kind) {
      case 'between':
        return reached.to === null
          ? words.from(day(reached.from), horizonDays)
          : words.between(day(reached.from), day(reached.to));
      case 'not-before':
        return words['not-before'](day(reached.at));
      default:
        return words[reached.kind];
    }
  };
  if (reached.kind === 'no-limit') return null;
  const text = textOf();
  const isOpen = reached.kind === 'between' && reached.to === null;
  return { text, short: isOpen ? words['not-before'](day(reached.from)) : text, ...(tone !== undefined && { tone }) };
}

const rangeText = (range: Range | null, show: (figure: number) => string, { report }: GrowthMessages): string => {
  if (range === null) return '';
  const [low, high] = [show(range.low), show(range.high)];
  return low === high ? '' : report.range(low, high);
};

/** The value and its range, for people in two columns. */
const cellsOf = (
  id: string,
  range: Range | null,
  show: (figure: number) => string,
  words: GrowthMessages,
): Record<string, Cell | number | null> => ({
  [id]: { value: range?.value ?? null, text: range === null ? '' : show(range.value) },
  [`${id}_range`]: { value: null, text: rangeText(range, show, words) },
  [`${id}_low`]: range?.low ?? null,
  [`${id}_high`]: range?.high ?? null,
});

const rangeColumns = (id: string, title: string, type: 'count' | 'bytes', drop: number, { report }: GrowthMessages) => [
  { id, title, type, drop: drop + 1 },
  { id: `${id}_range`, title: report.heads.range, type: 'text' as const, drop, only: 'people' as const },
  { id: `${id}_low`, title: `${title} low`, type, only: 'machines' as const },
  { id: `${id}_high`, title: `${title} high`, type, only: 'machines' as const },
];

function forecastTable(data: GrowthData, words: GrowthMessages): Table {
  const { heads, tables, now: nowText } = words.report;
  const now = data.points.at(-1)!;
  const hasCommands = data.forecasts.some(({ commandsPerDay }) => commandsPerDay !== null);
  const hasMemory = data.forecasts.some(({ usedMemory }) => usedMemory !== null);
  const exact = (value: number | null): Range | null => (value === null ? null : { value, low: value, high: value });
  const rows = [
    {
      days: 0,
      at: data.last,
      keys: exact(now.keys),
      bytes: exact(now.bytes),
      usedMemory: exact(now.usedMemory),
      commandsPerDay: exact(now.commandsPerDay),
    },
    ...data.forecasts,
  ];
  return {
    kind: 'table',
    id: 'forecast',
    title: tables.forecast,
    columns: [
      { id: 'days', title: '', type: 'count' },
      { id: 'date', title: heads.date, type: 'id', drop: 1 },
      ...rangeColumns('keys', heads.keys, 'count', 20, words),
      ...(hasMemory ? rangeColumns('used_memory', heads.usedMemory, 'bytes', 16, words) : []),
      ...rangeColumns('bytes', heads.data, 'bytes', 10, words).map((column) =>
        hasMemory ? { ...column, detail: true } : column,
      ),
      ...(hasCommands ? rangeColumns('commands_per_day', heads.commands, 'count', 12, words) : []),
    ],
    rows: rows.map((row): Row => ({
      days: { value: row.days, text: row.days === 0 ? nowText : words.days(row.days) },
      date: day(row.at),
      ...cellsOf('keys', row.keys, formatCount, words),
      ...cellsOf('used_memory', row.usedMemory, formatBytes, words),
      ...cellsOf('bytes', row.bytes, formatBytes, words),
      ...cellsOf('commands_per_day', row.commandsPerDay, formatCount, words),
    })),
  };
}

/** Ranges are shown with `--all`. */
const wide = (columns: ReturnType<typeof rangeColumns>): Column[] =>
  columns.map((column) => ('only' in column && column.only === 'people' ? { ...column, detail: true } : column));

function familiesTable({ families, forecasts }: GrowthData, growth: GrowthMessages): Table {
  const { heads, tables, largestFirst, rest, none } = growth.report;
  const last = forecasts.at(-1)!.days;
  const ids = families.map(({ id }) => id);
  return {
    kind: 'table',
    id: 'families',
    title: tables.families,
    remark: largestFirst(families.length),
    columns: [
      { id: 'id', title: heads.family, type: 'id' },
      { id: 'kind', title: heads.kind, type: 'text', drop: 4 },
      { id: 'keys', title: heads.now, type: 'count' },
      ...wide(rangeColumns('keys_then', growth.days(last), 'count', 6, growth)),
      { id: 'per_day', title: heads.perDay, type: 'mean', drop: 3 },
      { id: 'level', title: heads.level, type: 'count', drop: 2 },
      { id: 'level_in_days', title: heads.levelIn, type: 'text', drop: 1, detail: true },
      { id: 'bytes', title: heads.bytes, type: 'bytes' },
      ...wide(rangeColumns('bytes_then', growth.days(last), 'bytes', 8, growth)),
    ],
    rows: families.map((family): Row => familyRow(family, ids.indexOf(family.id) !== ids.lastIndexOf(family.id), growth)),
    shown: SHOWN,
    rest: rest(families.length - SHOWN),
    none,
    details: [growth.legend],
  };
}

/** `isShared`: several applications have a family of this id. */
function familyRow(family: FamilyGrowth, isShared: boolean, growth: GrowthMessages): Row {
  const { id, profile, kind, keys, perDay, level, levelInDays, bytes, keysThen, bytesThen } = family;
  return {
    id: isShared && profile !== null ? `${profile}/${id}` : id,
    kind: { value: kind, text: growth.kinds[kind] },
    keys,
    ...cellsOf('keys_then', keysThen, formatCount, growth),
    per_day: perDay?.value ?? null,
    level: level === null ? null : Math.round(level),
    level_in_days: {
      value: levelInDays,
      text: levelInDays === null ? '' : levelInDays === 0 ? growth.there : growth.inDays(Math.round(levelInDays)),
    },
    bytes: { value: bytes, text: formatBytes(bytes) },
    ...cellsOf('bytes_then', bytesThen, formatBytes, growth),
  };
}

const pointsTable = ({ points }: GrowthData, { report: { heads, tables } }: GrowthMessages): Table => ({
  kind: 'table',
  id: 'points',
  title: tables.points,
  columns: [
    { id: 'at', title: heads.at, type: 'id' },
    { id: 'keys', title: heads.keys, type: 'count' },
    { id: 'bytes', title: heads.data, type: 'bytes' },
    { id: 'used_memory', title: heads.usedMemory, type: 'bytes' },
    { id: 'commands_per_day', title: heads.commands, type: 'count' },
  ],
  rows: points.map(({ at, keys, bytes, usedMemory, commandsPerDay }) => ({
    at,
    keys,
    bytes,
    used_memory: usedMemory,
    commands_per_day: commandsPerDay === null ? null : Math.round(commandsPerDay),
  })),
  detail: true,
});

function summaryOf(data: GrowthData, growth: GrowthMessages): { text: string; tone?: Tone } {
  const last: Forecast = data.forecasts.at(-1)!;
  const reached = reachedText(data, growth);
  const within = (text: string, range: string): string => (range === '' ? text : growth.report.within(text, range));
  return {
    text: growth.summary({
      days: last.days,
      keys: within(growth.report.keys(last.keys.value), rangeText(last.keys, formatCount, growth)),
      memory: last.usedMemory && within(formatBytes(last.usedMemory.value), rangeText(last.usedMemory, formatBytes, growth)),
      reached: reached?.short ?? null,
    }),
    ...(reached?.tone !== undefined && { tone: reached.tone }),
  };
}
