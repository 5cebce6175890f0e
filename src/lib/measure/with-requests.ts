import { shareOf } from '../estimate/conditions.js';
import { flowsOf } from '../estimate/flows.js';
import type { Workload } from '../profile/operations.js';
import type { Profile } from '../profile/types.js';
import { inRange } from '../profile/version.js';
import { keyOf, type Cell, type Expected, type Explained } from './cells.js';

/** Everything that requests may send under any condition. */
export interface WithRequests {
  commands: ReadonlySet<string>;
  /** By `keyOf`. */
  keys: ReadonlySet<string>;
}

export function withRequests({ operations, versions }: Profile, version: string | null): WithRequests {
  const runs = inReleases(version ?? versions?.newest ?? null);
  const writes = (operations?.events ?? [])
    .filter((event) => event.every === 'request' && runs(event))
    .flatMap((event) => event.writes.filter(runs));
  return {
    commands: new Set(writes.map(({ command }) => command)),
    keys: new Set(writes.map(({ command, family }) => keyOf(command, family))),
  };
}

/** True when a request may have sent the cell's commands. When keys are not seen, only the command is compared. */
export const mayComeWithRequests = ({ commands, keys }: WithRequests, { command, family }: Cell): boolean =>
  family === undefined ? commands.has(command) : keys.has(keyOf(command, family));

/** An event that came with more requests than the shares of its conditions predict. */
export interface Found {
  event: string;
  title: string;
  /** Its conditions, without those that hold for all requests. All of them hold for these requests. */
  when: readonly string[];
  /** Requests in addition to the expected ones. */
  requests: number;
}

/**
 * Explains the rest by events that come with some of the requests. Each event happened as often, in addition to the expectation,
 * as all of its unconditional commands allow; longest events first. When keys are not seen, only events with a command that no
 * other event sends are used. Changes `explained`.
 */
export function explainByConditions(
  explained: readonly Explained[],
  profile: Profile,
  version: string | null,
  workload: Workload,
  env: Readonly<Record<string, string>>,
  requests: number,
): Found[] {
  const isSeen = explained.some(({ cell }) => cell.family !== undefined);
  const idOf: IdOf = isSeen
    ? ({ command, family, inScript }) => `${keyOf(command, family)} ${inScript}`
    : ({ command }) => command;
  const byId = new Map(explained.flatMap((each) => (each.cell.unrecognised ? [] : [[idOf(each.cell), each] as const])));
  const senders = sendersOf(profile, version);
  const found: Found[] = [];
  for (const { event, title, when, lines: all, room } of conditional(profile, version, workload, env, requests)) {
    const lines = together(all, idOf);
    const needed = lines.filter(({ always }) => always);
    const times = needed.reduce((least, line) => Math.min(least, (byId.get(idOf(line))?.left ?? 0) / line.count), room);
    const isKnown = isSeen || needed.some(({ command }) => senders.get(command)?.size === 1);
    if (needed.length === 0 || times <= 0 || !isKnown) continue;
    for (const line of lines) {
      const each = byId.get(idOf(line));
      const count = Math.min(each?.left ?? 0, line.count * times);
      if (!each || count <= 0) continue;
      each.parts.push({ expected: line, count });
      each.left = Math.max(0, each.left - count);
    }
    found.push({ event, title, when, requests: times });
  }
  return found;
}

/** Identity of equal commands. */
type IdOf = (command: Pick<Cell, 'command' | 'family' | 'inScript'>) => string;

/** The events that send a command, by the command's name. */
function sendersOf({ operations, versions }: Profile, version: string | null): Map<string, Set<string>> {
  const runs = inReleases(version ?? versions?.newest ?? null);
  const senders = new Map<string, Set<string>>();
  for (const event of (operations?.events ?? []).filter(runs))
    for (const { command } of event.writes.filter(runs)) senders.set(command, (senders.get(command) ?? new Set()).add(event.id));
  return senders;
}

const inReleases =
  (at: string | null) =>
  (part: { since?: string; until?: string }): boolean =>
    at === null || inRange(part.since, part.until, at);

interface Conditional {
  event: string;
  title: string;
  when: readonly string[];
  /** Commands of one request. */
  lines: Expected[];
  /** Requests that are not expected to have the event. */
  room: number;
}

/** Events that come with some of the requests, assuming that all their conditions hold; those with most commands first. */
function conditional(
  profile: Profile,
  version: string | null,
  workload: Workload,
  env: Readonly<Record<string, string>>,
  requests: number,
): Conditional[] {
  const { operations } = profile;
  if (!operations) return [];
  const events = operations.events.flatMap(({ id, title, every, when = [] }): Conditional[] => {
    if (every !== 'request') return [];
    const share = shareOf(operations, workload, when);
    if (share >= 1) return [];
    const shares = Object.fromEntries(when.map((name) => [name.replace(/^!/, ''), name.startsWith('!') ? 0 : 1]));
    const whole = { ...workload, requestsPerDay: 1, shares: { ...workload.shares, ...shares } };
    const flow = flowsOf(profile, version, whole, env).find(({ event, perRequest }) => event === id && perRequest === 1);
    if (!flow) return [];
    const lines = flow.commands.map(({ command, family, inScript, count, conditional: asked }) => ({
      event: id,
      source: flow.source,
      command,
      family,
      inScript,
      withRequests: true,
      always: !asked && count >= 1,
      count,
    }));
    const open = when.filter((name) => shareOf(operations, workload, [name]) < 1);
    return [{ event: id, title, when: open, lines, room: requests * (1 - share) }];
  });
  const size = ({ lines }: Conditional): number => lines.reduce((sum, { count }) => sum + count, 0);
  return events.toSorted((a, b) => size(b) - size(a));
}

/** Merges equal commands. */
function together(lines: readonly Expected[], idOf: IdOf): Expected[] {
  const sums = new Map<string, Expected>();
  for (const line of lines) {
    const sum = sums.get(idOf(line));
    sums.set(idOf(line), sum ? { ...sum, count: sum.count + line.count, always: sum.always || line.always } : line);
  }
  return [...sums.values()];
}
