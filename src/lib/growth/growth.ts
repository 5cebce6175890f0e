/** Forecasts keys, memory and commands from a history of audits, or from one. */
import { says } from '../errors/results.js';
import { EXIT, failure } from '../format/errors.js';
import { activityOf, commandRates, commandsForecast } from './commands.js';
import { forecastOf, growthOf, type FamilyForecast, type FamilyPoint } from './family.js';
import type { HistoryRecord } from './history/record.js';
import { HORIZON_DAYS } from './horizon.js';
import { reachedLimit } from './limit-reached.js';
import type { Forecast, GrowthData, GrowthNote, Range } from './model.js';
import { sharedTrend } from './write-rate.js';
import { exactRange, plus, sound, sum, times } from './range.js';

const DAY_MS = 86_400_000;

/** A trend needs so many audits over so long. */
const LEAST_AUDITS = 3;
const LEAST_MS = DAY_MS;

export interface GrowthAsked {
  /** Days to forecast. */
  days: readonly number[];
  /** Commands a day that each key adds, as jobs of the application walk over all keys. */
  commandsPerKey: number;
}

/** `records`: the oldest first, of one Redis, at least one. */
export interface Source {
  records: readonly HistoryRecord[];
  from: 'history' | 'audit';
  file: string | null;
  /** Lines of the file that are no record. */
  skipped: number;
}

/** Throws a MeterError if a history is too short for a trend. */
export function growthFrom({ records: all, from, file, skipped }: Source, { days, commandsPerKey }: GrowthAsked): GrowthData {
  const newest = all.at(-1)!;
  // Sizes of another source are not comparable.
  const records = all.filter(({ sizes, of }) => sizes === newest.sizes && of === newest.of);
  if (from === 'history') refuseShort(records, file);
  const families = forecastsOf(records);
  const rates = commandRates(records);
  const commands = commandsForecast(
    records.flatMap(({ at }, index) => {
      const perDay = rates[index] ?? null;
      return perDay === null ? [] : [{ x: (Date.parse(at) - Date.parse(newest.at)) / DAY_MS, perDay }];
    }),
    activityOf(newest),
  );
  const keysThen = (day: number): Range => sum(families.map(({ keys }) => keys(day)));
  const areSized = newest.bytes !== null;
  const bytesThen = (day: number): Range => sum(families.map(({ bytes }) => bytes?.(day) ?? exactRange(0)));
  const memoryThen = memoryForecast(records, keysThen, areSized ? bytesThen : null);
  const forecasts = days.map((day): Forecast => {
    const keys = keysThen(day);
    const added = plus(keys, exactRange(-newest.keys));
    return {
      days: day,
      at: dateAfter(newest.at, day),
      keys,
      bytes: areSized ? bytesThen(day) : null,
      usedMemory: memoryThen?.(day) ?? null,
      commandsPerDay: commands === null ? null : sound(plus(commands(day), times(added, exactRange(commandsPerKey)))),
    };
  });
  const last = days.at(-1)!;
  return {
    of: newest.of,
    from,
    file,
    applications: newest.applications,
    first: records[0]!.at,
    last: newest.at,
    audits: records.length,
    forecasts,
    maxmemory: {
      bytes: newest.maxmemory,
      policy: newest.policy,
      reached: reachedLimit(newest.maxmemory, newest.usedMemory, memoryThen, (day) => dateAfter(newest.at, day)),
      horizonDays: HORIZON_DAYS,
    },
    families: families.map((family) => growthOf(family, last)).toSorted(byChange),
    points: records.map((record, index) => ({
      at: record.at,
      keys: record.keys,
      bytes: record.bytes,
      usedMemory: record.usedMemory,
      commandsPerDay: rates[index] ?? null,
    })),
    notes: notesOf({ all, records, families, from, skipped, last, hasCommands: commands !== null }),
  };
}

function refuseShort(records: readonly HistoryRecord[], file: string | null): void {
  const spanMs = Date.parse(records.at(-1)!.at) - Date.parse(records[0]!.at);
  if (records.length >= LEAST_AUDITS && spanMs >= LEAST_MS) return;
  throw failure(says('too-short', { audits: records.length, seconds: spanMs / 1000, file }), EXIT.usage);
}

/**
 * Each family of the newest record, with its figures before. What was not there before was 0. Records of older releases name no
 * profile: they count where one application alone has the id.
 */
function forecastsOf(records: readonly HistoryRecord[]): FamilyForecast[] {
  const newest = records.at(-1)!;
  const byKey = records.map(({ at, families }) => ({
    x: (Date.parse(at) - Date.parse(newest.at)) / DAY_MS,
    rows: new Map(families.map((family) => [keyOf(family), family])),
    named: families.some(({ profile }) => profile !== undefined),
  }));
  const ids = newest.families.map(({ id }) => id);
  const several = new Set(ids.filter((id, at) => ids.indexOf(id) !== at));
  const shared = sharedTrend(activityOf(newest));
  return newest.families.map((now) => {
    const points = byKey.flatMap(({ x, rows, named }): FamilyPoint[] => {
      const none = { id: now.id, keys: 0, ...(now.bytes !== undefined && { bytes: 0 }) };
      const own = rows.get(keyOf(now));
      if (named || own !== undefined) return [{ x, row: own ?? none }];
      return several.has(now.id) ? [] : [{ x, row: rows.get(keyOf({ id: now.id })) ?? none }];
    });
    return forecastOf(points, shared);
  });
}

const keyOf = ({ id, profile }: { id: string; profile?: string | undefined }): string => JSON.stringify([profile ?? null, id]);

/** Used memory grows by the bytes of the keys and by the tables that hold them. The rest of it stays as it varied. */
function memoryForecast(
  records: readonly HistoryRecord[],
  keysThen: (day: number) => Range,
  bytesThen: ((day: number) => Range) | null,
): ((day: number) => Range) | null {
  const newest = records.at(-1)!;
  const { usedMemory, tables, keys, bytes } = newest;
  if (usedMemory === null || bytes === null || bytesThen === null) return null;
  const perKey = tables === null || keys === 0 ? 0 : tables / keys;
  const rests = records.flatMap((record) =>
    record.usedMemory === null || record.bytes === null ? [] : [record.usedMemory - record.bytes - perKey * record.keys],
  );
  const rest = usedMemory - bytes - perKey * keys;
  let [low, high] = [rest, rest];
  for (const each of rests) [low, high] = [Math.min(low, each), Math.max(high, each)];
  return (day) => sound(plus(plus(bytesThen(day), times(keysThen(day), exactRange(perKey))), { value: rest, low, high }));
}

const dateAfter = (at: string, days: number): string => new Date(Date.parse(at) + days * DAY_MS).toISOString();

function byChange(a: GrowthData['families'][number], b: GrowthData['families'][number]): number {
  const change = ({ bytes, bytesThen, keys, keysThen }: GrowthData['families'][number]): number =>
    bytesThen === null ? Math.abs(keysThen.value - keys) : Math.abs(bytesThen.value - (bytes ?? 0));
  return change(b) - change(a) || b.keys - a.keys || (a.id < b.id ? -1 : 1);
}

interface NoteFacts extends Pick<Source, 'from' | 'skipped'> {
  all: readonly HistoryRecord[];
  records: readonly HistoryRecord[];
  families: readonly FamilyForecast[];
  last: number;
  hasCommands: boolean;
}

function notesOf({ all, records, families, from, skipped, last, hasCommands }: NoteFacts): GrowthNote[] {
  const newest = records.at(-1)!;
  const unknown = families.filter(({ isKnown }) => !isKnown);
  const days = (Date.parse(newest.at) - Date.parse(records[0]!.at)) / DAY_MS;
  const other = all.length - records.length;
  return [
    ...(unknown.length === 0
      ? []
      : [
          {
            code: 'needs-history' as const,
            params: {
              families: unknown.length,
              keys: unknown.reduce((sumOfKeys, { now }) => sumOfKeys + now.keys, 0),
              bytes: newest.bytes === null ? null : unknown.reduce((total, { now }) => total + (now.bytes ?? 0), 0),
            },
          },
        ]),
    ...(from === 'history' && days * 3 < last ? [{ code: 'short' as const, params: { days, forecast: last } }] : []),
    ...(newest.bytes === null ? [{ code: 'sizes-unknown' as const, params: {} }] : []),
    ...(hasCommands ? [] : [{ code: 'no-commands' as const, params: {} }]),
    ...(other > 0 ? [{ code: 'other-sizes' as const, params: { records: other } }] : []),
    ...(skipped > 0 ? [{ code: 'skipped' as const, params: { lines: skipped } }] : []),
    ...(newest.policy !== null && newest.policy !== 'noeviction' && (newest.maxmemory ?? 0) > 0
      ? [{ code: 'evicts' as const, params: { policy: newest.policy } }]
      : []),
  ];
}
