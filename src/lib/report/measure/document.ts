/** The document of a measurement: the real cost of a request, beside the prediction. */
import { formatDuration } from '../../format/duration.js';
import { formatShare } from '../../format/number.js';
import type { Document } from '../document.js';
import type { Envelope } from '../envelope.js';
import { en } from '../messages/en.js';
import type { MeasureReportMessages } from '../messages/en/measure/report.js';
import type { Messages } from '../messages/messages.js';
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
import type { MeasureReport } from './worded.js';

export function measureDocument({ data, target, warnings, spent }: Envelope<MeasureReport>, messages: Messages = en): Document {
  const { common } = messages;
  const { report } = messages.measure;
  return {
    title: { text: report.title, name: target?.name ?? report.capture },
    blocks: [
      { kind: 'facts', facts: headFacts(data, messages) },
      ...evidenceFacts(data, report),
      sourcesTable(data, report),
      familiesTable(data, messages),
      commandsTable(data, report),
      screensTable(data, report),
      backgroundFacts(data, report),
      hotKeysTable(data, report),
      conditionsTable(data, report),
      failedTable(data, report),
      unexplainedTable(data, messages),
      ...notKnownList(data, report),
      ...notesList(warnings, common),
      { kind: 'facts', facts: [spentFact(spent, common)] },
    ],
    summary: { text: summaryOf(data, report) },
    csv: SOURCES,
  };
}

function summaryOf({ total, requests, interval, unexplained }: MeasureReport, report: MeasureReportMessages): string {
  const { measured, predicted } = total.perRequest;
  if (measured === null)
    return report.summary({ commands: total.measured, requests: requests.count, time: formatDuration(interval.seconds) });
  return report.summaryByRequest(
    figure(measured),
    predicted === null ? null : figure(predicted),
    unexplained.share === null ? null : formatShare(unexplained.share),
  );
}
