/** One table: the keys that it reads, the comparisons, and the result. */
import { usageError } from '../format/errors.js';
import type { Figures as ProfileFigures, Metric } from '../profile/figures.js';
import type { Clock, Period, UsageAsked } from './asked.js';
import { periodOf } from './asked.js';
import type { Circumstances } from './availability.js';
import { checksFor, type Check } from './checks.js';
import { checkTogether, countedBy, groupingOf, type Counted, type Grouping } from './grouping.js';
import type { Job } from './job.js';
import type { TableId } from './model.js';
import { planFor, planForCycle, type Plan } from './plan.js';
import type { Ids, Source } from './sources.js';
import { startOf } from './calendar.js';
import { metricsInLog } from './request-log.js';
import { Sums } from './sums.js';
import { idOf } from './entities.js';
import type { Step } from './plan.js';

export interface World {
  figures: ProfileFigures;
  sources: readonly Source[];
  clock: Clock;
  by: Circumstances;
  /** Dimensions of the owners. */
  ownerDimensions: readonly string[];
  /** Filled in before anything is read. */
  wanted: ReadonlyMap<string, ReadonlySet<string>>;
  /** The owner of each entity that belongs to one, by the dimension of the part. */
  belongings: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export interface TableAsked extends Pick<UsageAsked, 'by' | 'sort' | 'compare' | 'metrics'> {
  id: TableId;
  period: NonNullable<UsageAsked['period']>;
  /** `null`: the usual number. */
  top: number | null;
}

export interface Prepared {
  asked: TableAsked;
  grouping: Grouping;
  metrics: readonly Metric[];
  /** Metrics that only the log of requests has for these entities. */
  logged: readonly Metric[];
  /** Metrics that are not counted for these entities. */
  uncounted: readonly Metric[];
  /** `null`: no dates. */
  period: Period | null;
  sums: Sums;
  before: Sums | null;
  checks: readonly Check[];
  jobs: readonly Job[];
}

const USUAL: readonly Metric[] = ['requests', 'input', 'output', 'cache-create', 'cache-read', 'tokens', 'cost'];

export function preparedTable(asked: TableAsked, world: World): Prepared {
  const { figures, sources, clock } = world;
  const isRecent = asked.period.kind === 'recent';
  const words = isRecent && asked.by.length === 0 ? ['minute'] : asked.by;
  const grouping = groupingOf(words, figures, clock.weekStart);
  checkPeriod(asked, grouping, world);
  const counted = grouping.by.flatMap(({ dimension }) =>
    dimension === null ? [] : [countedBy(dimension, sources, figures.entities)],
  );
  const owners = world.ownerDimensions.map((dimension) => countedBy(dimension, sources, figures.entities));
  const named = [...new Set([...counted, ...owners].map((each) => each.countedBy))];
  checkTogether(named, sources, figures.entities);
  const dimensions = named.length > 0 || isRecent ? named : firstDimension(world);
  const able = sources.filter(
    (source) => countsBy(source, asked.period) && dimensions.every((name) => source.dimensions.includes(name)),
  );
  const isCounted = (metric: Metric): boolean => able.some((source) => source.metrics.has(metric));
  const inLog = metricsInLog(asked, grouping, world);
  const metrics = (asked.metrics ?? USUAL).filter((metric) => asked.metrics !== null || isCounted(metric));
  const [missing] = metrics.filter((metric) => !isCounted(metric) && !inLog.includes(metric));
  if (missing !== undefined || metrics.length === 0) throw nothingCounts(missing ?? 'usage', grouping);
  if (asked.sort !== null && !metrics.includes(asked.sort))
    throw usageError(`--sort ${asked.sort} is no column here.`, `Take one of: ${metrics.join(', ')}.`);
  const period = asked.period.kind === 'cycle' || asked.period.kind === 'all-time' ? null : periodOf(asked.period, clock);
  if (asked.compare && !period?.before) throw usageError('--compare needs a period with dates.', 'Leave it out.');
  const keeps = keeperOf(world);
  const plan = planned(asked, { metrics, dimensions, grouping, period }, world);
  const sums = new Sums({ plan, metrics, keeps, labelsOf: labeller(grouping, counted, world) });
  const before =
    asked.compare && period?.before ? beforeSums(period.before.range, { metrics, dimensions, grouping, counted }, world) : null;
  // The days of the overview are part of its month, which is checked.
  const isChecked = period !== null && !isRecent && asked.id !== 'days' && world.ownerDimensions.length === 0;
  const checks = isChecked ? checksFor({ plan, metrics, dimensions, cut: grouping.cut, range: period.range }, world) : [];
  return {
    asked,
    grouping,
    metrics,
    logged: metrics.filter((metric) => !isCounted(metric)),
    uncounted: asked.metrics === null ? USUAL.filter((metric) => !isCounted(metric) && isAnywhere(metric, sources)) : [],
    period,
    sums,
    before,
    checks,
    jobs: [sums, ...(before ? [before] : []), ...checks.map((check) => check.sums)],
  };
}

/** Some periods have their own sources. */
function countsBy({ grain, hasCycles }: Source, { kind }: TableAsked['period']): boolean {
  if (kind === 'recent') return grain === 'minute';
  if (kind === 'all-time') return grain === 'total';
  if (kind === 'cycle') return hasCycles;
  return grain !== 'minute' && grain !== 'total';
}

const isAnywhere = (metric: Metric, sources: readonly Source[]): boolean => sources.some((source) => source.metrics.has(metric));

/** Sums over all use the entities that the profile names first, because sums of the whole system may start at an upgrade. */
function firstDimension({ figures, sources }: World): string[] {
  const [first] = figures.entities;
  return first && sources.some(({ dimensions }) => dimensions.includes(first.dimension)) ? [first.dimension] : [];
}

function checkPeriod({ period, by }: TableAsked, { cut }: Grouping, { sources }: World): void {
  switch (period.kind) {
    case 'recent':
      if (by.length > 0 && cut !== 'minute') throw usageError('--recent counts by the minute.', 'Leave --by out.');
      if (!sources.some(({ grain }) => grain === 'minute'))
        throw usageError('This application counts nothing by the minute.', 'Ask for hours: --last 24h --by hour');
      return;
    case 'cycle':
      if (!sources.some(({ hasCycles }) => hasCycles))
        throw usageError('This application has no billing cycles of free names.', 'Ask for a --month or a --day.');
      if (cut !== null) throw usageError(`--cycle cannot be split by ${cut}.`, 'Leave it out of --by.');
      return;
    case 'all-time':
      if (cut !== null) throw usageError(`--all-time cannot be split by ${cut}.`, 'Name a period, such as --last 12mo');
      return;
    default:
      if (cut === 'minute') throw usageError('Minutes are counted for a few minutes only.', 'Ask for them: --recent 5m');
  }
}

function nothingCounts(what: string, { by }: Grouping): Error {
  const titles = by.map(({ title }) => title).join(' and ');
  return usageError(`Nothing counts ${what}${titles === '' ? '' : ` by ${titles}`} here.`, 'Leave it out.');
}

interface Wished {
  metrics: readonly Metric[];
  dimensions: readonly string[];
  grouping: Grouping;
  period: Period | null;
}

function planned({ period: asked }: TableAsked, { metrics, dimensions, grouping: { cut }, period }: Wished, world: World): Plan {
  const { sources, by } = world;
  if (asked.kind === 'cycle') return planForCycle(sources, metrics, bytesOf(asked.text), by);
  return planFor(sources, { metrics, dimensions, cut, range: period?.range ?? null }, by);
}

const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** Periods in the previous period have other names, so only its entities are compared. */
function beforeSums(
  range: Period['range'],
  { metrics, dimensions, grouping, counted }: Omit<Wished, 'period'> & { counted: readonly Counted[] },
  world: World,
): Sums {
  const { by } = grouping;
  const isOfEntities = by.every(({ kind }) => kind === 'entity');
  const plan = planFor(world.sources, { metrics, dimensions, cut: null, range }, world.by);
  const labelsOf = isOfEntities ? labeller(grouping, counted, world) : (): readonly string[] => [];
  return new Sums({ plan, metrics, keeps: keeperOf(world), labelsOf });
}

function labeller({ by, cut, weekStart }: Grouping, counted: readonly Counted[], { belongings }: World) {
  return (source: Source, ids: Ids, { segment }: Step): readonly string[] =>
    by.map(({ dimension }) => {
      if (dimension === null) return String(cut === null || segment === null ? '' : startOf(cut, segment.from, weekStart));
      const part = counted.find((each) => each.dimension === dimension)!.countedBy;
      const id = idOf(source, ids, part) ?? '';
      return part === dimension ? id : (belongings.get(part)?.get(id) ?? '');
    });
}

function keeperOf({ ownerDimensions, wanted, sources, figures, belongings }: World) {
  const rules = ownerDimensions.map((dimension) => countedBy(dimension, sources, figures.entities));
  return (source: Source, ids: Ids): boolean =>
    rules.every(({ dimension, countedBy: part }) => {
      const id = idOf(source, ids, part) ?? '';
      const owner = part === dimension ? id : (belongings.get(part)?.get(id) ?? '');
      return wanted.get(dimension)?.has(owner) === true;
    });
}
