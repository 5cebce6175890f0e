/** What was measured and how, and the cost of a request. */
import { formatBytes } from '../../format/bytes.js';
import { formatDuration } from '../../format/duration.js';
import { formatCount, formatCounted, formatShare } from '../../format/number.js';
import { comparedText, NO_APPLICATION } from '../../recognise/words.js';
import type { MeasureData } from '../../measure/model.js';
import type { Fact, Facts } from '../document.js';
import { figure } from './compared.js';

const HOW: Record<MeasureData['how'], string> = {
  commandstats: 'statistics of the server before and after',
  monitor: 'sample by MONITOR',
  capture: 'capture by MONITOR',
};

const REQUESTS: Record<MeasureData['requests']['how'], string> = {
  counter: 'by the application’s own counter',
  sum: 'by the counters of its API keys',
  sample: 'by what the sample adds to the application’s counter',
  flag: 'as given by --requests',
  unknown: '',
};

export function headFacts(data: MeasureData): Fact[] {
  const { profile, requests, interval, total } = data;
  const from = interval.from === null ? '' : ` from ${interval.from.slice(0, 19).replace('T', ' ')} UTC`;
  return [
    { label: 'How', text: `${HOW[data.how]}, ${formatDuration(interval.seconds)}${from}` },
    profile === null
      ? { label: 'Profile', text: NO_APPLICATION, tone: 'warn' }
      : { label: 'Profile', text: comparedText(profile) },
    requests.count === null
      ? { label: 'Requests', text: 'not known', tone: 'warn' }
      : {
          label: 'Requests',
          text: [formatCount(requests.count), REQUESTS[requests.how], requests.counter ?? ''].join(' ').trimEnd(),
        },
    { label: 'Commands', text: commandsText(data) },
    ...(total.perRequest.measured === null ? [] : [{ label: 'A request', text: requestText(data), tone: 'strong' as const }]),
    ...(data.traffic === null ? [] : [{ label: 'Traffic', text: trafficText(data.traffic) }]),
    ...failedFacts(data),
  ];
}

/** The reason for this application and release. */
export const evidenceFacts = ({ profile }: MeasureData): Facts[] =>
  profile === null
    ? []
    : [
        {
          kind: 'facts',
          id: 'profile',
          title: 'Why this application and release',
          detail: true,
          facts: [{ label: 'Evidence', text: profile.evidence }],
        },
      ];

function commandsText({ total }: MeasureData): string {
  if (total.measured === null) return 'the server does not report them';
  const inScripts =
    total.wire === null || total.wire === total.measured
      ? ''
      : `, ${formatCount(total.measured - total.wire)} of them called by scripts`;
  return `${formatCount(total.measured)}${inScripts}`;
}

function requestText({ total: { perRequest }, unexplained }: MeasureData): string {
  const predicted = perRequest.predicted === null ? '' : `; ${figure(perRequest.predicted)} predicted, with timers`;
  const share = unexplained.share === null ? '' : `; ${formatShare(unexplained.share)} unexplained`;
  return `${figure(perRequest.measured)} commands${predicted}${share}`;
}

/** For each request if there were any, else for the interval. */
function trafficText({ sent, received }: NonNullable<MeasureData['traffic']>): string {
  const way = (name: string, whole: typeof sent): string => {
    const row = whole.perRequest.measured === null ? whole : whole.perRequest;
    return `${formatBytes(row.measured)} ${name}${row.predicted === null ? '' : ` (${formatBytes(row.predicted)} predicted)`}`;
  };
  return `${way('sent', sent)} · ${way('received', received)}${sent.perRequest.measured === null ? '' : ' a request'}`;
}

function failedFacts({ failed }: MeasureData): Fact[] {
  if (failed === null || failed.commands + failed.rejected === 0) return [];
  const { commands, rejected, errors } = failed;
  const causes = errors.map(({ error, count }) => `${error} ${formatCount(count)}`).join(' · ');
  const text = `${formatCounted(commands, 'command', 'commands')} ended with an error, ${formatCount(rejected)} refused`;
  return [{ label: 'Failed', text: causes === '' ? text : `${text}: ${causes}`, tone: 'warn' }];
}
