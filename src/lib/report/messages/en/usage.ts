import type { Metric } from '../../../profile/figures.js';
import { formatCount, formatCounted } from '../../../format/number.js';
import { utcText } from '../../../recognise/words.js';
import type { Missing, Value } from '../../../usage/model.js';
import { valueText } from '../../usage/figures.js';
import type { UsageMessages } from '../usage.js';
import { report } from './usage-report.js';

const METRICS: Readonly<Record<Metric, string>> = {
  requests: 'requests',
  input: 'input',
  output: 'output',
  'cache-create': 'cache writes',
  'cache-read': 'cache reads',
  'cache-5m': '5-minute writes',
  'cache-1h': '1-hour writes',
  tokens: 'tokens',
  cost: 'cost',
  'real-cost': 'list price',
};

const REASONS: UsageMessages['reasons'] = {
  expired: (what) => `${what}: the keys have expired.`,
  pruned: (what) => `${what}: meter has removed keys (meter restore brings them back).`,
  unwritten: (what) => `${what}: this release does not count that.`,
  upgraded: (what) => `${what}: the release before the upgrade did not count that.`,
  off: (what) => `${what}: a switch of the application turns these statistics off.`,
  uncounted: (what) => `${what}: the application counts nothing of the kind.`,
  trimmed: (what) => `${what}: the log of single requests no longer holds them.`,
  absent: (what) => `${what}: no key holds it, although there are others of that time.`,
};

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const named = (metrics: readonly Metric[]): string =>
  metrics.length >= 7 ? 'usage' : listed(metrics.map((metric) => METRICS[metric]));

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const dates = ({ from, to }: Missing): string => (from === null ? '' : to === null ? ` of ${from}` : ` from ${from} to ${to}`);

const figure = (metric: Metric, value: Value): string => `${valueText(metric, value)} ${METRICS[metric]}`;

const money = (metric: Metric): boolean => metric === 'cost' || metric === 'real-cost';

/** At most two figures: if one differs, the others usually do. */
function compared(figures: readonly { metric: Metric; rows: Value; other: Value }[]): string {
  const shown = [...figures].sort((a, b) => Number(money(b.metric)) - Number(money(a.metric))).slice(0, 2);
  const more = figures.length - shown.length;
  const texts = shown.map(({ metric, rows, other }) => `${figure(metric, other)} against ${valueText(metric, rows)}`);
  return `${texts.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

export const usage: UsageMessages = {
  report,
  metrics: METRICS,
  reasons: REASONS,
  notes: {
    unknown: ({ params }) => REASONS[params.reason](capital(`${named(params.metrics)}${dates(params)} not known`)),
    incomplete: ({ params }) => REASONS[params.reason](capital(`${named(params.metrics)}${dates(params)} may be too low`)),
    'from-parts': ({ params: { periods, keys } }) =>
      `* ${listed(periods)}: ${formatCounted(keys, 'key', 'keys')} of the whole period ${keys === 1 ? 'is' : 'are'} missing, so the shorter periods are added up.`,
    differs: ({ params: { against, period, titles, figures } }) => {
      switch (against) {
        case 'system': {
          const [first] = figures;
          const total = first ? figure(first.metric, first.other) : '';
          return `The application's own total of ${period} is ${total}: deleted ${titles} are in no row.`;
        }
        case 'exact':
          return `The unrounded cost stored for ${period} differs from these rows: ${compared(figures)}.`;
        case 'whole':
          return `The keys of the longer periods differ from these rows for ${period}: ${compared(figures)}. meter fix-consistency says why.`;
      }
    },
    'odd-values': ({ params: { keys, examples } }) =>
      `${formatCounted(keys, 'value is', 'values are')} not a number and left out: ${examples.join(', ')}.`,
    'lacking-fields': ({ params: { metrics, keys } }) =>
      `${formatCounted(keys, 'key has', 'keys have')} no ${named(metrics)}: an older release, or another part of the application, wrote ${keys === 1 ? 'it' : 'them'}.`,
    refused: ({ params: { keys } }) =>
      `${formatCounted(keys, 'key was', 'keys were')} not readable: this user may not read ${keys === 1 ? 'it' : 'them'}, or the type is another one.`,
    'other-cycles': ({ params: { cycles, count } }) =>
      `${formatCounted(count, 'billing cycle is', 'billing cycles are')} not named after a day, and in no figure here: ${cycles.join(', ')}${count > cycles.length ? ', …' : ''} (--cycle NAME shows one).`,
    'empty-indexes': ({ params: { sets, count } }) =>
      `${formatCounted(count, 'index set lists', 'index sets list')} nobody: ${sets.join(', ')}${count > sets.length ? ', …' : ''}. If there should be usage, --scan looks at all names.`,
    'from-log': ({ params: { metrics, log, since, part } }) =>
      `The ${named(metrics)} is added up from the requests in ${log}, which holds ${part}, since ${since.slice(0, 16).replace('T', ' ')} UTC.`,
    'from-lists': ({ params: { metrics, lists, kept, since } }) =>
      `The ${named(metrics)} is added up from the newest ${formatCount(kept)} requests of each API key in ${lists}, each rounded to a micro-dollar${since === null ? '; no list has dropped one' : `; from ${since.slice(0, 16).replace('T', ' ')} UTC on none is missing`}.`,
    'rounded-cost': () => 'This cost is the sum of requests that were each rounded to a micro-dollar.',
    uncounted: ({ params: { metrics, by } }) => `No ${listed(metrics.map((metric) => METRICS[metric]))} is counted by ${by}.`,
    'assumed-offset': ({ params: { utcOffset } }) =>
      `The data do not show the application's UTC offset. ${utcText(utcOffset)} is assumed. Set --utc-offset to be certain.`,
    'other-applications': ({ params: { names } }) => `Also here: ${names.join(', ')}. --profile NAME shows its usage.`,
  },
};
