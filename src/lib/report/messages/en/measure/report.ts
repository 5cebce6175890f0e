/** Titles, heads, labels and sentences of a report on a measurement. */
import { formatCount, formatCounted } from '../../../../format/number.js';
import type { MeasureData } from '../../../../measure/model.js';

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

const ATTRIBUTION: Record<MeasureData['attribution'], string> = {
  'by-key': 'counted by key',
  'by-command': 'counted by command, divided as the profile predicts',
  none: 'not divided',
};

export const report = {
  title: 'Measured at',
  capture: 'a capture of MONITOR',
  labels: {
    how: 'How',
    profile: 'Profile',
    requests: 'Requests',
    commands: 'Commands',
    request: 'A request',
    traffic: 'Traffic',
    failed: 'Failed',
    evidence: 'Evidence',
    key: 'A key',
    most: 'Most',
  },
  tables: {
    profile: 'Why this application and release',
    sources: 'Sources',
    conditions: 'Events of some requests',
    families: 'Families',
    commands: 'Commands',
    unexplained: 'Unexplained commands',
    failed: 'Failed commands',
    screens: 'Reads by screen',
    background: 'Without requests',
    hotKeys: 'Hot keys',
    unknown: 'Not known',
  },
  remarks: {
    conditions: 'more often than predicted: give their share by --share',
    failed: 'ended with an error, or refused before they ran',
    screens: 'unexplained reads: of this screen alone, and with those that several screens make',
    idle: 'there was no traffic',
    background: 'what no request sends, and what timers explain of the rest',
  },
  heads: {
    measured: 'measured',
    predicted: 'predicted',
    difference: 'difference',
    source: 'source',
    event: 'event',
    share: 'requests',
    when: 'where',
    family: 'family',
    command: 'command',
    keys: 'keys',
    commands: 'commands',
    failed: 'failed',
    refused: 'refused',
    screen: 'screen',
    atLeast: 'at least',
    atMost: 'at most',
    key: 'key',
    ofAll: 'share',
  },
  /** Rows of sums. */
  sums: { total: 'total', unexplained: 'unexplained', failed: 'failed' },
  timers: 'timers',
  keysOf: { unrecognised: '(keys of no profile)', unseen: '(keys not seen)' },
  notKnown: 'not known',
  notReported: 'the server does not report them',
  /** `from`: `null`: unknown. */
  how: (how: MeasureData['how'], time: string, from: string | null): string =>
    `${HOW[how]}, ${time}${from === null ? '' : ` from ${from} UTC`}`,
  requests: (count: number, how: MeasureData['requests']['how'], counter: string | null): string =>
    [formatCount(count), REQUESTS[how], counter ?? ''].join(' ').trimEnd(),
  /** `inScripts`: `null`: none, or unknown. */
  commands: (count: number, inScripts: number | null): string =>
    `${formatCount(count)}${inScripts === null ? '' : `, ${formatCount(inScripts)} of them called by scripts`}`,
  /** Figures of a request as they are shown; `null`: unknown. */
  request: (measured: string, predicted: string | null, unexplained: string | null): string =>
    `${measured} commands${predicted === null ? '' : `; ${predicted} predicted, with timers`}${unexplained === null ? '' : `; ${unexplained} unexplained`}`,
  traffic: (
    ways: readonly { way: 'sent' | 'received'; measured: string; predicted: string | null }[],
    isByRequest: boolean,
  ): string =>
    `${ways
      .map(({ way, measured, predicted }) => `${measured} ${way}${predicted === null ? '' : ` (${predicted} predicted)`}`)
      .join(' · ')}${isByRequest ? ' a request' : ''}`,
  failedText: (commands: number, rejected: number, causes: readonly string[]): string =>
    `${formatCounted(commands, 'command', 'commands')} ended with an error, ${formatCount(rejected)} refused${causes.length === 0 ? '' : `: ${causes.join(' · ')}`}`,
  evidence: (parts: readonly string[]): string => parts.join('; '),
  /** `null`: for each request. */
  unit: (time: string | null): string => (time === null ? 'commands a request' : `commands in ${time}`),
  attributed: (unit: string, attribution: MeasureData['attribution']): string => `${unit}, ${ATTRIBUTION[attribution]}`,
  families: (count: number, unit: string): string => `${formatCounted(count, 'family', 'families')}, ${unit}`,
  ofAllCommands: (commands: string, share: string): string => `${commands}, ${share} of all`,
  moreSources: (count: number): string => formatCounted(count, 'smaller source', 'smaller sources'),
  moreEvents: (count: number): string => formatCounted(count, 'event more', 'events more'),
  moreCommands: (count: number): string => formatCounted(count, 'command more', 'commands more'),
  perDay: (commands: string, perDay: number): string => `${commands}, ${formatCount(perDay)} a day`,
  /** `stated`: by the profile; `null`: it says nothing. */
  perKey: (perKey: string, keys: number, stated: string | null): string =>
    `${perKey} a day for each of ${formatCounted(keys, 'key', 'keys')}${stated === null ? '' : `; about ${stated} by the profile`}`,
  /** `null`: unknown. */
  summary: (of: { commands: number | null; requests: number | null; time: string }): string =>
    `${of.commands === null ? 'The number of commands is not known' : formatCounted(of.commands, 'command', 'commands')} in ${of.time}; ${
      of.requests === null ? 'the number of requests is not known' : formatCounted(of.requests, 'request', 'requests')
    }.`,
  summaryByRequest: (measured: string, predicted: string | null, unexplained: string | null): string =>
    `A request sends ${measured} commands${predicted === null ? '' : `, ${predicted} are predicted`}${unexplained === null ? '' : `; ${unexplained} of them are unexplained`}.`,
  measuring: (seconds: number): string => `Measuring for ${seconds} s; Ctrl-C ends it sooner.`,
  monitor: {
    question: (name: string, seconds: number, commands: number): string =>
      `Sample ${name} for at most ${seconds} s and ${formatCount(commands)} commands?`,
    warning: 'MONITOR makes the server send a copy of every command, which can cost a busy one much of its throughput.',
  },
};

export type MeasureReportMessages = typeof report;
