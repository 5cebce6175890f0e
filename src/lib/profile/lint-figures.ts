import {
  unitOf,
  type Entity,
  type FigureSet,
  type Metric,
  type NameSource,
  type RequestLists,
  type RequestLog,
} from './figures.js';
import { parsePattern } from './pattern.js';
import { placeholderNames } from './placeholder-names.js';
import type { Family, Placeholder, Profile, Unit } from './types.js';

/** Words of `--by` that name periods. */
const PERIODS: readonly string[] = ['minute', 'hour', 'day', 'week', 'month'];

/** Problems of a profile's figures. */
export function lintFigures(profile: Profile): string[] {
  const { figures, usageElsewhere } = profile;
  if (!figures) return [];
  const { sets, entities, log, lists } = figures;
  return [
    ...(usageElsewhere === undefined ? [] : ['figures and usageElsewhere contradict each other']),
    ...sets.flatMap((set) => setProblems(profile, set).map((problem) => `figures of ${set.family}: ${problem}`)),
    ...(log ? logProblems(profile, log).map((problem) => `log of requests: ${problem}`) : []),
    ...(lists ? listsProblems(profile, lists).map((problem) => `lists of requests: ${problem}`) : []),
    ...repeated(sets.flatMap((set) => statedBy(profile, set))).map((twice) => `figures: ${twice} is stated twice`),
    ...entities.flatMap((entity) => entityProblems(profile, entity).map((problem) => `entity ${entity.dimension}: ${problem}`)),
    ...repeated(entities.flatMap(({ dimension, word }) => (dimension === word ? [word] : [dimension, word]))).map(
      (twice) => `entities: ${twice} is named twice`,
    ),
  ];
}

function logProblems(profile: Profile, { family: id, metrics, of }: RequestLog): string[] {
  const family = familyOf(profile, id);
  if (!family) return [`the family ${id} does not exist`];
  const dimensions = (profile.figures?.entities ?? []).map(({ dimension }) => dimension);
  return [
    ...(family.type === 'stream' ? [] : [`${id} is a ${family.type}, not a stream`]),
    ...(placeholderNames(family.pattern).length === 0 ? [] : [`${id} has more than one key`]),
    ...(Object.keys(metrics).length > 0 ? [] : ['it has no metrics']),
    ...(dimensions.includes(of.dimension) ? [] : [`no entity has the dimension ${of.dimension}`]),
  ];
}

function listsProblems(profile: Profile, { family: id, metrics, of }: RequestLists): string[] {
  const family = familyOf(profile, id);
  if (!family) return [`the family ${id} does not exist`];
  const { growth } = family;
  const dimensions = (profile.figures?.entities ?? []).map(({ dimension }) => dimension);
  return [
    ...(family.type === 'list' ? [] : [`${id} is a ${family.type}, not a list`]),
    ...(placeholderNames(family.pattern).length === 1 ? [] : [`${id} has not one placeholder`]),
    ...(typeof growth?.bound === 'number' && growth.timeField !== undefined
      ? []
      : [`${id} does not say how much it keeps, and what its time is`]),
    ...(Object.keys(metrics).length > 0 ? [] : ['they have no metrics']),
    ...(dimensions.includes(of.dimension) ? [] : [`no entity has the dimension ${of.dimension}`]),
  ];
}

const repeated = (words: readonly string[]): string[] => [...new Set(words.filter((word, at) => words.indexOf(word) !== at))];

const familyOf = (profile: Profile, id: string): Family | undefined => profile.families.find((family) => family.id === id);

const unitsOf = ({ fields, optionalFields }: Family): Record<string, Unit> => ({ ...fields, ...optionalFields });

function placeholderOf(profile: Profile, family: Family, name: string): Placeholder | undefined {
  return family.placeholders?.[name] ?? profile.placeholders[name];
}

/** Each metric with whom it is counted for, by which period, and of which requests: no two sets may state the same. */
function statedBy(profile: Profile, { family: id, fields = {}, value, part = '' }: FigureSet): string[] {
  const family = familyOf(profile, id);
  if (!family) return [];
  const dimensions = placeholderNames(family.pattern).flatMap((name) => placeholderOf(profile, family, name)?.dimension ?? []);
  const of = [dimensions.toSorted().join(' × ') || 'all', 'by', family.grain, part].join(' ').trimEnd();
  return [...Object.keys(fields), ...(value === undefined ? [] : [value])].map((metric) => `${metric} of ${of}`);
}

function setProblems(profile: Profile, set: FigureSet): string[] {
  const family = familyOf(profile, set.family);
  if (!family) return ['the family does not exist'];
  return [...placeProblems(profile, set, family), ...contentProblems(set, family), ...keepingProblems(set, family)];
}

function placeProblems(profile: Profile, { cycle }: FigureSet, family: Family): string[] {
  const names = placeholderNames(family.pattern);
  const dimensions = new Set((profile.figures?.entities ?? []).map(({ dimension }) => dimension));
  const free = names.filter((name) => name !== cycle).map((name) => ({ name, ...placeholderOf(profile, family, name) }));
  const periods = free.filter(({ kind }) => kind !== undefined && PERIOD_KINDS.includes(kind));
  const others = free.filter((each) => !periods.includes(each) && each.dimension === undefined);
  return [
    ...(family.role === 'counter' ? [] : [`its role is ${family.role}, not counter`]),
    ...(family.grain === 'none' ? ['its grain is none, so nobody knows when it counted'] : []),
    ...(cycle === undefined || names.includes(cycle) ? [] : [`the pattern has no {${cycle}}`]),
    ...(cycle !== undefined && family.grain !== 'day' ? ['a cycle needs the grain day'] : []),
    ...(cycle === undefined && periods.length === 0 && family.grain !== 'total' && family.grain !== 'none'
      ? ['the pattern has no period; name its placeholder with cycle']
      : []),
    ...others.map(({ name }) => `{${name}} is neither a period nor an entity`),
    ...free.flatMap(({ dimension }) =>
      dimension === undefined || dimensions.has(dimension) ? [] : [`no entity has the dimension ${dimension}`],
    ),
  ];
}

const PERIOD_KINDS: readonly string[] = ['date', 'month', 'hour', 'date-hour', 'week', 'week-start', 'minute'];

function contentProblems({ fields, value }: FigureSet, family: Family): string[] {
  if (family.type === 'string') {
    if (value === undefined || fields !== undefined) return ['a string has a value and no fields'];
    return fits(value, family.value) ? [] : [`${value} does not fit the unit ${family.value ?? 'of nothing'}`];
  }
  if (family.type !== 'hash') return [`a ${family.type} holds no figures`];
  if (fields === undefined || value !== undefined) return ['a hash has fields and no value'];
  const units = unitsOf(family);
  return Object.entries(fields).flatMap(([metric, names]) =>
    [names].flat().flatMap((name) => {
      if (!Object.hasOwn(units, name)) return [`there is no field ${name}`];
      return fits(metric as Metric, units[name]) ? [] : [`${metric} does not fit the unit ${units[name]} of ${name}`];
    }),
  );
}

function keepingProblems({ sparse = [], keptFor, fields = {} }: FigureSet, { ttl }: Family): string[] {
  const varies = ttl.expires && ttl.seconds === undefined;
  return [
    ...sparse.filter((metric) => !Object.hasOwn(fields, metric)).map((metric) => `sparse names ${metric}, which has no field`),
    ...(keptFor !== undefined && !varies ? ['keptFor is for families whose TTL varies'] : []),
    ...(varies && keptFor === undefined
      ? ['the TTL of the family varies; say with keptFor how long keys are there at least']
      : []),
  ];
}

function fits(metric: Metric, unit: Unit | undefined): boolean {
  const wanted = unitOf(metric);
  return unit === wanted || (wanted === 'usd' && unit === 'micro-usd');
}

function entityProblems(profile: Profile, { dimension, word, names = [], belongsTo }: Entity): string[] {
  const declared = [profile.placeholders, ...profile.families.map(({ placeholders = {} }) => placeholders)];
  const dimensions = new Set(declared.flatMap((each) => Object.values(each).map((placeholder) => placeholder.dimension)));
  const [first] = names;
  return [
    ...(dimensions.has(dimension) ? [] : ['no placeholder has this dimension']),
    ...(PERIODS.includes(word) ? [`${word} names a period`] : []),
    ...names.flatMap((source) => sourceProblems(profile, source)),
    ...(belongsTo === undefined ? [] : belongsProblems(profile, belongsTo, first)),
  ];
}

function sourceProblems(profile: Profile, { family: id, fields, listed }: NameSource): string[] {
  const family = familyOf(profile, id);
  if (!family) return [`family ${id} does not exist`];
  const isJson = family.type === 'string' && family.value === 'json';
  const units = unitsOf(family);
  const list = listed === undefined ? undefined : familyOf(profile, listed);
  return [
    ...(family.type === 'hash' || isJson ? [] : [`${id} is neither a hash nor JSON`]),
    ...(placeholderNames(family.pattern).length === 1 ? [] : [`the pattern of ${id} needs exactly one placeholder, the id`]),
    ...(family.type === 'hash' ? fields.filter((name) => !Object.hasOwn(units, name)) : []).map(
      (name) => `${id} has no field ${name}`,
    ),
    ...fields.filter((name) => units[name] === 'secret').map((name) => `field ${name} of ${id} is secret`),
    ...(listed === undefined || (list?.type === 'set' && parsePattern(list.pattern).length === 1)
      ? []
      : [`${listed} is no set with one name`]),
  ];
}

function belongsProblems(
  profile: Profile,
  { dimension, field }: NonNullable<Entity['belongsTo']>,
  source: NameSource | undefined,
): string[] {
  const family = source && familyOf(profile, source.family);
  const isKnown = (profile.figures?.entities ?? []).some((entity) => entity.dimension === dimension);
  return [
    ...(isKnown ? [] : [`belongsTo: no entity has the dimension ${dimension}`]),
    ...(family?.type === 'hash' && Object.hasOwn(unitsOf(family), field)
      ? []
      : [`belongsTo: the first name source has no field ${field}`]),
  ];
}
