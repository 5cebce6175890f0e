import { formatDecimalBytes } from '../../../format/bytes.js';
import { formatDuration } from '../../../format/duration.js';
import { sentence } from '../../../format/message.js';
import { formatMoney } from '../../../format/money.js';
import { formatCount, formatCounted } from '../../../format/number.js';
import type { EstimateMessages } from '../estimate.js';
import { report } from './estimate/report.js';

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const ifItFits = (bytes: number | null): string =>
  bytes === null ? '' : `, as long as the data fit into ${formatDecimalBytes(bytes)}`;

const titles: EstimateMessages['titles'] = {
  'as-it-is': () => 'as it is',
  'as-deployed': () => 'as deployed',
  tried: ({ settings }) => (settings.length > 1 ? `the ${settings.length} settings tried` : settings.join('')),
  'fine-off': () => 'fine-grained statistics off',
  script: () => 'one Lua script a request',
  buffer: ({ seconds }) => `statistics sent every ${seconds} s`,
  'switch-off': ({ title }) => `${title} off`,
  'fewer-keys': ({ keys }) => `each ${formatCounted(keys, 'key', 'keys')} less`,
  'longer-intervals': () => 'jobs at longer intervals',
  'shorter-lists': () => 'shorter lists',
  'another-plan': () => 'another plan of the provider',
  plan: ({ plan }) => `the plan ${plan}`,
};

export const estimate: EstimateMessages = {
  report,
  titles,
  losses: {
    text: ({ text }) => text,
    dark: ({ screens }) => `Screens with no data: ${screens.join(', ')}.`,
    'jobs-not-counted': () =>
      'Jobs will also walk over fewer keys. This is not counted, because the number of these keys is unknown: give --url or --rdb.',
    'jobs-save': ({ commands, expired, keys }) =>
      `Jobs save ${formatCount(commands)} of these commands a day, once ${formatCount(expired)} of the ${formatCounted(keys, 'key', 'keys')}, which are no longer written, have expired.`,
    pruned: () => 'Screens no longer show the pruned data.',
    crash: ({ seconds }) => `A crash or restart loses up to ${seconds} s of statistics, and screens lag as much.`,
    'costs-at-once': () => 'Costs are still written at once, so that limits hold.',
    'even-requests': () => 'This assumes evenly spread requests; it saves more when they come in bursts.',
  },
  advice: {
    'not-by-command': ({ provider, plans }) =>
      `${provider} charges ${plans.map(({ title }) => title).join(', ')}, not by the command: fewer commands relieve the server but do not change the bill.`,
    'no-plan': ({ provider }) => `No plan of ${provider} takes this load.`,
    included: ({ plan, provider, bytes, commands, included }) =>
      `The plan ${plan} of ${provider} takes this load${ifItFits(bytes)}: ${formatCount(commands)} of its ` +
      `${formatCount(included)} commands a month. Nothing has to change.`,
    metered: ({ plan, dollars, fixed }) =>
      `${plan} comes to ${formatMoney(dollars)} a month${fixed === null ? '' : `, less than any fixed plan (${formatMoney(fixed)})`}: no change of code can save more than that.`,
    'change-plan': ({ plan, provider, dollars, traffic, bytes, metered, meteredDollars }) => {
      const within =
        traffic === null
          ? 'whatever is sent'
          : `for up to ${formatDecimalBytes(traffic.included)} of traffic, of which this load takes about ${formatDecimalBytes(traffic.taken)}`;
      return (
        `Change the plan before the code: ${plan} of ${provider} costs ${formatMoney(dollars)} a month ${within}${ifItFits(bytes)}, ` +
        `where ${lower(metered)} comes to ${formatMoney(meteredDollars)}.`
      );
    },
    'none-cheaper': () => 'None of the remedies below makes any plan cheaper than that.',
    cheaper: ({ remedies }) =>
      `Only ${remedies.map(({ title, dollars, plan }) => `"${sentence(titles, title)}" (${formatMoney(dollars)}, ${lower(plan)})`).join(' and ')} costs less: see --section scenarios.`,
    quota: ({ plan, included, seconds, requests }) =>
      `The ${formatCount(included)} commands of the plan ${plan} last ${formatDuration(seconds)}; ` +
      `${requests === null ? 'jobs alone use it up' : `it is enough for ${formatCount(requests)} requests a day`}.`,
  },
  provider: (_id, text) => ({ ...text, billed: text.billed ?? 'nothing by the command' }),
  plan: (_provider, _id, text) => text,
};
