import type { Operations, StatedFigure, Write, WriteEvent } from './operations.js';
import type { Family, Profile } from './types.js';
import { compareVersions, inRange, isVersion, meet, overlap, type Range } from './version.js';

const ID = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;
const COMMAND = /^[A-Z]+(?:\.[A-Z]+)?$/;

/** Problems of a profile's commands, events and figures. */
export function lintOperations(profile: Profile): string[] {
  const { operations } = profile;
  if (!operations) return [];
  const families = new Map(profile.families.map((family) => [family.id, family]));
  return [
    ...conditionProblems(operations),
    ...twice(operations.events, 'event'),
    ...twice(operations.figures ?? [], 'figure'),
    ...operations.events.flatMap((event) => eventProblems(profile, operations, event, families)),
    ...(operations.figures ?? []).flatMap((figure) => figureProblems(operations, figure)),
    ...Object.entries(operations.contents ?? {}).flatMap(([id, bytes]) => [
      ...(families.has(id) ? [] : [`contents: it names family ${id}, which does not exist`]),
      ...(isAmount(bytes) ? [] : [`contents of ${id}: the bytes must be above 0`]),
    ]),
  ];
}

/** One id may mean different things in different releases. */
function twice(parts: readonly (Range & { id: string })[], what: string): string[] {
  const again = parts.filter((part, index) => parts.slice(0, index).some((other) => other.id === part.id && meet(other, part)));
  return [...new Set(again.map(({ id }) => `${what} ${id} is defined twice`))];
}

function conditionProblems({ conditions, events, figures = [] }: Operations): string[] {
  const asked = new Set([
    ...events.flatMap(({ when = [], writes }) => [...when, ...writes.flatMap((write) => write.when ?? [])]).map(withoutNot),
    ...figures.flatMap(({ shares }) => Object.keys(shares ?? {})),
  ]);
  return [
    ...twice(conditions, 'condition'),
    ...conditions.flatMap(({ id, share, note }) => [
      ...(ID.test(id) ? [] : [`condition ${id}: the id must be kebab-case words`]),
      ...(share >= 0 && share <= 1 ? [] : [`condition ${id}: the share must lie between 0 and 1`]),
      ...(asked.has(id) || note !== undefined ? [] : [`condition ${id} changes nothing, and has no note that says so`]),
    ]),
  ];
}

function eventProblems(
  profile: Profile,
  operations: Operations,
  event: WriteEvent,
  families: ReadonlyMap<string, Family>,
): string[] {
  const where = `event ${event.id}`;
  return [
    ...(ID.test(event.id) && ID.test(event.source) ? [] : ['the id and the source must be kebab-case words joined by dots']),
    ...releaseProblems(profile, event),
    ...unknownConditions(operations, event.when ?? []),
    ...occasionProblems(profile, event),
    ...(event.writes.length === 0 ? ['it sends nothing'] : []),
    ...event.writes.flatMap((write) => writeProblems(profile, operations, event, write, families)),
  ].map((problem) => `${where}: ${problem}`);
}

function occasionProblems(profile: Profile, { every }: WriteEvent): string[] {
  if (every === 'request') return [];
  if ('perDay' in every)
    return typeof every.perDay === 'function' || isAmount(every.perDay) ? [] : ['the times a day must be above 0'];
  if (!isAmount(every.minutes)) return ['the minutes must be above 0'];
  if (every.setBy === undefined) return [];
  const timer = profile.switches?.find(({ env }) => env === every.setBy);
  if (!timer) return [`it names switch ${every.setBy}, which does not exist`];
  const minutes = Number(timer.default) / (timer.kind === 'milliseconds' ? 60_000 : 1);
  return minutes === every.minutes ? [] : [`its minutes are not the default of ${every.setBy}`];
}

function writeProblems(
  profile: Profile,
  operations: Operations,
  event: WriteEvent,
  write: Write,
  families: ReadonlyMap<string, Family>,
): string[] {
  const { command, count } = write;
  const family = write.family === null ? null : families.get(write.family);
  const missing = family && !within(overlap(event, write), family);
  return [
    ...(COMMAND.test(command) ? [] : [`${command} must be a command in upper case`]),
    ...(typeof count === 'function' || isAmount(count) ? [] : [`the count of ${command} must be above 0`]),
    ...(family === undefined ? [`it names family ${write.family}, which does not exist`] : []),
    ...(family ? amountProblems(profile, write, family) : []),
    ...(missing ? [`releases send ${command} to family ${family.id} that do not have it`] : []),
    ...releaseProblems(profile, write),
    ...unknownConditions(operations, write.when ?? []),
  ];
}

/** What a write adds to a field must be what the figures say that the field counts. */
function amountProblems({ figures }: Profile, { command, field, amount }: Write, family: Family): string[] {
  if (field === undefined && amount === undefined) return [];
  const set = figures?.sets.find((one) => one.family === family.id);
  const counted =
    Object.entries(set?.fields ?? {}).find(([, name]) => name === field)?.[0] ?? (field === undefined && set?.value);
  const isField = field === undefined || field in { ...family.fields, ...family.optionalFields };
  return [
    ...(isField ? [] : [`${command} names field ${field}, which family ${family.id} does not have`]),
    ...(counted && counted !== amount
      ? [`${command} adds ${amount} to ${field ?? family.id}, which counts ${counted} by the figures`]
      : []),
  ];
}

function figureProblems({ conditions, events }: Operations, { id, commands, shares, sources }: StatedFigure): string[] {
  const known = new Set(conditions.map((condition) => condition.id));
  const told = new Set(events.map(({ source }) => source));
  return [
    ...(isAmount(commands) ? [] : ['the commands must be above 0']),
    ...Object.keys(shares ?? {}).flatMap((name) => (known.has(name) ? [] : [`there is no condition ${name}`])),
    ...(sources ?? []).flatMap((name) => (told.has(name) ? [] : [`no event has the source ${name}`])),
  ].map((problem) => `figure ${id}: ${problem}`);
}

const isAmount = (value: number): boolean => Number.isFinite(value) && value > 0;

const withoutNot = (name: string): string => name.replace(/^!/, '');

const unknownConditions = ({ conditions }: Operations, when: readonly string[]): string[] =>
  when.map(withoutNot).flatMap((name) => (conditions.some(({ id }) => id === name) ? [] : [`there is no condition ${name}`]));

function releaseProblems({ versions }: Profile, { since, until }: Range): string[] {
  const given = [since, until].flatMap((release) => release ?? []);
  if (given.length > 0 && !versions) return ['since and until need the versions of the profile'];
  const invalid = given.filter((release) => !isVersion(release));
  if (invalid.length > 0) return invalid.map((release) => `${release} is not a release`);
  const reversed = since !== undefined && until !== undefined && compareVersions(since, until) > 0;
  return reversed ? [`since ${since} is later than until ${until}`] : [];
}

/** True when every release of the first range is in the second. */
const within = (inner: Range, outer: Range): boolean =>
  (outer.since === undefined || (inner.since !== undefined && inRange(outer.since, undefined, inner.since))) &&
  (outer.until === undefined || (inner.until !== undefined && inRange(undefined, outer.until, inner.until)));
