/** The document of a trial of limiters: what a check costs before and after, whether the limit holds, and what failures do. */
import { formatDuration } from '../../format/duration.js';
import { largest } from '../../format/largest.js';
import { formatCount, formatMean } from '../../format/number.js';
import type { FailureTrial, LimiterTrial, TrialLimitersData } from '../../trial/model.js';
import type { Cell, Chart, Document, Fact, Row, Table } from '../document.js';
import type { Envelope } from '../envelope.js';
import { notesList } from '../notes.js';
import { trialSpent, trialTitle } from './frame.js';
import { limiterTitle } from './titles.js';

export const trialLimitersDocument = ({ data, warnings, spent }: Envelope<TrialLimitersData>): Document => ({
  title: trialTitle('limiters', data.server.version),
  blocks: [
    { kind: 'facts', facts: headFacts(data) },
    latencyChart(data),
    limitersTable(data),
    burstsTable(data),
    throughputTable(data),
    failuresTable(data),
    ...notesList(warnings),
    { kind: 'facts', facts: [trialSpent(spent)] },
  ],
  summary: { text: summaryOf(data) },
  csv: 'limiters',
});

const inMs = (ms: number): string => `${formatMean(ms)} ms`;

function headFacts({ settings, roundTripMs, complete }: TrialLimitersData): Fact[] {
  const { limit, windowMs, perSecond, durationMs, subjects, pool } = settings;
  const added =
    settings.roundTripMs === 0 ? 'nothing added to this machine' : `${inMs(settings.roundTripMs)} added to this machine`;
  return [
    {
      label: 'Limit',
      text: `${formatCount(limit)} in ${formatDuration(windowMs / 1_000)} for each of ${formatCount(subjects)} users`,
    },
    {
      label: 'Load',
      text: `${formatCount(perSecond)} checks a second for ${formatDuration(durationMs / 1_000)}, ${formatCount(pool)} connections`,
    },
    { label: 'RTT', text: `${inMs(roundTripMs)}: ${added}. Compare the figures, do not take them for those of your network` },
    ...(complete
      ? []
      : [{ label: 'Partial', text: 'interrupted: limiters are missing', tone: 'warn' as const, place: 'partial' as const }]),
  ];
}

function limitersTable({ limiters }: TrialLimitersData): Table {
  return {
    kind: 'table',
    id: 'limiters',
    title: 'Checks at a fixed rate',
    remark: 'durations from the time at which a check was due',
    columns: [
      { id: 'limiter', title: 'limiter', type: 'text', whole: true },
      { id: 'id', title: 'id', type: 'id', only: 'machines' },
      { id: 'round_trips', title: 'round trips', type: 'mean' },
      { id: 'server_commands', title: 'commands inside', type: 'mean', drop: 1 },
      { id: 'p50_ms', title: 'p50 ms', type: 'mean' },
      { id: 'p95_ms', title: 'p95 ms', type: 'mean', drop: 2 },
      { id: 'p99_ms', title: 'p99 ms', type: 'mean' },
      { id: 'failed', title: 'failed', type: 'share' },
      { id: 'server_us', title: 'server µs', type: 'mean' },
      { id: 'key_bytes', title: 'key', type: 'bytes' },
    ],
    rows: limiters.map((limiter) => ({
      ...name(limiter),
      round_trips: limiter.commands,
      server_commands: limiter.serverCommands,
      p50_ms: limiter.load.latency?.p50 ?? null,
      p95_ms: limiter.load.latency?.p95 ?? null,
      p99_ms: limiter.load.latency?.p99 ?? null,
      failed: shareOf(limiter.load),
      server_us: { value: limiter.serverMicroseconds, text: formatCount(limiter.serverMicroseconds) },
      key_bytes: limiter.keyBytes,
    })),
  };
}

/** How long a check takes, and how much longer the slowest take. */
const latencyChart = ({ limiters }: TrialLimitersData): Chart => ({
  kind: 'chart',
  id: 'limiters',
  title: 'Duration of a check',
  remark: 'at a fixed rate, from the time at which it was due',
  type: 'mean',
  only: 'pages',
  bars: limiters.flatMap(({ id, load: { latency } }) =>
    (['p50', 'p95', 'p99'] as const).flatMap((label) =>
      latency === null ? [] : [{ group: limiterTitle(id), label, value: latency[label], text: inMs(latency[label]) }],
    ),
  ),
});

const name = ({ id }: LimiterTrial): Row => ({ limiter: limiterTitle(id), id });

const shareOf = ({ calls, failed }: Pick<FailureTrial, 'calls' | 'failed'>): number => (calls === 0 ? 0 : failed / calls);

function burstsTable({ limiters, settings: { concurrency, limit } }: TrialLimitersData): Table {
  return {
    kind: 'table',
    id: 'bursts',
    title: `${formatCount(concurrency)} checks at once`,
    remark: `the limit is ${formatCount(limit)}`,
    columns: [
      { id: 'limiter', title: 'limiter', type: 'text', whole: true },
      { id: 'id', title: 'id', type: 'id', only: 'machines' },
      { id: 'fewest', title: 'fewest allowed', type: 'count' },
      { id: 'most', title: 'most allowed', type: 'count' },
      { id: 'holds', title: 'limit', type: 'text' },
    ],
    rows: limiters.map((limiter) => {
      const [fewest = 0, ...rest] = limiter.bursts.toSorted((a, b) => a - b);
      const most = rest.at(-1) ?? fewest;
      return { ...name(limiter), fewest, most, holds: verdict(most <= limit) };
    }),
  };
}

const verdict = (holds: boolean): Cell => (holds ? { value: 'holds', tone: 'good' } : { value: 'does not hold', tone: 'bad' });

function throughputTable({ limiters, settings: { concurrency } }: TrialLimitersData): Table {
  return {
    kind: 'table',
    id: 'throughput',
    title: 'Throughput',
    remark: `${formatCount(concurrency)} callers, each waits for its answer`,
    detail: true,
    columns: [
      { id: 'limiter', title: 'limiter', type: 'text', whole: true },
      { id: 'id', title: 'id', type: 'id', only: 'machines' },
      { id: 'per_second', title: 'checks a second', type: 'count' },
      { id: 'p50_ms', title: 'p50 ms', type: 'mean' },
      { id: 'p99_ms', title: 'p99 ms', type: 'mean' },
    ],
    rows: limiters.map((limiter) => ({
      ...name(limiter),
      per_second: limiter.closed.perSecond,
      p50_ms: limiter.closed.latency?.p50 ?? null,
      p99_ms: limiter.closed.latency?.p99 ?? null,
    })),
  };
}

function failuresTable({ limiters, settings: { deadlineMs } }: TrialLimitersData): Table {
  return {
    kind: 'table',
    id: 'failures',
    title: 'When something fails',
    remark: `scripts have a deadline of ${formatDuration(deadlineMs / 1_000)}, the list has none`,
    columns: [
      { id: 'limiter', title: 'limiter', type: 'text', whole: true },
      { id: 'id', title: 'id', type: 'id', only: 'machines' },
      { id: 'flush_failed', title: 'SCRIPT FLUSH: failed', type: 'share' },
      { id: 'restart_failed', title: 'restart: failed', type: 'share' },
      { id: 'back_ms', title: 'back after ms', type: 'count', drop: 1 },
      { id: 'slow_failed', title: 'no answer: failed', type: 'share' },
      { id: 'slow_longest_ms', title: 'longest ms', type: 'count' },
    ],
    rows: limiters.flatMap((limiter) => {
      if (!limiter.failures) return [];
      const { flush, restart, slow } = limiter.failures;
      return [
        {
          ...name(limiter),
          flush_failed: shareOf(flush),
          restart_failed: shareOf(restart),
          back_ms: restart.backMs,
          slow_failed: shareOf(slow),
          slow_longest_ms: slow.longestMs,
        },
      ];
    }),
  };
}

/** The old limiter beside the first script. */
function summaryOf({ limiters, settings: { limit } }: TrialLimitersData): string {
  const before = limiters.find(({ side }) => side === 'before');
  const after = limiters.find(({ side }) => side === 'after');
  const [first] = limiters;
  if (!first) return 'No limiter was measured.';
  if (!before || !after) return `${limiterTitle(first.id)}: ${phrase(first)}.`;
  const most = ({ bursts }: LimiterTrial): string => formatCount(largest(bursts));
  return `Of a burst ${most(after)} pass instead of ${most(before)}, where ${formatCount(limit)} may. A check takes ${phrase(after)}, instead of ${phrase(before)}.`;
}

const phrase = ({ commands, load }: LimiterTrial): string =>
  `${formatMean(commands)} ${commands === 1 ? 'round trip' : 'round trips'} and a p99 of ${load.latency === null ? 'unknown length' : inMs(load.latency.p99)}`;
