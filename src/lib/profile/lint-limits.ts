import { LIMIT_UNITS, type Gate, type Limit, type LimitFigure, type LimitPeriod, type LimitUnit } from './limits.js';
import { placeholderNames, placeholdersOf } from './placeholder-names.js';
import type { Family, Grain, Profile, Unit } from './types.js';
import { meet } from './version.js';

/** Problems of a profile's limits. */
export function lintLimits(profile: Profile): string[] {
  const { limits } = profile;
  if (!limits) return [];
  const { list, gates = [] } = limits;
  return [
    ...list.flatMap((limit) => limitProblems(profile, limit).map((problem) => `limit ${limit.id}: ${problem}`)),
    ...twice(list).map((id) => `limit ${id} is stated twice for the same release`),
    ...gates.flatMap((gate) => gateProblems(profile, gate).map((problem) => `gate ${gate.id}: ${problem}`)),
  ];
}

const twice = (list: readonly Limit[]): string[] => [
  ...new Set(
    list
      .filter((limit, at) => list.slice(0, at).some((other) => other.id === limit.id && meet(other, limit)))
      .map(({ id }) => id),
  ),
];

const familyOf = (profile: Profile, id: string): Family | undefined => profile.families.find((family) => family.id === id);

const unitOf = ({ fields, optionalFields }: Family, field: string): Unit | undefined => {
  const units: Record<string, Unit> = { ...fields, ...optionalFields };
  return Object.hasOwn(units, field) ? units[field] : undefined;
};

function limitProblems(profile: Profile, limit: Limit): string[] {
  const { dimension, family: id, field, figure, period } = limit;
  const family = familyOf(profile, id);
  const entity = (profile.figures?.entities ?? []).find((each) => each.dimension === dimension);
  const unknown = entity ? [] : [`figures name no entity with the dimension ${dimension}`];
  if (!family) return [...unknown, `family ${id} does not exist`];
  if (family.type !== 'hash') return [...unknown, `${id} is a ${family.type}, and no hash`];
  const unit = unitOf(family, field);
  return [
    ...unknown,
    ...subjectProblems(profile, family, limit),
    ...fieldsRead(limit).flatMap((name) => (unitOf(family, name) === undefined ? [`${id} has no field ${name}`] : [])),
    ...(unit === undefined || isLimitUnit(unit) ? [] : [`${field} is in ${unit}, which is no unit of a limit`]),
    ...(typeof figure === 'string' ? [] : figureProblems(profile, family, { figure, period, dimension, unit })),
    ...(period.kind === 'window' ? startProblems(profile, period, dimension) : []),
  ];
}

const isLimitUnit = (unit: Unit): unit is LimitUnit => (LIMIT_UNITS as readonly Unit[]).includes(unit);

function fieldsRead({ field, needs, unless, period }: Limit): string[] {
  const own = period.kind === 'week' ? [period.day, period.hour] : period.kind === 'window' ? [period.minutes] : [];
  return [field, needs, unless, ...own].filter((name) => name !== undefined);
}

/** The names of the hashes must say whose limit it is, and nothing else but the cycle. */
function subjectProblems(profile: Profile, family: Family, { dimension, period }: Limit): string[] {
  const places = placeholdersOf(profile, family);
  const wanted = period.kind === 'cycle' ? 2 : 1;
  return [
    ...(places[0]?.dimension === dimension ? [] : [`the first placeholder of ${family.id} is not its ${dimension}`]),
    ...(places.length === wanted ? [] : [`the pattern of ${family.id} has ${places.length} placeholders instead of ${wanted}`]),
  ];
}

interface Held {
  figure: LimitFigure;
  period: LimitPeriod;
  dimension: string;
  unit: Unit | undefined;
}

function figureProblems(profile: Profile, own: Family, { figure, period, dimension, unit }: Held): string[] {
  const { family: id, field, byDay, lasting } = figure;
  const family = id === undefined ? own : familyOf(profile, id);
  if (!family) return [`family ${id} does not exist`];
  const counted = family.type === 'hash' ? (field === undefined ? undefined : unitOf(family, field)) : family.value;
  return [
    ...contentProblems(family, field),
    ...(id === undefined ? [] : nameProblems(profile, family, dimension)),
    ...(unit === undefined || counted === undefined || fits(unit, counted, family) ? [] : [`${counted} is held against ${unit}`]),
    ...periodProblems(family, id === undefined, period),
    ...(byDay === undefined ? [] : paceProblems(profile, byDay, period, dimension)),
    ...(lasting === undefined
      ? []
      : [lasting.family, ...lasting.whereEqual].flatMap((each) => lastingProblems(profile, each, dimension))),
  ];
}

function lastingProblems(profile: Profile, id: string, dimension: string): string[] {
  const family = familyOf(profile, id);
  if (!family) return [`family ${id} does not exist`];
  return [...(family.type === 'string' ? [] : [`${id} is no string`]), ...nameProblems(profile, family, dimension)];
}

function contentProblems({ id, type, ...family }: Family, field: string | undefined): string[] {
  if (type === 'hash') {
    if (field === undefined) return [`${id} is a hash: name the field of the figure`];
    return unitOf({ id, type, ...family }, field) === undefined ? [`${id} has no field ${field}`] : [];
  }
  if (type !== 'string' && type !== 'zset') return [`a ${type} holds no figure`];
  return field === undefined ? [] : [`${id} is a ${type} and has no fields`];
}

function nameProblems(profile: Profile, family: Family, dimension: string): string[] {
  const [first, ...others] = placeholdersOf(profile, family);
  const isPeriod = others.every(({ kind }) => PERIODS.includes(kind));
  return first?.dimension === dimension && isPeriod && others.length < 2
    ? []
    : [`the pattern of ${family.id} is not one of ${dimension} and period`];
}

const PERIODS: readonly string[] = ['date', 'month', 'week', 'week-start'];

/** A lease counts as one request under way. */
const fits = (limit: Unit, counted: Unit, { type }: Family): boolean =>
  type === 'zset'
    ? limit === 'count' && counted === 'unix-ms'
    : limit === counted || (limit === 'usd' && counted === 'micro-usd');

const GRAINS: Readonly<Record<LimitPeriod['kind'], readonly Grain[]>> = {
  total: ['total'],
  day: ['day'],
  month: ['month'],
  week: ['week'],
  window: ['none'],
  running: ['none'],
  cycle: ['day'],
};

function periodProblems(family: Family, isOwn: boolean, period: LimitPeriod): string[] {
  if (period.kind === 'day' && period.field !== undefined)
    return unitOf(family, period.field) === undefined ? [`${family.id} has no field ${period.field}`] : [];
  if (period.kind === 'cycle' && !isOwn) return ['a cycle needs the figure in the hash of the limit'];
  return GRAINS[period.kind].includes(family.grain)
    ? []
    : [`the grain of ${family.id} is ${family.grain}, not that of the period`];
}

function paceProblems(profile: Profile, id: string, period: LimitPeriod, dimension: string): string[] {
  const family = familyOf(profile, id);
  if (!family) return [`family ${id} does not exist`];
  return [
    ...(period.kind === 'total' ? [] : ['byDay is for figures of all time']),
    ...(family.type === 'string' && family.grain === 'day' ? [] : [`${id} is no string by day`]),
    ...nameProblems(profile, family, dimension),
  ];
}

function startProblems(profile: Profile, { start }: { start: string }, dimension: string): string[] {
  const family = familyOf(profile, start);
  if (!family) return [`family ${start} does not exist`];
  return [
    ...(family.type === 'string' && family.value === 'unix-ms' ? [] : [`${start} is no string with a time in ms`]),
    ...nameProblems(profile, family, dimension),
  ];
}

function gateProblems(profile: Profile, { family: id, field, is }: Gate): string[] {
  const family = familyOf(profile, id);
  if (!family) return [`family ${id} does not exist`];
  const unit = family.type === 'hash' ? unitOf(family, field) : undefined;
  return [
    ...(profile.limits?.list.some((limit) => limit.family === id) ? [] : [`no limit is in ${id}`]),
    ...(placeholderNames(family.pattern).length === 1 ? [] : [`the pattern of ${id} needs exactly one placeholder`]),
    ...(unit === undefined ? [`${id} has no field ${field}`] : []),
    ...('expires' in is && unit !== undefined && unit !== 'iso-time' ? [`${field} is no iso-time`] : []),
  ];
}
