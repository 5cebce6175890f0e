/** The figures of a profile, ready to be read: how each key is named, listed and added up. */
import type { CompiledFamily, CompiledProfile } from '../profile/classify.js';
import { METRICS, unitOf, type FigureSet, type Metric } from '../profile/figures.js';
import { memberParser } from '../profile/listing.js';
import { parsePattern, patternFiller, type Slot } from '../profile/pattern.js';
import { periodText } from '../profile/period-text.js';
import { toInstant, type Segment, type TimeGrain } from './calendar.js';

/** The fields whose sum is one metric; empty: the value of a string. */
interface MetricFields {
  fields: readonly string[];
  /** True for amounts in micro-USD. */
  micro: boolean;
}

/** An index set that lists the entities with keys in a family, for each period. */
export interface Lister {
  index: CompiledFamily;
  nameOf(period: string): string;
  /** The ids in the order of the source's dimensions; `null`: no such member. */
  idsOf(member: string): Ids | null;
}

/** Ids of entities in the order of a source's dimensions. */
export type Ids = readonly string[];

export interface Source {
  compiled: CompiledFamily;
  grain: TimeGrain | 'total';
  dimensions: readonly string[];
  metrics: ReadonlyMap<Metric, MetricFields>;
  /** The slots of the ids, and of the period. */
  idSlots: readonly Slot[];
  periodSlot: Slot | null;
  /** The period may be a billing cycle of any name. */
  hasCycles: boolean;
  /** Metrics whose field is written only once it is above zero. */
  sparse: ReadonlySet<Metric>;
  /** Minimum time in ms for which keys exist; `null`: no TTL. */
  ttlMs: number | null;
  lister: Lister | null;
  /** The name of a key. `period`: in the form of `periodIn`. */
  nameOf(ids: Ids, period: string): string;
}

/** Sources that count all requests of their entities, in the order of the profile. */
export function sourcesOf(profile: CompiledProfile): Source[] {
  const sets = profile.profile.figures?.sets ?? [];
  const own = sets.flatMap((set) => (set.part === undefined ? sourceOf(profile, set) : []));
  // Costs have no index sets of their own. Those of the counters list the same entities.
  return own.map((source) => ({
    ...source,
    lister: source.lister ?? own.find((other) => isAlike(source, other))?.lister ?? null,
  }));
}

const isAlike = (a: Source, b: Source): boolean =>
  b.lister !== null && a.grain === b.grain && a.dimensions.join(' ') === b.dimensions.join(' ');

function sourceOf(profile: CompiledProfile, set: FigureSet): Source[] {
  const compiled = profile.families.find(({ family }) => family.id === set.family);
  const grain = compiled?.family.grain;
  if (!compiled || grain === 'week' || grain === 'none' || grain === undefined) return [];
  const { family, slots } = compiled;
  const periodSlot = set.cycle === undefined ? compiled.period : (slots.find(({ name }) => name === set.cycle) ?? null);
  const idSlots = compiled.dimensions.map(({ slot }) => slot);
  const nameOf = namer(family.pattern, idSlots, periodSlot);
  return [
    {
      compiled,
      grain,
      dimensions: compiled.dimensions.map(({ name }) => name),
      metrics: metricsOf(set, compiled),
      idSlots,
      periodSlot,
      hasCycles: set.cycle !== undefined,
      sparse: new Set(set.sparse),
      ttlMs: ttlOf(set, compiled),
      lister: listerOf(profile, compiled, idSlots),
      nameOf,
    },
  ];
}

/** Fills the pattern. Runs for every key, hence a plain loop over parts that were looked up before. */
function namer(pattern: string, idSlots: readonly Slot[], periodSlot: Slot | null): Source['nameOf'] {
  const parts = parsePattern(pattern).map((part) =>
    'literal' in part ? part.literal : idSlots.findIndex(({ name }) => name === part.placeholder),
  );
  return (ids, period) => {
    let name = '';
    for (const part of parts) name += typeof part === 'string' ? part : (ids[part] ?? (periodSlot ? period : ''));
    return name;
  };
}

function ttlOf({ keptFor }: FigureSet, { family: { ttl } }: CompiledFamily): number | null {
  const seconds = ttl.expires ? (ttl.seconds ?? keptFor) : undefined;
  return seconds === undefined ? null : seconds * 1000;
}

function metricsOf({ fields = {}, value }: FigureSet, { family }: CompiledFamily): Map<Metric, MetricFields> {
  if (value !== undefined) return new Map([[value, { fields: [], micro: family.value === 'micro-usd' }]]);
  const units = { ...family.fields, ...family.optionalFields };
  const named = METRICS.flatMap((metric) => {
    const names = fields[metric];
    return names === undefined ? [] : [[metric, [names].flat()] as const];
  });
  return new Map(
    named.map(([metric, names]) => [
      metric,
      { fields: names, micro: unitOf(metric) === 'usd' && units[names[0]!] === 'micro-usd' },
    ]),
  );
}

function listerOf(profile: CompiledProfile, listed: CompiledFamily, idSlots: readonly Slot[]): Lister | null {
  const index = profile.families.find(({ family }) => family.lists?.family === listed.family.id);
  const template = index?.family.lists?.member;
  if (!index || template === undefined) return null;
  const parse = memberParser(template);
  const fill = patternFiller(index.family.pattern);
  const ghosts = new Set(index.family.ghostMembers ?? []);
  return {
    index,
    nameOf: (period) => fill(index.period ? { [index.period.name]: period } : {}),
    idsOf(member) {
      const captured = ghosts.has(member) ? null : parse(member);
      return captured && idSlots.map(({ name }) => captured[name] ?? '');
    },
  };
}

/** The period in the form of the source's key names. */
export function periodIn({ periodSlot, hasCycles }: Source, segment: Segment | null, utcOffset: number): string {
  if (segment === null || periodSlot === null) return '';
  const { kind, zone } = periodSlot.placeholder;
  const offset = zone === 'utc' ? 0 : utcOffset;
  return periodText(hasCycles ? 'date' : kind, toInstant(segment.from, utcOffset), offset) ?? '';
}
