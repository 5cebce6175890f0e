/** The subject of an estimate, and its sum. */
import { formatBytes, formatDecimalBytes } from '../../format/bytes.js';
import { formatCount, formatMean } from '../../format/number.js';
import type { WorkloadCount } from '../../profile/operations.js';
import type { Fact, Facts } from '../document.js';
import type { EstimateReportMessages } from '../messages/en/estimate/report.js';
import type { EstimateReport } from './worded.js';

export function headFacts(data: EstimateReport, words: EstimateReportMessages): Fact[] {
  const { workload, settings, provider, total } = data;
  const { labels, head } = words;
  const shares = Object.entries(workload.shares).map(([id, share]) => `${id} ${share}`);
  const billable = (commands: string): string | null => (provider.unit === null ? null : head.billable(commands, provider.unit));
  return [
    { label: labels.load, text: loadText(workload, head) },
    ...(workload.from === null ? [] : [{ label: labels.data, text: dataText(workload.from, workload, head) }]),
    ...(shares.length === 0 ? [] : [{ label: labels.shares, text: head.shares(shares.join(' · ')) }]),
    ...assignments(labels.deployed, settings.deployed),
    ...assignments(labels.tried, settings.tried),
    {
      label: labels.request,
      text: parts(
        head.sent(formatMean(total.wirePerRequest)),
        head.trips(formatMean(total.roundTripsPerRequest), total.roundTripsPerRequest === 1),
        billable(formatMean(total.billablePerRequest)),
      ),
    },
    {
      label: labels.day,
      text: parts(
        head.sent(formatCount(total.wirePerDay)),
        head.trips(formatCount(total.roundTripsPerDay), false),
        billable(formatCount(total.billablePerDay)),
      ),
    },
    ...monthFacts(data, words),
  ];
}

const parts = (...texts: readonly (string | null)[]): string => texts.filter((text) => text !== null).join(' · ');

function assignments(label: string, values: Readonly<Record<string, string>>): Fact[] {
  const texts = Object.entries(values).map(([env, value]) => `${env}=${value}`);
  return texts.length === 0 ? [] : [{ label, text: texts.join(' · ') }];
}

function monthFacts({ provider, total, workload }: EstimateReport, { labels, head }: EstimateReportMessages): Fact[] {
  const days = workload.daysPerMonth;
  const billable = provider.unit === null ? null : head.billable(formatCount(total.billablePerDay * days), provider.unit);
  const traffic =
    total.traffic === null ? null : head.traffic(formatDecimalBytes(Math.round(bothWays(total.traffic.perDay) * days)), days);
  return billable === null && traffic === null ? [] : [{ label: labels.month, text: parts(billable, traffic) }];
}

const bothWays = ({ sent, received }: { sent: number; received: number }): number => sent + received;

/** The traffic in both directions; empty if unknown. */
export const trafficFacts = (
  { total: { traffic } }: EstimateReport,
  { labels, traffic: words }: EstimateReportMessages,
): Facts[] =>
  traffic === null
    ? []
    : [
        {
          kind: 'facts',
          id: 'traffic',
          title: words.title,
          remark: words.remark,
          detail: true,
          facts: (['perRequest', 'perDay'] as const).map((per) => ({
            label: per === 'perDay' ? labels.day : labels.request,
            text: words.ways(
              formatBytes(bothWays(traffic[per])),
              formatBytes(traffic[per].sent),
              formatBytes(traffic[per].received),
            ),
          })),
        },
      ];

function loadText(workload: EstimateReport['workload'], head: EstimateReportMessages['head']): string {
  const { requestsPerDay, keys, from, assumed } = workload;
  const text = (what: WorkloadCount): string => head.count(what, workload[what]);
  const texts = (are: boolean): string[] => workload.counts.filter((count) => assumed.includes(count) === are).map(text);
  return parts(
    head.perDay(formatMean(requestsPerDay), workload.unit),
    ...texts(false),
    head.keys(keys === 0 && from === null ? null : keys),
    assumed.length === 0 ? null : head.assumed(texts(true)),
  );
}

const dataText = (
  from: string,
  { dataBytes, keysOnly, assumed }: EstimateReport['workload'],
  head: EstimateReportMessages['head'],
): string =>
  keysOnly ? head.keysFrom(from, assumed.length > 0) : head.countedIn(from, dataBytes === null ? null : formatBytes(dataBytes));
