/** The document of a measurement: the real cost of a request, beside the prediction. */
import { formatDuration } from '../../format/duration.js';
import { formatCounted, formatShare } from '../../format/number.js';
import type { MeasureData } from '../../measure/model.js';
import type { Document } from '../document.js';
import type { Envelope } from '../envelope.js';
import { notesList } from '../notes.js';
import { spentFact } from '../spent.js';
import { figure } from './compared.js';
import { evidenceFacts, headFacts } from './head.js';
import {
  backgroundFacts,
  commandsTable,
  conditionsTable,
  failedTable,
  familiesTable,
  hotKeysTable,
  notKnownList,
  screensTable,
  SOURCES,
  sourcesTable,
  unexplainedTable,
} from './sections.js';

export const measureDocument = ({ data, target, warnings, spent }: Envelope<MeasureData>): Document => ({
  title: { text: 'Measured at', name: target?.name ?? 'a capture of MONITOR' },
  blocks: [
    { kind: 'facts', facts: headFacts(data) },
    ...evidenceFacts(data),
    sourcesTable(data),
    familiesTable(data),
    commandsTable(data),
    screensTable(data),
    backgroundFacts(data),
    hotKeysTable(data),
    conditionsTable(data),
    failedTable(data),
    unexplainedTable(data),
    ...notKnownList(data),
    ...notesList(warnings),
    { kind: 'facts', facts: [spentFact(spent)] },
  ],
  summary: { text: summaryOf(data) },
  csv: SOURCES,
});

function summaryOf({ total, requests, interval, unexplained }: MeasureData): string {
  const { measured, predicted } = total.perRequest;
  if (measured === null) {
    const what =
      total.measured === null ? 'The number of commands is not known' : formatCounted(total.measured, 'command', 'commands');
    const whose =
      requests.count === null ? 'the number of requests is not known' : formatCounted(requests.count, 'request', 'requests');
    return `${what} in ${formatDuration(interval.seconds)}; ${whose}.`;
  }
  const compared = predicted === null ? '' : `, ${figure(predicted)} are predicted`;
  const share = unexplained.share === null ? '' : `; ${formatShare(unexplained.share)} of them are unexplained`;
  return `A request sends ${figure(measured)} commands${compared}${share}.`;
}
