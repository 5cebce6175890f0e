/** Titles, heads, labels and sentences of reports on trials. */
import { formatDuration } from '../../../format/duration.js';
import { formatCount, formatCounted } from '../../../format/number.js';
import type { LimiterId } from '../../../trial/model.js';
import type { RecordingScenario } from '../../../trial/scenarios/model.js';

const TITLES: Readonly<Record<LimiterId, string>> = {
  legacyList: 'list, command by command',
  listLog: 'same list, one script',
  fixedWindow: 'fixed window',
  slidingWindow: 'sliding window',
  tokenBucket: 'token bucket',
  gcra: 'GCRA',
  zsetLog: 'log in a sorted set',
};

/** What the variables of switches begin with. */
const COMMON = /^ENABLE_/;

const trips = (count: string): string => `${count} ${count === '1' ? 'round trip' : 'round trips'}`;
const check = (roundTrips: string, p99: string | null): string => `${trips(roundTrips)} and a p99 of ${p99 ?? 'unknown length'}`;

interface Check {
  roundTrips: string;
  p99: string | null;
}

export const trial = {
  titles: { limiters: 'Trial of limiters on', scenarios: 'Trial of scenarios on' },
  ownServer: 'a server of its own on this machine',
  labels: {
    limit: 'Limit',
    load: 'Load',
    rtt: 'RTT',
    partial: 'Partial',
    spent: 'Spent',
    recorded: 'Recorded',
    failed: 'Failed',
  },
  spent: (time: string): string => `${time}; no other Redis was asked`,
  /** `added`: `null`: nothing. */
  rtt: (measured: string, added: string | null): string =>
    `${measured}: ${added ?? 'nothing'} added to this machine. Compare the figures, do not take them for those of your network`,
  progress: (number: number, total: number, title: string): string => `${number} of ${total}: ${title}`,
  limiters: {
    title: (id: LimiterId): string => TITLES[id],
    tables: {
      checks: 'Checks at a fixed rate',
      duration: 'Duration of a check',
      throughput: 'Throughput',
      failures: 'When something fails',
    },
    bursts: (callers: number): string => `${formatCount(callers)} checks at once`,
    remarks: {
      checks: 'durations from the time at which a check was due',
      duration: 'at a fixed rate, from the time at which it was due',
    },
    limitIs: (limit: number): string => `the limit is ${formatCount(limit)}`,
    callers: (count: number): string => `${formatCount(count)} callers, each waits for its answer`,
    deadline: (time: string): string => `scripts have a deadline of ${time}, the list has none`,
    heads: {
      limiter: 'limiter',
      roundTrips: 'round trips',
      inside: 'commands inside',
      p50: 'p50 ms',
      p95: 'p95 ms',
      p99: 'p99 ms',
      failed: 'failed',
      server: 'server µs',
      key: 'key',
      fewest: 'fewest allowed',
      most: 'most allowed',
      holds: 'limit',
      perSecond: 'checks a second',
      flush: 'SCRIPT FLUSH: failed',
      restart: 'restart: failed',
      back: 'back after ms',
      slow: 'no answer: failed',
      longest: 'longest ms',
    },
    holds: { yes: 'holds', no: 'does not hold' },
    limit: (limit: number, window: string, subjects: number): string =>
      `${formatCount(limit)} in ${window} for each of ${formatCount(subjects)} users`,
    load: (perSecond: number, time: string, pool: number): string =>
      `${formatCount(perSecond)} checks a second for ${time}, ${formatCount(pool)} connections`,
    interrupted: 'interrupted: limiters are missing',
    none: 'No limiter was measured.',
    one: (title: string, of: Check): string => `${title}: ${check(of.roundTrips, of.p99)}.`,
    summary: (of: { limit: number; before: number; after: number }, before: Check, after: Check): string =>
      `Of a burst ${formatCount(of.after)} pass instead of ${formatCount(of.before)}, where ${formatCount(of.limit)} may. A check takes ${check(after.roundTrips, after.p99)}, instead of ${check(before.roundTrips, before.p99)}.`,
  },
  scenarios: {
    title: ({ kind, switches, flushMs }: RecordingScenario): string => {
      switch (kind) {
        case 'now':
          return 'as it is';
        case 'switches':
          return `the ${switches.length} switches off`;
        case 'switch':
        case 'statistics':
          return `${switches[0]?.replace(COMMON, '')} off`;
        case 'script':
          return 'one script a request';
        case 'buffer':
          return `buffered, ${formatDuration((flushMs ?? 0) / 1_000)}`;
      }
    },
    tables: {
      scenarios: 'Recording a request',
      killed: 'Killed in mid-run',
      latency: 'Durations',
      computed: 'Measured, and computed by meter estimate',
      commands: 'Commands by name',
    },
    remarks: {
      scenarios: 'commands as the server counts them, what meter estimate computes, and what the document says',
      killed: 'kill -9 when half of the requests are acknowledged',
      latency: 'from the time at which a request was due until it was acknowledged',
      computed: 'for each request; sent: a script is one command',
      commands: 'for each request, by INFO commandstats',
    },
    heads: {
      scenario: 'scenario',
      commands: 'commands',
      estimate: 'estimate',
      saves: 'saves',
      document: 'document',
      trips: 'trips',
      bytes: 'bytes',
      server: 'CPU µs',
      p50: 'p50 ms',
      p95: 'p95 ms',
      p99: 'p99 ms',
      longest: 'longest ms',
      requests: 'requests',
      failed: 'failed',
      recorded: 'in statistics',
      sent: 'sent',
      computed: 'computed',
      command: 'command',
      perRequest: 'a request',
      ended: 'ended',
      acknowledged: 'acknowledged',
      lost: 'lost',
      lostCost: 'their cost',
      unseen: 'unseen by limits',
    },
    recorded: (profile: string, release: string): string => `${profile} ${release}: what it writes when a request has ended`,
    load: (of: {
      requests: number;
      perSecond: number;
      concurrency: number;
      apiKeys: number;
      accounts: number;
      models: number;
    }): string =>
      `${formatCounted(of.requests, 'request', 'requests')}, ${formatCount(of.perSecond)} a second, at most ${formatCount(of.concurrency)} at once; ${formatCounted(of.apiKeys, 'API key', 'API keys')}, ${formatCounted(of.accounts, 'account', 'accounts')}, ${formatCounted(of.models, 'model', 'models')}`,
    failed: (requests: number): string => `${formatCounted(requests, 'request', 'requests')} (--all shows which)`,
    interrupted: 'interrupted: scenarios are missing',
    running: (title: string, isKilled: boolean): string => `${title}${isKilled ? ', killed in mid-run' : ''}`,
    meansTrips: (title: string): string => `${title}: the document means round trips`,
    none: 'No scenario was measured.',
    one: (title: string, commands: string, roundTrips: string): string =>
      `${title}: ${commands} commands and ${trips(roundTrips)} a request.`,
    now: (commands: string, roundTrips: string): string =>
      `Recording a request takes ${commands} commands and ${trips(roundTrips)}.`,
    script: (roundTrips: string, commands: string): string => `One script takes ${trips(roundTrips)}, for ${commands} commands.`,
    switches: (count: number, share: string): string => `The ${count} switches save ${share} of the commands.`,
    together: (sentences: readonly string[]): string => sentences.join(' '),
  },
};

export type TrialMessages = typeof trial;
