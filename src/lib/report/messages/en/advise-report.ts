/** Titles, heads, labels and sentences of an advice. */
import type { AdviseData, Effort } from '../../../advise/model.js';
import { formatCount, formatCounted } from '../../../format/number.js';
import { asClause } from '../../../format/sentence.js';

const TAKES: Readonly<Record<Effort, string>> = {
  plan: 'another plan',
  command: 'a command',
  setting: 'a setting',
  code: 'a change of code',
};

export const report = {
  title: 'Advice for',
  labels: { load: 'Load', commands: 'Commands', bill: 'Bill' },
  sections: { remedies: 'What helps', commands: 'How' },
  order: 'what needs no change of code comes first; each alone, so that they do not add up',
  heads: { remedy: 'remedy', takes: 'takes', commands: 'commands a day', bytes: 'memory', dollars: 'a month' },
  rest: (count: number): string => formatCounted(count, 'more remedy', 'more remedies'),
  nothing: 'Nothing that is known here helps.',
  takes: (effort: Effort): string => TAKES[effort],
  standardInput: 'standard input',
  /** `others`: further snapshots. */
  snapshots: (first: string, others: number): string =>
    others === 0 ? first : `${first} and ${formatCounted(others, 'other snapshot', 'other snapshots')}`,
  /** `bytes`: of the data; `null`: unknown. */
  load: (
    { requestsPerDay, requestsFrom, days, keys, apiKeys, accounts }: AdviseData['workload'],
    bytes: string | null,
  ): string => {
    const from =
      requestsFrom === 'given'
        ? 'as given'
        : requestsFrom === 'assumed'
          ? 'assumed: give --requests N'
          : `counted over ${formatCounted(days ?? 0, 'day', 'days')}`;
    const held = [
      formatCounted(keys, 'key', 'keys'),
      formatCounted(apiKeys, 'API key', 'API keys'),
      formatCounted(accounts, 'account', 'accounts'),
    ];
    const requests = `${formatCount(Math.round(requestsPerDay))} requests a day`;
    return `${requests}, ${from}; ${[...held, ...(bytes === null ? [] : [bytes])].join(', ')}`;
  },
  /** `measured`: a day, by the server; `null`: unknown. */
  commands: (of: { all: number; withRequests: number; jobs: number; measured: number | null }): string =>
    `${formatCount(of.all)} a day: ${formatCount(of.withRequests)} with requests, ${formatCount(of.jobs)} of background jobs${
      of.measured === null ? '' : `; the server has counted ${formatCount(of.measured)} a day`
    }`,
  bill: (dollars: string, provider: string, asOf: string | null): string =>
    `${dollars} a month where each command is charged for, as by ${provider}${asOf === null ? '' : ` (${asOf})`}`,
  gone: (losses: readonly string[]): string => `Without them these go: ${losses.map(asClause).join('; ')}.`,
  unread: (switches: readonly string[]): string =>
    `${formatCounted(switches.length, 'switch', 'switches')} that documents speak of would save commands, but your release does not read ${switches.length === 1 ? 'it' : 'them'}: ${switches.join(', ')}.`,
  /** `bytes`: `null`: unknown, or none. */
  summary: (remedies: number, first: { title: string; commandsPerDay: number; bytes: string | null }): string => {
    const saved = [
      ...(first.commandsPerDay > 0 ? [`${formatCounted(first.commandsPerDay, 'command', 'commands')} a day`] : []),
      ...(first.bytes === null ? [] : [first.bytes]),
    ];
    const effect = saved.length === 0 ? '' : `, saves ${saved.join(' and ')}`;
    return `${formatCounted(remedies, 'remedy', 'remedies')}; first: ${first.title}${effect}`;
  },
  /** Before commands that cost money. */
  price: (commands: number, provider: string, unit: string, dollars: string | null): string =>
    `Looking takes up to ${formatCount(commands)} commands, for each of which ${provider} charges (${unit})${dollars === null ? '' : `, ${dollars}`}.`,
};

export type AdviseReportMessages = typeof report;
