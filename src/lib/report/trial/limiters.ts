/** The document of a trial of limiters: what a check costs before and after, whether the limit holds, and what failures do. */
import { formatDuration } from '../../format/duration.js';
import { largest } from '../../format/largest.js';
import { formatCount, formatMean } from '../../format/number.js';
import type { FailureTrial, LimiterTrial, TrialLimitersData } from '../../trial/model.js';
import type { Cell, Chart, Document, Fact, Row, Table } from '../document.js';
import type { Envelope } from '../envelope.js';
import { notesList } from '../notes.js';
import { en } from '../messages/en.js';
import type { TrialMessages } from '../messages/en/trial.js';
import type { Messages } from '../messages/messages.js';
import { inMs, roundTripFact, trialSpent, trialTitle } from './frame.js';

export const trialLimitersDocument = (
  { data, warnings, spent }: Envelope<TrialLimitersData>,
  { trial, common }: Messages = en,
): Document => ({
  title: trialTitle('limiters', data.server.version, trial),
  blocks: [
    { kind: 'facts', facts: headFacts(data, trial) },
    latencyChart(data, trial.limiters),
    limitersTable(data, trial.limiters),
    burstsTable(data, trial.limiters),
    throughputTable(data, trial.limiters),
    failuresTable(data, trial.limiters),
    ...notesList(warnings, common),
    { kind: 'facts', facts: [trialSpent(spent, trial)] },
  ],
  summary: { text: summaryOf(data, trial.limiters) },
  csv: 'limiters',
});

type Words = TrialMessages['limiters'];

function headFacts({ settings, roundTripMs, complete }: TrialLimitersData, words: TrialMessages): Fact[] {
  const { labels, limiters } = words;
  const { limit, windowMs, perSecond, durationMs, subjects, pool } = settings;
  return [
    { label: labels.limit, text: limiters.limit(limit, formatDuration(windowMs / 1_000), subjects) },
    { label: labels.load, text: limiters.load(perSecond, formatDuration(durationMs / 1_000), pool) },
    roundTripFact(roundTripMs, settings.roundTripMs, words),
    ...(complete
      ? []
      : [{ label: labels.partial, text: limiters.interrupted, tone: 'warn' as const, place: 'partial' as const }]),
  ];
}

function limitersTable({ limiters }: TrialLimitersData, words: Words): Table {
  const { heads, tables, remarks } = words;
  return {
    kind: 'table',
    id: 'limiters',
    title: tables.checks,
    remark: remarks.checks,
    columns: [
      { id: 'limiter', title: heads.limiter, type: 'text', whole: true },
      { id: 'id', title: 'id', type: 'id', only: 'machines' },
      { id: 'round_trips', title: heads.roundTrips, type: 'mean' },
      { id: 'server_commands', title: heads.inside, type: 'mean', drop: 1 },
      { id: 'p50_ms', title: heads.p50, type: 'mean' },
      { id: 'p95_ms', title: heads.p95, type: 'mean', drop: 2 },
      { id: 'p99_ms', title: heads.p99, type: 'mean' },
      { id: 'failed', title: heads.failed, type: 'share' },
      { id: 'server_us', title: heads.server, type: 'mean' },
      { id: 'key_bytes', title: heads.key, type: 'bytes' },
    ],
    rows: limiters.map((limiter) => ({
      ...name(limiter, words),
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
const latencyChart = ({ limiters }: TrialLimitersData, { tables, remarks, title }: Words): Chart => ({
  kind: 'chart',
  id: 'limiters',
  title: tables.duration,
  remark: remarks.duration,
  type: 'mean',
  only: 'pages',
  bars: limiters.flatMap(({ id, load: { latency } }) =>
    (['p50', 'p95', 'p99'] as const).flatMap((label) =>
      latency === null ? [] : [{ group: title(id), label, value: latency[label], text: inMs(latency[label]) }],
    ),
  ),
});

const name = ({ id }: LimiterTrial, { title }: Words): Row => ({ limiter: title(id), id });

const shareOf = ({ calls, failed }: Pick<FailureTrial, 'calls' | 'failed'>): number => (calls === 0 ? 0 : failed / calls);

function burstsTable({ limiters, settings: { concurrency, limit } }: TrialLimitersData, words: Words): Table {
  const { heads, bursts, limitIs, holds } = words;
  return {
    kind: 'table',
    id: 'bursts',
    title: bursts(concurrency),
    remark: limitIs(limit),
    columns: [
      { id: 'limiter', title: heads.limiter, type: 'text', whole: true },
      { id: 'id', title: 'id', type: 'id', only: 'machines' },
      { id: 'fewest', title: heads.fewest, type: 'count' },
      { id: 'most', title: heads.most, type: 'count' },
      { id: 'holds', title: heads.holds, type: 'text' },
    ],
    rows: limiters.map((limiter) => {
      const [fewest = 0, ...rest] = limiter.bursts.toSorted((a, b) => a - b);
      const most = rest.at(-1) ?? fewest;
      return { ...name(limiter, words), fewest, most, holds: verdict(most <= limit, holds) };
    }),
  };
}

const verdict = (isHeld: boolean, { yes, no }: Words['holds']): Cell =>
  isHeld ? { value: 'holds', text: yes, tone: 'good' } : { value: 'does not hold', text: no, tone: 'bad' };

function throughputTable({ limiters, settings: { concurrency } }: TrialLimitersData, words: Words): Table {
  const { heads, tables, callers } = words;
  return {
    kind: 'table',
    id: 'throughput',
    title: tables.throughput,
    remark: callers(concurrency),
    detail: true,
    columns: [
      { id: 'limiter', title: heads.limiter, type: 'text', whole: true },
      { id: 'id', title: 'id', type: 'id', only: 'machines' },
      { id: 'per_second', title: heads.perSecond, type: 'count' },
      { id: 'p50_ms', title: heads.p50, type: 'mean' },
      { id: 'p99_ms', title: heads.p99, type: 'mean' },
    ],
    rows: limiters.map((limiter) => ({
      ...name(limiter, words),
      per_second: limiter.closed.perSecond,
      p50_ms: limiter.closed.latency?.p50 ?? null,
      p99_ms: limiter.closed.latency?.p99 ?? null,
    })),
  };
}

function failuresTable({ limiters, settings: { deadlineMs } }: TrialLimitersData, words: Words): Table {
  const { heads, tables, deadline } = words;
  return {
    kind: 'table',
    id: 'failures',
    title: tables.failures,
    remark: deadline(formatDuration(deadlineMs / 1_000)),
    columns: [
      { id: 'limiter', title: heads.limiter, type: 'text', whole: true },
      { id: 'id', title: 'id', type: 'id', only: 'machines' },
      { id: 'flush_failed', title: heads.flush, type: 'share' },
      { id: 'restart_failed', title: heads.restart, type: 'share' },
      { id: 'back_ms', title: heads.back, type: 'count', drop: 1 },
      { id: 'slow_failed', title: heads.slow, type: 'share' },
      { id: 'slow_longest_ms', title: heads.longest, type: 'count' },
    ],
    rows: limiters.flatMap((limiter) => {
      if (!limiter.failures) return [];
      const { flush, restart, slow } = limiter.failures;
      return [
        {
          ...name(limiter, words),
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
function summaryOf({ limiters, settings: { limit } }: TrialLimitersData, { title, none, one, summary }: Words): string {
  const before = limiters.find(({ side }) => side === 'before');
  const after = limiters.find(({ side }) => side === 'after');
  const [first] = limiters;
  if (!first) return none;
  if (!before || !after) return one(title(first.id), costOf(first));
  const most = ({ bursts }: LimiterTrial): number => largest(bursts);
  return summary({ limit, before: most(before), after: most(after) }, costOf(before), costOf(after));
}

const costOf = ({ commands, load }: LimiterTrial): { roundTrips: string; p99: string | null } => ({
  roundTrips: formatMean(commands),
  p99: load.latency === null ? null : inMs(load.latency.p99),
});
