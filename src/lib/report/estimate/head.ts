/** The subject of an estimate, and its sum. */
import { formatBytes, formatDecimalBytes } from '../../format/bytes.js';
import { formatCount, formatCounted, formatMean } from '../../format/number.js';
import type { Fact, Facts } from '../document.js';
import type { EstimateReport } from './worded.js';

export function headFacts(data: EstimateReport): Fact[] {
  const { workload, settings, provider, total } = data;
  const shares = Object.entries(workload.shares).map(([id, share]) => `${id} ${share}`);
  return [
    { label: 'Load', text: loadText(workload) },
    ...(workload.from === null ? [] : [{ label: 'Data', text: dataText(workload.from, workload) }]),
    ...optional('Shares', shares, 'of requests: '),
    ...optional('Deployed', assignments(settings.deployed)),
    ...optional('Tried', assignments(settings.tried)),
    {
      label: 'Request',
      text: parts(
        `${formatMean(total.wirePerRequest)} commands sent`,
        `${formatMean(total.roundTripsPerRequest)} ${total.roundTripsPerRequest === 1 ? 'round trip' : 'round trips'}`,
        provider.unit === null ? null : `${formatMean(total.billablePerRequest)} ${unitOf(data)}`,
      ),
    },
    {
      label: 'Day',
      text: parts(
        `${formatCount(total.wirePerDay)} commands sent`,
        `${formatCount(total.roundTripsPerDay)} round trips`,
        provider.unit === null ? null : `${formatCount(total.billablePerDay)} ${unitOf(data)}`,
      ),
    },
    ...monthFacts(data),
  ];
}

const parts = (...texts: readonly (string | null)[]): string => texts.filter((text) => text !== null).join(' · ');

const optional = (label: string, texts: readonly string[], before = ''): Fact[] =>
  texts.length === 0 ? [] : [{ label, text: `${before}${texts.join(' · ')}` }];

const assignments = (values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).map(([env, value]) => `${env}=${value}`);

const unitOf = ({ provider }: EstimateReport): string => (provider.unit === 'ECPU' ? 'ECPU' : 'billable commands');

function monthFacts(data: EstimateReport): Fact[] {
  const { provider, total, workload } = data;
  const days = workload.daysPerMonth;
  const billable = provider.unit === null ? null : `${formatCount(total.billablePerDay * days)} ${unitOf(data)}`;
  const traffic =
    total.traffic === null
      ? null
      : `about ${formatDecimalBytes(Math.round(bothWays(total.traffic.perDay) * days))} of traffic in ${days} days`;
  return billable === null && traffic === null ? [] : [{ label: 'Month', text: parts(billable, traffic) }];
}

const bothWays = ({ sent, received }: { sent: number; received: number }): number => sent + received;

/** The traffic in both directions; empty if unknown. */
export const trafficFacts = ({ total: { traffic } }: EstimateReport): Facts[] =>
  traffic === null
    ? []
    : [
        {
          kind: 'facts',
          id: 'traffic',
          title: 'Traffic',
          remark: 'RESP without TLS, computed',
          detail: true,
          facts: (['perRequest', 'perDay'] as const).map((per) => ({
            label: per === 'perDay' ? 'Day' : 'Request',
            text: `${formatBytes(bothWays(traffic[per]))}: ${formatBytes(traffic[per].sent)} sent, ${formatBytes(traffic[per].received)} received`,
          })),
        },
      ];

function loadText(workload: EstimateReport['workload']): string {
  const { requestsPerDay, keys, from, assumed } = workload;
  const counts = {
    apiKeys: formatCounted(workload.apiKeys, 'API key', 'API keys'),
    accounts: formatCounted(workload.accounts, 'account', 'accounts'),
    models: formatCounted(workload.models, 'model', 'models'),
    queues: formatCounted(workload.queues, 'queue', 'queues'),
    workers: formatCounted(workload.workers, 'worker', 'workers'),
  };
  const texts = (are: boolean): string[] =>
    workload.counts.filter((count) => assumed.includes(count) === are).map((count) => counts[count]);
  return parts(
    `${formatMean(requestsPerDay)} ${workload.unit} a day`,
    ...texts(false),
    keys === 0 && from === null ? 'number of keys unknown' : formatCounted(keys, 'key', 'keys'),
    assumed.length === 0 ? null : `assumed: ${texts(true).join(', ')}`,
  );
}

const dataText = (from: string, { dataBytes, keysOnly, assumed }: EstimateReport['workload']): string =>
  keysOnly
    ? `number of keys from ${from}${assumed.length === 0 ? '' : '; meter advise counts the others'}`
    : `counted in ${from}${dataBytes === null ? '' : `, ${formatBytes(dataBytes)}`}`;
