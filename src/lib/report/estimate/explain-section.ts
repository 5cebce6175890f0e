/** The commands behind one figure. */
import { formatCount } from '../../format/number.js';
import type { EstimateData } from '../../estimate/model.js';
import { NO_KEY } from '../audit/figures.js';
import { formatMean } from '../../format/number.js';
import { quiet, right, type Section, type SectionCell } from './section.js';

export function explainSection(explain: NonNullable<EstimateData['explain']>): Section {
  const titles = new Map(
    explain.rows.map(({ event, title, transport, from, evidence }) => [event, { title, transport, from, evidence }]),
  );
  return {
    title: `What ${explain.subject} is made of`,
    remark: `${formatMean(explain.perRequest)} a request, ${formatCount(explain.perDay)} a day`,
    columns: [
      { title: 'event', drop: 2 },
      { title: 'command' },
      { title: 'key' },
      right('count'),
      right('times', 1),
      right('sent'),
      right('sent/day'),
    ],
    rows: explain.rows.map((row, index): SectionCell[] => [
      quiet(row.event === explain.rows[index - 1]?.event ? '' : row.event),
      { text: row.command, tone: 'name' },
      row.pattern ?? quiet(NO_KEY),
      formatMean(row.count),
      row.timesPerRequest === null ? `${formatCount(row.timesPerDay)} a day` : formatMean(row.timesPerRequest),
      row.inScript ? quiet('in script') : row.perRequest === null ? quiet('-') : formatMean(row.perRequest),
      row.inScript ? quiet('in script') : formatCount(row.perDay),
    ]),
    more: explain.rows.length === 0 ? 'Nothing is sent for it at this load.' : null,
    notes: ['times: how often the event happens with a request, as a mean over all'],
    items: Array.from(titles, ([event, { title, transport, from, evidence }]) => ({
      lead: event,
      text: `${title}; sent as ${TRANSPORTS[transport] ?? transport}. ${evidence}: ${from}.`,
    })),
  };
}

const TRANSPORTS: Readonly<Record<string, string>> = {
  pipeline: 'one pipeline',
  parallel: 'single commands, all at once',
  sequence: 'single commands, one after the other',
  transaction: 'one transaction',
  script: 'one script',
};
