import { formatBytes } from '../../../format/bytes.js';
import { formatCounted } from '../../../format/number.js';
import type { GrowthMessages } from '../growth.js';
import { report } from './growth-report.js';

export const growth: GrowthMessages = {
  report,
  kinds: { periods: 'levels off', expiring: 'expires', permanent: 'permanent' },
  notes: {
    'needs-history': ({ families, keys, bytes }) =>
      `How ${formatCounted(families, 'family', 'families')} without periods grow (${formatCounted(keys, 'key', 'keys')}${bytes === null ? '' : `, ${formatBytes(bytes)}`}) one audit does not show: they are taken as they are. A history shows it: meter audit --history FILE`,
    skipped: ({ lines }) => `${formatCounted(lines, 'line of the file is', 'lines of the file are')} no record, and left out.`,
    'other-sizes': ({ records }) =>
      `${formatCounted(records, 'audit has', 'audits have')} sizes from another source or another Redis than the newest, and ${records === 1 ? 'is' : 'are'} left out.`,
    short: ({ days, forecast }) =>
      `The history is of ${formatCounted(Math.round(days), 'day', 'days')}, and the forecast of ${forecast}: the range is wide.`,
    'sizes-unknown': () => 'The sizes of some keys are unknown, so memory is not forecast.',
    'no-commands': () => 'How many commands the server processes is not known: it does not say, or has just started.',
    evicts: ({ policy }) => `Under ${policy} the server removes keys when it reaches maxmemory.`,
  },
  fromHistory: (audits, span, first, last) => `${formatCounted(audits, 'audit', 'audits')} over ${span}, ${first} to ${last}`,
  fromAudit: (at) => `one audit, ${at}: what was written in the newest periods that are over`,
  days: (days) => `in ${formatCounted(days, 'day', 'days')}`,
  reached: {
    'no-limit': 'no limit is known',
    now: 'reached',
    between: (from, to) => `reached between ${from} and ${to}`,
    from: (from, horizonDays) => `not reached before ${from}; not certain to be within ${horizonDays} days`,
    never: 'never reached at this rate',
    'not-before': (at) => `not reached before ${at}`,
  },
  memory: (used, maxmemory, policy) =>
    `${used} used${maxmemory === null ? ', without a limit' : maxmemory === undefined ? '' : ` of ${maxmemory}`}${policy === null ? '' : `, ${policy}`}`,
  there: 'there',
  inDays: (days) => formatCounted(days, 'day', 'days'),
  summary: ({ days, keys, memory, reached }) =>
    `In ${formatCounted(days, 'day', 'days')}: ${keys}${memory === null ? '' : `, ${memory}`}${reached === null ? '' : `; maxmemory ${reached}`}.`,
  legend: 'Keys with a TTL and a period rise to what is written in one TTL, and stay. Ranges: 95 % of trends and scatter.',
};
