/** The commands behind one figure. */
import { formatCount, formatCounted, formatMean } from '../../format/number.js';
import type { ExplainRow } from '../../estimate/model.js';
import { NO_KEY } from '../audit/figures.js';
import type { Block, Cell, Row } from '../document.js';
import type { EstimateReport } from './worded.js';

type Explain = NonNullable<EstimateReport['explain']>;

/** Number of commands on one screen. */
const SHOWN = 20;

export function explainBlocks({ subject, rows, perRequest, perDay }: Explain): Block[] {
  const events = new Map(rows.map((row) => [row.event, row]));
  return [
    {
      kind: 'table',
      id: 'explain',
      title: `Commands of ${subject}`,
      remark: `${formatMean(perRequest)} a request, ${perDayText(perDay)}`,
      columns: [
        { id: 'event', title: 'event', type: 'id', drop: 2 },
        { id: 'command', title: 'command', type: 'id' },
        { id: 'key', title: 'key', type: 'id' },
        { id: 'count', title: 'count', type: 'mean' },
        { id: 'times_per_request', title: 'times', type: 'mean', drop: 1 },
        { id: 'sent_per_request', title: 'sent', type: 'mean' },
        { id: 'sent_per_day', title: 'sent/day', type: 'count' },
      ],
      rows: rows.map((row, index) => rowOf(row, rows[index - 1])),
      shown: SHOWN,
      rest: formatCounted(rows.length - SHOWN, 'command more', 'commands more'),
      notes: ['times: how often the event happens with a request, as a mean of all requests'],
    },
    ...(rows.length === 0 ? [{ kind: 'note' as const, text: 'Nothing is sent for it at this load.' }] : []),
    {
      kind: 'list',
      id: 'events',
      title: 'Events',
      detail: true,
      items: Array.from(events.values(), ({ event, title, transport, from, evidence }) => ({
        title: event,
        texts: [`${title}; sent as ${TRANSPORTS[transport] ?? transport}. ${evidence}: ${from}.`],
      })),
      none: 'No event sends anything for it.',
    },
  ];
}

export const explainSummary = ({ subject, perRequest, perDay }: Explain): string =>
  `${subject}: ${formatMean(perRequest)} commands a request, ${perDayText(perDay)}.`;

/** Commands a day as text. */
const perDayText = (perDay: number): string => `${formatCount(perDay)} a day`;

function rowOf(row: ExplainRow, before: ExplainRow | undefined): Row {
  const sent = (value: number | null, text: string): Cell => {
    if (row.inScript) return { value: null, text: 'in script', tone: 'quiet' };
    return value === null ? { value, text: '-', tone: 'quiet' } : { value, text };
  };
  return {
    event: { value: row.event, tone: 'quiet', ...(row.event === before?.event && { text: '' }) },
    command: { value: row.command, tone: 'name' },
    key: row.pattern ?? { value: null, text: NO_KEY, tone: 'quiet' },
    count: row.count,
    times_per_request:
      row.timesPerRequest === null
        ? { value: null, text: perDayText(row.timesPerDay) }
        : { value: row.timesPerRequest, text: formatMean(row.timesPerRequest) },
    sent_per_request: sent(row.perRequest, formatMean(row.perRequest ?? 0)),
    sent_per_day: sent(row.perDay, formatCount(row.perDay)),
  };
}

const TRANSPORTS: Readonly<Record<string, string>> = {
  pipeline: 'one pipeline',
  parallel: 'single commands, all at once',
  sequence: 'single commands, one after the other',
  transaction: 'one transaction',
  script: 'one script',
};
