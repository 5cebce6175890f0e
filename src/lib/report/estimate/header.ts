/** What an estimate is about, said once for every renderer. */
import { formatBytes, formatDecimalBytes } from '../../format/bytes.js';
import { formatCount, formatCounted } from '../../format/number.js';
import { estimatedText } from '../../recognise/words.js';
import type { EstimateData } from '../../estimate/model.js';
import { formatMean } from '../../format/number.js';

/** Application and release. */
export const estimateName = ({ profile }: EstimateData): string => estimatedText(profile);

/** The lines of the head, each with its label. */
export function estimateHead(data: EstimateData): [label: string, text: string][] {
  const { workload, settings, provider, total } = data;
  const shares = Object.entries(workload.shares).map(([id, share]) => `${id} ${share}`);
  const named = (values: Readonly<Record<string, string>>): string =>
    Object.entries(values)
      .map(([env, value]) => `${env}=${value}`)
      .join(' · ');
  const unit = provider.unit === 'ECPU' ? 'ECPU' : 'billable commands';
  return [
    ['Load', loadText(workload)],
    ...(workload.from === null ? [] : [['Data', dataText(workload.from, workload)] as [string, string]]),
    ...(shares.length === 0 ? [] : [['Shares', `of requests: ${shares.join(' · ')}`] as [string, string]]),
    ...(named(settings.deployed) === '' ? [] : [['Deployed', named(settings.deployed)] as [string, string]]),
    ...(named(settings.tried) === '' ? [] : [['Tried', named(settings.tried)] as [string, string]]),
    [
      'Request',
      `${formatMean(total.wirePerRequest)} commands sent · ${formatMean(total.roundTripsPerRequest)} ${total.roundTripsPerRequest === 1 ? 'round trip' : 'round trips'}` +
        (provider.unit === null ? '' : ` · ${formatMean(total.billablePerRequest)} ${unit}`),
    ],
    [
      'Day',
      `${formatCount(total.wirePerDay)} commands sent · ${formatCount(total.roundTripsPerDay)} round trips` +
        (provider.unit === null ? '' : ` · ${formatCount(total.billablePerDay)} ${unit}`),
    ],
    ...(provider.unit === null
      ? []
      : [
          ['Month', `${formatCount(total.billablePerDay * workload.daysPerMonth)} ${unit} in ${workload.daysPerMonth} days`] as [
            string,
            string,
          ],
        ]),
    ...(total.traffic === null ? [] : [['Traffic', trafficText(total.traffic, workload.daysPerMonth)] as [string, string]]),
    ['Billed', `${provider.title}: ${provider.billed}`],
  ];
}

function trafficText({ perRequest, perDay }: NonNullable<EstimateData['total']['traffic']>, days: number): string {
  const sum = ({ sent, received }: typeof perDay): number => sent + received;
  const parts = `${formatBytes(perDay.sent)} sent, ${formatBytes(perDay.received)} received`;
  return `about ${formatBytes(sum(perRequest))} a request · ${formatBytes(sum(perDay))} a day (${parts}) · ${formatDecimalBytes(Math.round(sum(perDay) * days))} a month`;
}

const loadText = ({ requestsPerDay, apiKeys, accounts, models, keys, from }: EstimateData['workload']): string =>
  [
    `${formatMean(requestsPerDay)} requests a day`,
    formatCounted(apiKeys, 'API key', 'API keys'),
    formatCounted(accounts, 'account', 'accounts'),
    formatCounted(models, 'model', 'models'),
    keys === 0 && from === null ? 'keys not known' : formatCounted(keys, 'key', 'keys'),
  ].join(' · ');

const dataText = (from: string, { dataBytes, keysOnly }: EstimateData['workload']): string =>
  keysOnly ? `number of keys told by ${from}` : `counted in ${from}${dataBytes === null ? '' : `, ${formatBytes(dataBytes)}`}`;
