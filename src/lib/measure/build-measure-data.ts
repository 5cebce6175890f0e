import { identity } from '../audit/identity.js';
import { significant } from '../estimate/significant.js';
import { jobsPerDay } from '../estimate/background.js';
import { flowsOf } from '../estimate/flows.js';
import { wireBytes, type Bytes } from '../estimate/wire-bytes.js';
import type { Workload } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import type { MeasuredRelease } from '../recognise/measured-release.js';
import type { Compared, MeasureData, UnexplainedRow } from './model.js';
import { explain, type Cell, type Expected, type Explained } from './cells.js';
import { expectedOf } from './expected.js';
import { explainByConditions, mayComeWithRequests, withRequests, type WithRequests } from './with-requests.js';
import { isReading } from './key-position.js';
import type { MonitorSample } from './sample.js';
import type { MeasureUnknown, Present } from './unknowns.js';

const DAY_SECONDS = 86_400;
const TOP = 20;

/** The measured counts, before any comparison. */
export interface Measured {
  how: MeasureData['how'];
  interval: MeasureData['interval'];
  profile: Profile | null;
  release: MeasuredRelease;
  /** Why this profile was chosen. */
  present: Present;
  workload: Workload | null;
  /** Deployed switch values, by variable. */
  env: Readonly<Record<string, string>>;
  requests: MeasureData['requests'];
  /** `null`: commands were not distinguished. */
  cells: readonly Cell[] | null;
  /** Failed calls, which are not in the cells; `null`: not reported. */
  failed: MeasureData['failed'];
  /** Bytes between clients and server; `null`: not reported, or a sample. */
  traffic: Bytes | null;
  /** All commands; `null`: not reported. */
  commands: number | null;
  wire: number | null;
  keys: number | null;
  sample: MonitorSample | null;
  showIds: boolean;
  notKnown: MeasureUnknown[];
}

/** Compares the counts with the profile's prediction for the same requests and time. */
export function measureReport(measured: Measured): MeasureData {
  const { profile, requests, interval, cells, release, workload, sample } = measured;
  const expected =
    profile && workload
      ? expectedOf(profile, release.version, workload, measured.env, { seconds: interval.seconds, requests: requests.count })
      : [];
  const explained = explain(cells ?? [], expected);
  const found =
    profile && workload && requests.count
      ? explainByConditions(explained, profile, release.version, workload, measured.env, requests.count)
      : [];
  const possible = profile && withRequests(profile, release.version);
  const compare = comparer(requests.count);
  const predicted = profile?.operations ? sum(expected.map(({ count }) => count)) : null;
  // Without a profile nothing is expected, so nothing is unexpected either.
  const left = cells === null || profile === null ? null : sum(explained.map((each) => each.left));
  const total = compare(measured.commands, predicted);
  return {
    how: measured.how,
    interval,
    profile: profile && {
      name: profile.name,
      version: release.version,
      releases: { from: release.from, to: release.to },
      evidence: { present: measured.present, sign: release.evidence[0] ?? null },
    },
    workload,
    requests,
    total: { ...total, wire: measured.wire },
    traffic: trafficRow(measured, compare),
    attribution: cells === null ? 'none' : sample ? 'by-key' : 'by-command',
    conditions: found.map(({ requests: count, ...event }) => ({
      ...event,
      when: [...event.when],
      requests: significant(count),
      share: requests.count ? significant(count / requests.count) : 0,
    })),
    sources: sourceRows(expected, explained, cells !== null, compare),
    families: profile === null ? [] : familyRows(profile, expected, explained, cells, compare),
    commands: commandRows(profile, expected, cells, measured.failed, compare),
    failed: measured.failed,
    unexplained: {
      commands: left,
      share: left === null || !measured.commands ? null : left / measured.commands,
      perRequest: left === null || !requests.count ? null : left / requests.count,
      top: (profile === null ? [] : explained)
        .filter((each) => each.left > 0)
        .toSorted((a, b) => b.left - a.left)
        .slice(0, TOP)
        .map(unexplainedRow),
    },
    screens: sample && profile?.screens ? screenRows(profile, explained, requests.count === 0 ? null : possible) : null,
    background: backgroundOf(measured, explained, possible),
    hotKeys: sample && hotKeys(sample, measured),
    sample: sample && { lines: sample.commands, unreadable: sample.unreadable, elsewhere: sample.elsewhere },
    notKnown: measured.notKnown,
  };
}

type Comparer = (measured: number | null, predicted: number | null) => Compared & { perRequest: Compared };

/** Pairs two counts of the interval, and both per request if there were requests. */
function comparer(requests: number | null): Comparer {
  const one = (measured: number | null, predicted: number | null): Compared => ({
    measured: measured === null ? null : significant(measured),
    predicted: predicted === null ? null : significant(predicted),
    difference: measured === null || predicted === null ? null : significant(measured - predicted),
  });
  const per = (count: number | null): number | null => (count === null || !requests ? null : count / requests);
  return (measured, predicted) => ({ ...one(measured, predicted), perRequest: one(per(measured), per(predicted)) });
}

function trafficRow(
  { profile, release, workload, env, interval, requests, traffic }: Measured,
  compare: Comparer,
): MeasureData['traffic'] {
  if (traffic === null) return null;
  const predicted = (way: 'sent' | 'received'): number | null => {
    if (!profile?.operations || !workload) return null;
    const flows = flowsOf(profile, release.version, { ...workload, requestsPerDay: Math.max(1, workload.requestsPerDay) }, env);
    const timers = wireBytes(
      profile,
      flows.filter(({ perRequest }) => perRequest === null),
    );
    return (
      wireBytes(profile, flows).perRequest[way] * (requests.count ?? 0) + (timers.perDay[way] * interval.seconds) / DAY_SECONDS
    );
  };
  return { sent: compare(traffic.sent, predicted('sent')), received: compare(traffic.received, predicted('received')) };
}

function sourceRows(
  expected: readonly Expected[],
  explained: readonly Explained[],
  isReported: boolean,
  compare: Comparer,
): MeasureData['sources'] {
  const parts = explained.flatMap((each) => each.parts);
  const beyond = parts.map((part) => part.expected);
  return [...new Set([...expected, ...beyond].map(({ source }) => source))].map((id) => {
    const own = expected.filter(({ source }) => source === id);
    const measured = sum(parts.filter((part) => part.expected.source === id).map(({ count }) => count));
    return {
      id,
      withRequests: [...own, ...beyond].some((line) => line.source === id && line.withRequests),
      ...compare(isReported ? measured : null, sum(own.map(({ count }) => count))),
    };
  });
}

function familyRows(
  profile: Profile,
  expected: readonly Expected[],
  explained: readonly Explained[],
  cells: readonly Cell[] | null,
  compare: Comparer,
): MeasureData['families'] {
  const seen = (cells ?? []).filter(({ family, unrecognised }) => family !== undefined && !unrecognised);
  const byKey = cells?.some(({ family }) => family !== undefined) ?? false;
  const parts = explained.flatMap((each) => each.parts);
  const measured = (id: string | null): number =>
    byKey
      ? sum(seen.filter(({ family }) => family === id).map(({ count }) => count))
      : sum(parts.filter((part) => part.expected.family === id).map(({ count }) => count));
  const ids = new Set([...expected.map(({ family }) => family), ...seen.map(({ family }) => family ?? null)]);
  const patterns = new Map(profile.families.map(({ id, pattern }) => [id, pattern]));
  return [...ids].map((id) => ({
    id,
    pattern: id === null ? null : (patterns.get(id) ?? null),
    ...compare(
      cells === null ? null : measured(id),
      sum(expected.filter(({ family }) => family === id).map(({ count }) => count)),
    ),
  }));
}

function commandRows(
  profile: Profile | null,
  expected: readonly Expected[],
  cells: readonly Cell[] | null,
  failed: MeasureData['failed'],
  compare: Comparer,
): MeasureData['commands'] {
  const failing = (failed?.top ?? []).map((each) => ({ command: each.command, count: each.failed }));
  const counted = [...(cells ?? []), ...failing.filter(({ count }) => count > 0)];
  const names = new Set([...counted, ...expected].map(({ command }) => command));
  const of = (name: string, lines: readonly { command: string; count: number }[]): number =>
    sum(lines.filter(({ command }) => command === name).map(({ count }) => count));
  return [...names]
    .map((command) => ({ command, ...compare(cells === null ? null : of(command, counted), profile && of(command, expected)) }))
    .toSorted((a, b) => (b.measured ?? b.predicted ?? 0) - (a.measured ?? a.predicted ?? 0));
}

function unexplainedRow({ cell, left }: Explained): UnexplainedRow {
  const { command, family, unrecognised } = cell;
  const keys = unrecognised ? 'unrecognised' : family === undefined ? 'unseen' : family === null ? 'none' : 'family';
  return { command, family: family ?? null, keys, commands: left };
}

/**
 * A read that neither requests nor timers explain may come from any screen that reads its family, unless requests may send it
 * under some condition. `possible` is `null` when there were no requests.
 */
function screenRows(
  { screens = [] }: Profile,
  explained: readonly Explained[],
  possible: WithRequests | null,
): MeasureData['screens'] {
  const reads = explained
    .filter(({ cell, left }) => left > 0 && isReading(cell.command) && typeof cell.family === 'string')
    .filter(({ cell }) => possible === null || !mayComeWithRequests(possible, cell))
    .map(({ cell, left }) => ({ left, by: screens.filter(({ families }) => families.includes(cell.family!)) }));
  return screens
    .map((screen) => ({
      id: screen.id,
      title: screen.title,
      atLeast: sum(reads.filter(({ by }) => by.length === 1 && by[0] === screen).map(({ left }) => left)),
      atMost: sum(reads.filter(({ by }) => by.includes(screen)).map(({ left }) => left)),
    }))
    .filter(({ atMost }) => atMost > 0)
    .toSorted((a, b) => b.atLeast - a.atLeast || b.atMost - a.atMost);
}

/** What the profile says of the commands without requests, for each key; `null`: nothing. */
function statedPerKey({ profile, release, workload, keys, env }: Measured): number | null {
  if (!profile?.operations || !workload || !keys) return null;
  const perDay = jobsPerDay(flowsOf(profile, release.version, { ...workload, keys }, env));
  return perDay === 0 ? null : significant(perDay / keys);
}

/**
 * With traffic, commands that requests may send under any condition count only as far as timers explain them, because the rest
 * may have come with requests. Without traffic everything counts.
 */
function backgroundOf(
  measured: Measured,
  explained: readonly Explained[],
  possible: WithRequests | null,
): MeasureData['background'] {
  const { interval, keys, requests, cells } = measured;
  const rest = explained.map(({ cell, parts, left }) => {
    const byTimers = sum(parts.filter(({ expected }) => !expected.withRequests).map(({ count }) => count));
    const isOpen = requests.count !== 0 && possible !== null && mayComeWithRequests(possible, cell);
    return { command: cell.command, commands: byTimers + (isOpen ? 0 : left) };
  });
  // Without the number of requests nothing can be subtracted.
  const known = cells !== null && requests.count !== null;
  const withoutTraffic = requests.count === 0;
  const commands = known ? sum(rest.map((each) => each.commands)) : withoutTraffic ? measured.commands : null;
  const perDay = commands === null || interval.seconds === 0 ? null : (commands / interval.seconds) * DAY_SECONDS;
  const names = [...new Set(rest.map(({ command }) => command))];
  return {
    commands,
    perDay,
    keys,
    perKeyPerDay: perDay === null || !keys ? null : perDay / keys,
    statedPerKeyPerDay: statedPerKey(measured),
    withoutTraffic,
    top: known
      ? names
          .map((command) => ({
            command,
            commands: sum(rest.filter((each) => each.command === command).map((each) => each.commands)),
          }))
          .filter((each) => each.commands > 0.005)
          .toSorted((a, b) => b.commands - a.commands)
          .slice(0, TOP)
      : [],
  };
}

function hotKeys(sample: MonitorSample, { profile, showIds }: Measured): MeasureData['hotKeys'] {
  const shown = identity(showIds);
  return sample.hotKeys(profile, TOP).map(({ name, family, commands }) => ({
    key: shown.key(name, family),
    family: family?.family.id ?? null,
    commands,
    share: commands / sample.commands,
  }));
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
