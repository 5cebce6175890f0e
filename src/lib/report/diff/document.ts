/** What has changed between two results of one command. */
import type { DiffData, DiffSide, DiffState, DiffTable } from '../../diff/model.js';
import { formatDuration } from '../../format/duration.js';
import { sentence } from '../../format/message.js';
import type { Block, Column, Document, Fact, Row, Table } from '../document.js';
import type { Envelope } from '../envelope.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import { notesList } from '../notes.js';
import { changeCell, changeText, COLUMN_TYPES, shareText, valueCell } from './figures.js';
import { findingBlocks } from './findings.js';

/** Rows of one screen. */
const SHOWN = 6;

export function diffDocument({ data, warnings }: Envelope<DiffData>, messages: Messages = en): Document {
  const { before, after, unlike, tables } = data;
  const { diff } = messages;
  const shown = tables.filter(({ rows, unlisted }) => rows.length > 0 || unlisted > 0);
  const [first = tables[0]] = shown;
  return {
    title: { text: diff.titles[data.of] },
    blocks: [
      { kind: 'facts', facts: headFacts(before, after, messages) },
      totalsTable(data, diff),
      ...(shown.length === 0 ? tables.slice(0, 1) : shown).map((table, at): Block => changesTable(table, at === 0, diff)),
      ...findingBlocks(data, diff),
      ...notesList([...unlike.map((one) => sentence(diff.unlike, one)), ...warnings], messages.common),
    ],
    summary: { text: summaryOf(data, diff) },
    csv: first?.id ?? 'totals',
  };
}

function headFacts(before: DiffSide, after: DiffSide, { diff, recognise }: Messages): Fact[] {
  const apart = before.at === null || after.at === null ? null : (Date.parse(after.at) - Date.parse(before.at)) / 1000;
  return [
    { label: diff.labels.before, text: textOf(before, after) },
    { label: diff.labels.after, text: textOf(after, before) },
    ...(apart === null || !Number.isFinite(apart) ? [] : [{ label: '', text: diff.apart(formatDuration(Math.abs(apart))) }]),
    { label: diff.labels.profile, text: recognise.applications(after.applications) },
  ];
}

/** What is the same in both is left out, and what differs is a note. */
const textOf = ({ name, of, at }: DiffSide, other: DiffSide): string =>
  [name, of === null || of === name || of === other.of ? [] : of, at === null ? [] : momentText(at)].flat().join(' · ');

/** An instant of a file need not be one. */
function momentText(at: string): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? at : `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

type Words = Messages['diff'];

const titleOf = (id: string, { figures }: Words): string => figures[id] ?? id;

const totalsTable = ({ totals }: DiffData, diff: Words): Table => ({
  kind: 'table',
  id: 'totals',
  title: diff.tables.totals ?? 'totals',
  columns: [
    { id: 'total', title: '', type: 'id' },
    { id: 'before', title: diff.heads.before, type: 'count' },
    { id: 'after', title: diff.heads.after, type: 'count' },
    { id: 'change', title: diff.heads.change, type: 'count' },
    { id: 'share', title: diff.heads.share, type: 'share' },
    { id: 'change_low', title: 'change_low', type: 'count', only: 'machines' },
    { id: 'change_high', title: 'change_high', type: 'count', only: 'machines' },
    { id: 'certain', title: 'certain', type: 'text', only: 'machines' },
  ],
  rows: totals.map((total): Row => ({
    total: { value: total.id, text: titleOf(total.id, diff) },
    before: valueCell(total.unit, total.before),
    after: valueCell(total.unit, total.after),
    change: changeCell(total.unit, total),
    share: { value: total.share, text: shareText(total) },
    change_low: total.changeLow,
    change_high: total.changeHigh,
    certain: total.counts,
  })),
});

/** Tables that the answer does not need. */
const DETAILS = ['families'];

/** Figures whose column of changes is on one screen. */
const BRIEF = ['keys', 'bytes', 'sent', 'trips', 'billed', 'cost', 'requests', 'tokens', 'differences'];

const TONES = { new: 'name', gone: 'quiet', grown: 'warn', shrunk: 'good' } as const;

function changesTable({ id, figures, rows, same, unlisted }: DiffTable, isFirst: boolean, diff: Words): Table {
  const isSampled = rows.some((row) => row.figures.some(({ changeLow }) => changeLow !== null));
  return {
    kind: 'table',
    id,
    title: diff.tables[id] ?? id,
    remark: remarkOf(rows, diff),
    columns: [
      { id: 'state', title: '', type: 'text' },
      { id: 'name', title: diff.heads.name, type: 'id' },
      { id: 'id', title: 'id', type: 'id', only: 'machines' },
      ...figures.flatMap(({ id: figure, unit }): Column[] => {
        const [word, type] = [figure.replaceAll('-', '_'), COLUMN_TYPES[unit]];
        const detail = !BRIEF.includes(figure);
        return [
          { id: `${word}_before`, title: `${titleOf(figure, diff)} before`, type, only: 'machines' },
          { id: `${word}_change`, title: diff.changeOf(titleOf(figure, diff)), type, detail },
          { id: `${word}_after`, title: diff.heads.after, type, drop: 2, detail },
          { id: `${word}_share`, title: '%', type: 'share', drop: 1, detail },
          { id: `${word}_change_low`, title: `${figure} low`, type, only: 'machines' },
          { id: `${word}_change_high`, title: `${figure} high`, type, only: 'machines' },
          { id: `${word}_certain`, title: `${figure} certain`, type: 'text', only: 'machines' },
        ];
      }),
    ],
    rows: rows.map((row): Row => ({
      state: { value: row.state, text: diff.states[row.state], tone: TONES[row.state] },
      name: row.name,
      id: row.id,
      ...Object.fromEntries(
        figures.flatMap(({ id: figure, unit }, at) => {
          const [word, change] = [figure.replaceAll('-', '_'), row.figures[at]!];
          return [
            [`${word}_before`, valueCell(unit, change.before)],
            [`${word}_change`, changeCell(unit, change)],
            [`${word}_after`, valueCell(unit, change.after)],
            [`${word}_share`, { value: change.share, text: shareText(change) }],
            [`${word}_change_low`, change.changeLow],
            [`${word}_change_high`, change.changeHigh],
            [`${word}_certain`, change.counts],
          ];
        }),
      ),
    })),
    shown: isFirst ? SHOWN : SHOWN / 2,
    ...(DETAILS.includes(id) && !isFirst && { detail: true }),
    none: diff.nothing,
    ...(rows.length > 0 &&
      same + unlisted > 0 && {
        notes: [[...(same === 0 ? [] : [diff.same(same)]), ...(unlisted === 0 ? [] : [diff.unlisted(unlisted)])].join('; ')],
      }),
    details: [diff.legend(isSampled)],
  };
}

const STATES: readonly DiffState[] = ['new', 'gone', 'grown', 'shrunk'];

const countsOf = (rows: DiffTable['rows']): Record<DiffState, number> =>
  Object.fromEntries(STATES.map((state) => [state, rows.filter((row) => row.state === state).length])) as Record<
    DiffState,
    number
  >;

const remarkOf = (rows: DiffTable['rows'], { states }: Words): string =>
  Object.entries(countsOf(rows))
    .flatMap(([state, count]) => (count === 0 ? [] : `${count} ${states[state as DiffState]}`))
    .join(', ');

function summaryOf({ totals, tables, findings }: DiffData, diff: Words): string {
  const changed = totals.filter(({ counts }) => counts);
  const texts = changed.map((total) => `${titleOf(total.id, diff)} ${shareText(total) || changeText(total.unit, total)}`);
  const hasChange = findings !== null && findings.new.length + findings.cured.length > 0;
  const [first] = tables;
  return diff.summary(texts, {
    title: (diff.tables[first?.id ?? ''] ?? '').toLowerCase(),
    rows: countsOf(first?.rows ?? []),
    findings: hasChange ? { new: findings.new.length, cured: findings.cured.length } : null,
  });
}
