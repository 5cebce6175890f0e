/** Commands by source, and unexplained commands. */
import { formatShare } from '../../format/number.js';
import type { SourceRow } from '../../measure/model.js';
import type { Block, Cell, Facts, Row, Table } from '../document.js';
import type { MeasureReportMessages } from '../messages/en/measure/report.js';
import type { Messages } from '../messages/messages.js';
import { comparedCells, comparedColumns, figure, measuredCells, most, unitText } from './compared.js';
import type { MeasureReport } from './worded.js';

/** Number of rows on one screen. */
const SHOWN_SOURCES = 8;
const SHOWN_UNEXPLAINED = 5;
const SHOWN_CONDITIONS = 3;

export const SOURCES = 'sources';

/** The total, the unexplained commands, then the sources, largest first. */
export function sourcesTable(data: MeasureReport, words: MeasureReportMessages): Table {
  const { sums: names, tables, heads } = words;
  const { total, unexplained, failed, requests } = data;
  const failures = failed?.commands ?? 0;
  const sums: Row[] = [
    ...(total.measured === null
      ? []
      : [{ source: { value: 'total', text: names.total, tone: 'strong' as const }, ...comparedCells(total) }]),
    ...(unexplained.commands === null || data.sources.length === 0
      ? []
      : [
          {
            source: { value: 'unexplained', text: names.unexplained, tone: 'warn' as const },
            ...measuredCells(unexplained.commands, unexplained.perRequest),
          },
        ]),
    ...(failures === 0
      ? []
      : [
          {
            source: { value: 'failed', text: names.failed, tone: 'warn' as const },
            ...measuredCells(failures, requests.count ? failures / requests.count : null),
          },
        ]),
  ];
  const sources = data.sources.toSorted((one, other) => most(other) - most(one));
  return {
    kind: 'table',
    id: SOURCES,
    title: tables.sources,
    remark: words.attributed(unitText(data, words), data.attribution),
    columns: [{ id: 'source', title: heads.source, type: 'id' }, ...comparedColumns(data, words)],
    rows: [...sums, ...sources.map((row) => sourceRow(row, words))],
    shown: sums.length + SHOWN_SOURCES,
    rest: words.moreSources(sources.length - SHOWN_SOURCES),
  };
}

/** In a short time, timers differ from their prediction without a reason. */
function sourceRow(row: SourceRow, words: MeasureReportMessages): Row {
  const cells = comparedCells(row);
  if (row.withRequests) return { source: row.id, ...cells };
  const timers = (value: number | null): Cell => ({ value, text: words.timers, tone: 'quiet' });
  return {
    source: row.id,
    ...cells,
    difference: timers(row.difference),
    difference_per_request: timers(row.perRequest.difference),
  };
}

export const conditionsTable = (
  { conditions }: MeasureReport,
  { tables, remarks, heads, moreEvents }: MeasureReportMessages,
): Table => ({
  kind: 'table',
  id: 'conditions',
  title: tables.conditions,
  remark: remarks.conditions,
  columns: [
    { id: 'event', title: heads.event, type: 'text' },
    { id: 'share', title: heads.share, type: 'share' },
    { id: 'when', title: heads.when, type: 'text' },
  ],
  rows: conditions.map(({ title, when, share }) => ({
    event: title,
    share,
    when: when.map((id) => (id.startsWith('!') ? `${id.slice(1)}=0` : `${id}=1`)).join(' '),
  })),
  shown: SHOWN_CONDITIONS,
  rest: moreEvents(conditions.length - SHOWN_CONDITIONS),
});

export function familiesTable(data: MeasureReport, { measure: { report: words }, common }: Messages): Table {
  const rows = data.families.filter((row) => most(row) > 0.005).toSorted((one, other) => most(other) - most(one));
  return {
    kind: 'table',
    id: 'families',
    title: words.tables.families,
    remark: words.families(rows.length, words.attributed(unitText(data, words), data.attribution)),
    detail: true,
    columns: [{ id: 'pattern', title: words.heads.family, type: 'id' }, ...comparedColumns(data, words)],
    rows: rows.map((row) => ({
      pattern: row.pattern ?? row.id ?? { value: null, text: common.noKey, tone: 'quiet' },
      ...comparedCells(row),
    })),
  };
}

export const commandsTable = (data: MeasureReport, words: MeasureReportMessages): Table => ({
  kind: 'table',
  id: 'commands',
  title: words.tables.commands,
  remark: unitText(data, words),
  detail: true,
  columns: [{ id: 'command', title: words.heads.command, type: 'id' }, ...comparedColumns(data, words)],
  rows: data.commands.map((row) => ({ command: row.command, ...comparedCells(row) })),
});

export function unexplainedTable(
  { unexplained: { top, commands, share }, families }: MeasureReport,
  { measure: { report: words }, common }: Messages,
): Table {
  const { heads } = words;
  const keys = { ...words.keysOf, none: common.noKey };
  const patterns = new Map(families.map(({ id, pattern }) => [id, pattern]));
  return {
    kind: 'table',
    id: 'unexplained',
    title: words.tables.unexplained,
    remark: words.ofAllCommands(figure(commands), formatShare(share)),
    columns: [
      { id: 'command', title: heads.command, type: 'id' },
      { id: 'keys', title: heads.keys, type: 'id' },
      { id: 'commands', title: heads.commands, type: 'mean' },
    ],
    rows: top.map((row) => ({
      command: row.command,
      keys:
        row.keys === 'family'
          ? (patterns.get(row.family) ?? row.family)
          : { value: null, text: keys[row.keys], tone: 'quiet' as const },
      commands: { value: row.commands, text: figure(row.commands) },
    })),
    shown: SHOWN_UNEXPLAINED,
    rest: words.moreCommands(top.length - SHOWN_UNEXPLAINED),
  };
}

export const failedTable = ({ failed }: MeasureReport, { tables, remarks, heads }: MeasureReportMessages): Table => ({
  kind: 'table',
  id: 'failed',
  title: tables.failed,
  remark: remarks.failed,
  detail: true,
  columns: [
    { id: 'command', title: heads.command, type: 'id' },
    { id: 'failed', title: heads.failed, type: 'count' },
    { id: 'refused', title: heads.refused, type: 'count' },
  ],
  rows: (failed?.top ?? []).map((row) => ({ command: row.command, failed: row.failed, refused: row.rejected })),
});

export const screensTable = ({ screens }: MeasureReport, { tables, remarks, heads }: MeasureReportMessages): Table => ({
  kind: 'table',
  id: 'screens',
  title: tables.screens,
  remark: remarks.screens,
  detail: true,
  columns: [
    { id: 'screen', title: heads.screen, type: 'text' },
    { id: 'at_least', title: heads.atLeast, type: 'mean' },
    { id: 'at_most', title: heads.atMost, type: 'mean' },
  ],
  rows: (screens ?? []).map(({ title, atLeast, atMost }) => ({
    screen: title,
    at_least: { value: atLeast, text: figure(atLeast) },
    at_most: { value: atMost, text: figure(atMost) },
  })),
});

export function backgroundFacts({ background }: MeasureReport, words: MeasureReportMessages): Facts {
  const { labels, tables, remarks } = words;
  const { commands, perDay, keys, perKeyPerDay, statedPerKeyPerDay, withoutTraffic, top } = background;
  return {
    kind: 'facts',
    id: 'background',
    title: tables.background,
    remark: withoutTraffic ? remarks.idle : remarks.background,
    detail: true,
    facts: [
      {
        label: labels.commands,
        text: commands === null || perDay === null ? words.notKnown : words.perDay(figure(commands), perDay),
      },
      ...(perKeyPerDay === null
        ? []
        : [
            {
              label: labels.key,
              text: words.perKey(
                figure(perKeyPerDay),
                keys ?? 0,
                statedPerKeyPerDay === null ? null : figure(statedPerKeyPerDay),
              ),
            },
          ]),
      ...(top.length === 0
        ? []
        : [{ label: labels.most, text: top.map((each) => `${each.command} ${figure(each.commands)}`).join(' · ') }]),
    ],
  };
}

export const hotKeysTable = ({ hotKeys }: MeasureReport, { tables, heads }: MeasureReportMessages): Table => ({
  kind: 'table',
  id: 'hotkeys',
  title: tables.hotKeys,
  detail: true,
  columns: [
    { id: 'key', title: heads.key, type: 'id' },
    { id: 'commands', title: heads.commands, type: 'count' },
    { id: 'share', title: heads.ofAll, type: 'share' },
  ],
  rows: (hotKeys ?? []).map(({ key, commands, share }) => ({ key, commands, share })),
});

/** What is unknown; a detail if the answer itself is known. */
export const notKnownList = ({ notKnown, total, requests }: MeasureReport, { tables }: MeasureReportMessages): Block[] =>
  notKnown.length === 0
    ? []
    : [
        {
          kind: 'list',
          id: 'unknown',
          title: tables.unknown,
          detail: total.measured !== null && requests.count !== null,
          items: notKnown.map((text) => ({ texts: [text] })),
        },
      ];
