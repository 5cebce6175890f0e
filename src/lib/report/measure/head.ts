/** What was measured and how, and the cost of a request. */
import { formatBytes } from '../../format/bytes.js';
import { formatDuration } from '../../format/duration.js';
import { formatCount, formatShare } from '../../format/number.js';
import type { Fact, Facts } from '../document.js';
import type { MeasureReportMessages } from '../messages/en/measure/report.js';
import type { Messages } from '../messages/messages.js';
import { figure } from './compared.js';
import type { MeasureReport } from './worded.js';

export function headFacts(data: MeasureReport, { measure: { report }, recognise }: Messages): Fact[] {
  const { labels } = report;
  const { profile, requests, interval, total } = data;
  const from = interval.from === null ? null : interval.from.slice(0, 19).replace('T', ' ');
  return [
    { label: labels.how, text: report.how(data.how, formatDuration(interval.seconds), from) },
    profile === null
      ? { label: labels.profile, text: recognise.none, tone: 'warn' }
      : { label: labels.profile, text: recognise.compared(profile) },
    requests.count === null
      ? { label: labels.requests, text: report.notKnown, tone: 'warn' }
      : { label: labels.requests, text: report.requests(requests.count, requests.how, requests.counter) },
    { label: labels.commands, text: commandsText(data, report) },
    ...(total.perRequest.measured === null
      ? []
      : [{ label: labels.request, text: requestText(data, report), tone: 'strong' as const }]),
    ...(data.traffic === null ? [] : [{ label: labels.traffic, text: trafficText(data.traffic, report) }]),
    ...failedFacts(data, report),
  ];
}

/** The reason for this application and release. */
export const evidenceFacts = ({ profile }: MeasureReport, { labels, tables }: MeasureReportMessages): Facts[] =>
  profile === null
    ? []
    : [
        {
          kind: 'facts',
          id: 'profile',
          title: tables.profile,
          detail: true,
          facts: [{ label: labels.evidence, text: profile.evidence }],
        },
      ];

function commandsText({ total }: MeasureReport, { notReported, commands }: MeasureReportMessages): string {
  if (total.measured === null) return notReported;
  return commands(total.measured, total.wire === null || total.wire === total.measured ? null : total.measured - total.wire);
}

const requestText = ({ total: { perRequest }, unexplained }: MeasureReport, { request }: MeasureReportMessages): string =>
  request(
    figure(perRequest.measured),
    perRequest.predicted === null ? null : figure(perRequest.predicted),
    unexplained.share === null ? null : formatShare(unexplained.share),
  );

/** For each request if there were any, else for the interval. */
function trafficText(traffic: NonNullable<MeasureReport['traffic']>, words: MeasureReportMessages): string {
  const ways = (['sent', 'received'] as const).map((way) => {
    const whole = traffic[way];
    const row = whole.perRequest.measured === null ? whole : whole.perRequest;
    return {
      way,
      measured: formatBytes(row.measured),
      predicted: row.predicted === null ? null : formatBytes(row.predicted),
    };
  });
  return words.traffic(ways, traffic.sent.perRequest.measured !== null);
}

function failedFacts({ failed }: MeasureReport, { labels, failedText }: MeasureReportMessages): Fact[] {
  if (failed === null || failed.commands + failed.rejected === 0) return [];
  const { commands, rejected, errors } = failed;
  const causes = errors.map(({ error, count }) => `${error} ${formatCount(count)}`);
  return [{ label: labels.failed, text: failedText(commands, rejected, causes), tone: 'warn' }];
}
