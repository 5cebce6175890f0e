/** Commands by source, and unexplained commands. */
import { formatCount, formatCounted, formatShare } from '../../format/number.js';
import { NO_KEY } from '../audit/figures.js';
import type { MeasureData, SourceRow } from '../../measure/model.js';
import type { Block, Cell, Facts, Row, Table } from '../document.js';
import { comparedCells, comparedColumns, figure, measuredCells, most, unitText } from './compared.js';

/** Number of rows on one screen. */
const SHOWN_SOURCES = 8;
const SHOWN_UNEXPLAINED = 5;
const SHOWN_CONDITIONS = 3;

export const SOURCES = 'sources';

const ATTRIBUTION: Record<MeasureData['attribution'], string> = {
  'by-key': 'counted by key',
  'by-command': 'counted by command, divided as the profile predicts',
  none: 'not divided',
};

const attributionText = ({ attribution }: MeasureData): string => ATTRIBUTION[attribution];

/** The total, the unexplained commands, then the sources, largest first. */
export function sourcesTable(data: MeasureData): Table {
  const { total, unexplained, failed, requests } = data;
  const failures = failed?.commands ?? 0;
  const sums: Row[] = [
    ...(total.measured === null ? [] : [{ source: { value: 'total', tone: 'strong' as const }, ...comparedCells(total) }]),
    ...(unexplained.commands === null || data.sources.length === 0
      ? []
      : [
          {
            source: { value: 'unexplained', tone: 'warn' as const },
            ...measuredCells(unexplained.commands, unexplained.perRequest),
          },
        ]),
    ...(failures === 0
      ? []
      : [
          {
            source: { value: 'failed', tone: 'warn' as const },
            ...measuredCells(failures, requests.count ? failures / requests.count : null),
          },
        ]),
  ];
  const sources = data.sources.toSorted((one, other) => most(other) - most(one));
  return {
    kind: 'table',
    id: SOURCES,
    title: 'Sources',
    remark: `${unitText(data)}, ${attributionText(data)}`,
    columns: [{ id: 'source', title: 'source', type: 'id' }, ...comparedColumns(data)],
    rows: [...sums, ...sources.map(sourceRow)],
    shown: sums.length + SHOWN_SOURCES,
    rest: formatCounted(sources.length - SHOWN_SOURCES, 'smaller source', 'smaller sources'),
  };
}

/** In a short time, timers differ from their prediction without a reason. */
function sourceRow(row: SourceRow): Row {
  const cells = comparedCells(row);
  if (row.withRequests) return { source: row.id, ...cells };
  const timers = (value: number | null): Cell => ({ value, text: 'timers', tone: 'quiet' });
  return {
    source: row.id,
    ...cells,
    difference: timers(row.difference),
    difference_per_request: timers(row.perRequest.difference),
  };
}

export const conditionsTable = ({ conditions }: MeasureData): Table => ({
  kind: 'table',
  id: 'conditions',
  title: 'Events of some requests',
  remark: 'more often than predicted: give their share by --share',
  columns: [
    { id: 'event', title: 'event', type: 'text' },
    { id: 'share', title: 'requests', type: 'share' },
    { id: 'when', title: 'where', type: 'text' },
  ],
  rows: conditions.map(({ title, when, share }) => ({
    event: title,
    share,
    when: when.map((id) => (id.startsWith('!') ? `${id.slice(1)}=0` : `${id}=1`)).join(' '),
  })),
  shown: SHOWN_CONDITIONS,
  rest: formatCounted(conditions.length - SHOWN_CONDITIONS, 'event more', 'events more'),
});

export function familiesTable(data: MeasureData): Table {
  const rows = data.families.filter((row) => most(row) > 0.005).toSorted((one, other) => most(other) - most(one));
  return {
    kind: 'table',
    id: 'families',
    title: 'Families',
    remark: `${formatCounted(rows.length, 'family', 'families')}, ${unitText(data)}, ${attributionText(data)}`,
    detail: true,
    columns: [{ id: 'pattern', title: 'family', type: 'id' }, ...comparedColumns(data)],
    rows: rows.map((row) => ({
      pattern: row.pattern ?? row.id ?? { value: null, text: NO_KEY, tone: 'quiet' },
      ...comparedCells(row),
    })),
  };
}

export const commandsTable = (data: MeasureData): Table => ({
  kind: 'table',
  id: 'commands',
  title: 'Commands',
  remark: unitText(data),
  detail: true,
  columns: [{ id: 'command', title: 'command', type: 'id' }, ...comparedColumns(data)],
  rows: data.commands.map((row) => ({ command: row.command, ...comparedCells(row) })),
});

const KEYS = { family: '', unrecognised: '(keys of no profile)', none: NO_KEY, unseen: '(keys not seen)' };

export function unexplainedTable({ unexplained: { top, commands, share }, families }: MeasureData): Table {
  const patterns = new Map(families.map(({ id, pattern }) => [id, pattern]));
  return {
    kind: 'table',
    id: 'unexplained',
    title: 'Unexplained commands',
    remark: `${figure(commands)}, ${formatShare(share)} of all`,
    columns: [
      { id: 'command', title: 'command', type: 'id' },
      { id: 'keys', title: 'keys', type: 'id' },
      { id: 'commands', title: 'commands', type: 'mean' },
    ],
    rows: top.map((row) => ({
      command: row.command,
      keys:
        row.keys === 'family'
          ? (patterns.get(row.family) ?? row.family)
          : { value: null, text: KEYS[row.keys], tone: 'quiet' as const },
      commands: { value: row.commands, text: figure(row.commands) },
    })),
    shown: SHOWN_UNEXPLAINED,
    rest: formatCounted(top.length - SHOWN_UNEXPLAINED, 'command more', 'commands more'),
  };
}

export const failedTable = ({ failed }: MeasureData): Table => ({
  kind: 'table',
  id: 'failed',
  title: 'Failed commands',
  remark: 'ended with an error, or refused before they ran',
  detail: true,
  columns: [
    { id: 'command', title: 'command', type: 'id' },
    { id: 'failed', title: 'failed', type: 'count' },
    { id: 'refused', title: 'refused', type: 'count' },
  ],
  rows: (failed?.top ?? []).map((row) => ({ command: row.command, failed: row.failed, refused: row.rejected })),
});

export const screensTable = ({ screens }: MeasureData): Table => ({
  kind: 'table',
  id: 'screens',
  title: 'Reads by screen',
  remark: 'unexplained reads: of this screen alone, and with those that several screens make',
  detail: true,
  columns: [
    { id: 'screen', title: 'screen', type: 'text' },
    { id: 'at_least', title: 'at least', type: 'mean' },
    { id: 'at_most', title: 'at most', type: 'mean' },
  ],
  rows: (screens ?? []).map(({ title, atLeast, atMost }) => ({
    screen: title,
    at_least: { value: atLeast, text: figure(atLeast) },
    at_most: { value: atMost, text: figure(atMost) },
  })),
});

export function backgroundFacts({ background }: MeasureData): Facts {
  const { commands, perDay, keys, perKeyPerDay, statedPerKeyPerDay, withoutTraffic, top } = background;
  const stated = statedPerKeyPerDay === null ? '' : `; about ${figure(statedPerKeyPerDay)} by the profile`;
  return {
    kind: 'facts',
    id: 'background',
    title: 'Without requests',
    remark: withoutTraffic ? 'there was no traffic' : 'what no request sends, and what timers explain of the rest',
    detail: true,
    facts: [
      {
        label: 'Commands',
        text: commands === null || perDay === null ? 'not known' : `${figure(commands)}, ${formatCount(perDay)} a day`,
      },
      ...(perKeyPerDay === null
        ? []
        : [
            {
              label: 'A key',
              text: `${figure(perKeyPerDay)} a day for each of ${formatCounted(keys ?? 0, 'key', 'keys')}${stated}`,
            },
          ]),
      ...(top.length === 0
        ? []
        : [{ label: 'Most', text: top.map((each) => `${each.command} ${figure(each.commands)}`).join(' · ') }]),
    ],
  };
}

export const hotKeysTable = ({ hotKeys }: MeasureData): Table => ({
  kind: 'table',
  id: 'hotkeys',
  title: 'Hot keys',
  detail: true,
  columns: [
    { id: 'key', title: 'key', type: 'id' },
    { id: 'commands', title: 'commands', type: 'count' },
    { id: 'share', title: 'share', type: 'share' },
  ],
  rows: (hotKeys ?? []).map(({ key, commands, share }) => ({ key, commands, share })),
});

/** What is unknown; a detail if the answer itself is known. */
export const notKnownList = ({ notKnown, total, requests }: MeasureData): Block[] =>
  notKnown.length === 0
    ? []
    : [
        {
          kind: 'list',
          id: 'unknown',
          title: 'Not known',
          detail: total.measured !== null && requests.count !== null,
          items: notKnown.map((text) => ({ texts: [text] })),
        },
      ];
