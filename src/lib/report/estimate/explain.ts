/** The commands behind one figure. */
import { formatCount, formatMean } from '../../format/number.js';
import type { ExplainRow } from '../../estimate/model.js';
import type { Block, Cell, Row } from '../document.js';
import type { CommonMessages } from '../messages/en/common.js';
import type { EstimateReportMessages } from '../messages/en/estimate/report.js';
import type { EstimateReport } from './worded.js';

type Explain = NonNullable<EstimateReport['explain']>;

/** Number of commands on one screen. */
const SHOWN = 20;

export function explainBlocks(
  { subject, rows, perRequest, perDay }: Explain,
  { explain: words, rest, none }: EstimateReportMessages,
  { noKey }: CommonMessages,
): Block[] {
  const { heads } = words;
  const events = new Map(rows.map((row) => [row.event, row]));
  return [
    {
      kind: 'table',
      id: 'explain',
      title: words.title(subject),
      remark: words.remark(formatMean(perRequest), perDay),
      columns: [
        { id: 'event', title: heads.event, type: 'id', drop: 2 },
        { id: 'command', title: heads.command, type: 'id' },
        { id: 'key', title: heads.key, type: 'id' },
        { id: 'count', title: heads.count, type: 'mean' },
        { id: 'times_per_request', title: heads.times, type: 'mean', drop: 1 },
        { id: 'sent_per_request', title: heads.sent, type: 'mean' },
        { id: 'sent_per_day', title: heads.sentPerDay, type: 'count' },
      ],
      rows: rows.map((row, index) => rowOf(row, rows[index - 1], words, { noKey, none })),
      shown: SHOWN,
      rest: rest.commands(rows.length - SHOWN),
      notes: [words.note],
    },
    ...(rows.length === 0 ? [{ kind: 'note' as const, text: words.nothing }] : []),
    {
      kind: 'list',
      id: 'events',
      title: words.events,
      detail: true,
      items: Array.from(events.values(), ({ event, title, transport, from, evidence }) => ({
        title: event,
        texts: [words.event({ title, transport, evidence, from })],
      })),
      none: words.noEvent,
    },
  ];
}

export const explainSummary = ({ subject, perRequest, perDay }: Explain, { explain }: EstimateReportMessages): string =>
  explain.summary(subject, formatMean(perRequest), perDay);

function rowOf(
  row: ExplainRow,
  before: ExplainRow | undefined,
  words: EstimateReportMessages['explain'],
  { noKey, none }: { noKey: string; none: string },
): Row {
  const sent = (value: number | null, text: string): Cell => {
    if (row.inScript) return { value: null, text: words.inScript, tone: 'quiet' };
    return value === null ? { value, text: none, tone: 'quiet' } : { value, text };
  };
  return {
    event: { value: row.event, tone: 'quiet', ...(row.event === before?.event && { text: '' }) },
    command: { value: row.command, tone: 'name' },
    key: row.pattern ?? { value: null, text: noKey, tone: 'quiet' },
    count: row.count,
    times_per_request:
      row.timesPerRequest === null
        ? { value: null, text: words.timesPerDay(row.timesPerDay) }
        : { value: row.timesPerRequest, text: formatMean(row.timesPerRequest) },
    sent_per_request: sent(row.perRequest, formatMean(row.perRequest ?? 0)),
    sent_per_day: sent(row.perDay, formatCount(row.perDay)),
  };
}
