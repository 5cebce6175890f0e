import { formatDuration } from '../../../format/duration.js';
import { formatCount, formatCounted } from '../../../format/number.js';
import { utcText } from '../../../recognise/words.js';
import type { LimitersMessages } from '../limiters.js';
import { report } from './limiters-report.js';

const POLICIES = {
  open: 'requests are allowed',
  closed: 'requests are refused',
  memory: 'each process counts by itself',
  caller: 'the caller of the library decides',
} as const;

export const limiters: LimitersMessages = {
  report,
  near: (percent) => `near: ${percent} or more is used`,
  size: ({ capacity, windowSeconds, from }) => {
    if (from === 'subject') return "each one's own";
    if (capacity === null) return '?';
    return windowSeconds === null ? formatCount(capacity) : `${formatCount(capacity)} / ${formatDuration(windowSeconds)}`;
  },
  parallel: { holds: 'limited', passes: 'all pass' },
  how: {
    'list-log': 'list',
    'fixed-window': 'window',
    'started-window': 'window',
    'token-bucket': 'bucket',
    leases: 'slots',
    other: 'other',
  },
  sent: ({ commands, roundTrips }) => `${formatCount(commands.length)} in ${formatCounted(roundTrips, 'trip', 'trips')}`,
  check: ({ when, commands, inScript, roundTrips }) =>
    `${when}: ${commands.join(', ')}${inScript.length === 0 ? '' : ` (in the script: ${inScript.join(', ')})`}; ${formatCounted(roundTrips, 'round trip', 'round trips')}`,
  denials: {
    count: 'A denied request counts like others.',
    extend: 'A denied request counts nothing, but sets the TTL again.',
    nothing: 'A denied request changes nothing.',
  },
  onError: ({ policy, note }) => `If Redis fails, ${POLICIES[policy]}. ${note}`,
  connections: ({ processes, pool, poolFrom, connections }) =>
    `${formatCounted(processes, 'process', 'processes')} with ${formatCounted(pool, 'connection', 'connections')} each (${poolFrom === 'flag' ? 'as given' : poolFrom === 'default' ? 'the default' : poolFrom}): ${formatCount(connections)}`,
  maxclients: ({ connections, maxclients, connected }) =>
    maxclients === null
      ? 'the server does not say how many it allows'
      : `the server allows ${formatCount(maxclients)}${connected === null ? '' : `, and has ${formatCount(connected)} now`}${connections > maxclients ? ': too few for these pools' : ''}`,
  sharedPool: 'All requests of a process share one connection: none waits for a connection.',
  client: ({ library, connectSeconds, commandSeconds, poolSeconds, retries, worstSeconds }) =>
    `${library}: ${formatDuration(connectSeconds)} to connect, ${commandSeconds === null ? 'no limit' : formatDuration(commandSeconds)} for a reply${poolSeconds === null ? '' : `, ${formatDuration(poolSeconds)} for a connection of the pool`}, ${formatCounted(retries, 'retry', 'retries')}${worstSeconds === null ? '' : `: a server that does not answer holds a request for up to ${formatDuration(worstSeconds)}`}.`,
  notes: {
    'assumed-sizes': ({ params: { rules } }) =>
      `The size of ${rules.join(', ')} is what the application uses unless it is set otherwise. --env-file FILE or --limit NAME=N/TIME says how it is.`,
    'unknown-sizes': ({ params: { rules } }) => `The size of ${rules.join(', ')} is not known: --limit NAME=N/TIME says it.`,
    'longer-than-assumed': ({ params: { rule, lists, longest, capacity } }) =>
      `${rule}: ${formatCounted(lists, 'list is', 'lists are')} longer than ${formatCount(capacity)}, up to ${formatCount(longest)}. The limit is set higher, or requests at once have passed it.`,
    'local-times': ({ params: { application, offsetHours, from, readAsUtc } }) => {
      if (offsetHours === null)
        return `${application} writes its local time, and its lists do not show its time zone, so that what is used is not known: --utc-offset HOURS says it.`;
      const zone = `${application} writes its local time, ${utcText(offsetHours)} ${from === 'flag' ? 'as given' : 'by its lists and their TTLs'}.`;
      return offsetHours === 0 || readAsUtc.length === 0
        ? zone
        : `${zone} A newer release reads the lists of ${readAsUtc.join(', ')} as UTC: remove them when you upgrade, or they deny requests for hours.`;
    },
    'by-values': ({ params: { names } }) =>
      `Recognised by the values of their keys, because others use such names too: ${names.join(', ')}.`,
    'heat-unknown': ({ params: { policy } }) =>
      `Which keys are hot is not known: the eviction policy is ${policy ?? 'unknown'}, not an LFU one, and HOTKEYS has tracked nothing. meter measure --monitor shows them.`,
    'owner-without-keys': ({ params: { owner } }) => `${owner} has no key of a limiter, so that nothing is used.`,
    'odd-values': ({ params: { rule, keys } }) =>
      `${rule}: ${formatCounted(keys, 'key holds', 'keys hold')} what the limiter does not write, or cannot be read, and ${keys === 1 ? 'is' : 'are'} not judged.`,
  },
};
