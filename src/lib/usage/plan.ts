/** Chooses the keys to read: for each metric and period those that give the exact figure with the fewest commands. */
import type { Metric } from '../profile/figures.js';
import { availabilityOf, type Availability, type Circumstances, type Reason } from './availability.js';
import { coverOf, finerThan, grainOf, partsOf, toLocal, type Cut, type Range, type Segment, type TimeGrain } from './calendar.js';
import { periodIn, type Source } from './sources.js';

/** Keys of one source and period. */
export interface Step {
  source: Source;
  /** `null`: all time, or a billing cycle. */
  segment: Segment | null;
  /** The period in key names. */
  period: string;
  /** What is read, and whether keys may be missing. */
  metrics: Map<Metric, Availability>;
  /** The source with the parts of the period, for entities whose own key is missing; `null`: none. */
  finer: Source | null;
}

/** A metric without keys for a period. */
export interface Gap {
  metric: Metric;
  segment: Segment | null;
  reason: Reason;
}

export interface Plan {
  steps: Step[];
  gaps: Gap[];
}

export interface Wish {
  metrics: readonly Metric[];
  /** Entities that the rows need. */
  dimensions: readonly string[];
  /** `null`: rows have no period. */
  cut: Cut | null;
  /** `null`: all time. */
  range: Range | null;
}

/** A key to read for one metric. */
interface Choice {
  source: Source;
  segment: Segment | null;
  availability: Availability;
}

/** Choices and gaps for one metric. */
interface Part {
  steps: Choice[];
  gaps: Gap[];
}

export function planFor(sources: readonly Source[], { metrics, dimensions, cut, range }: Wish, by: Circumstances): Plan {
  const coarsest: TimeGrain = cut === null ? 'month' : grainOf(cut);
  const now = toLocal(by.now, by.utcOffset);
  const gaps: Gap[] = [];
  const steps = new Map<string, Step>();
  for (const metric of metrics) {
    const able = sources.filter(
      (source) => source.metrics.has(metric) && dimensions.every((name) => source.dimensions.includes(name)),
    );
    const chooser = new Chooser(able, metric, dimensions.length, by);
    const parts = range === null ? [chooser.ofAllTime()] : coverOf(range, coarsest, now).map((segment) => chooser.of(segment));
    for (const part of parts) {
      for (const gap of part.gaps) gaps.push(gap);
      for (const choice of part.steps) addChoice(steps, metric, choice, { sources, utcOffset: by.utcOffset });
    }
  }
  return { steps: [...steps.values()], gaps };
}

/** The keys of one billing cycle. */
export function planForCycle(sources: readonly Source[], metrics: readonly Metric[], cycle: string, by: Circumstances): Plan {
  const steps = new Map<string, Step>();
  const gaps: Gap[] = [];
  for (const metric of metrics) {
    const [source] = sources.filter(({ hasCycles, metrics: own }) => hasCycles && own.has(metric));
    if (!source) gaps.push({ metric, segment: null, reason: 'uncounted' });
    else {
      const availability = availabilityOf(source, metric, null, by);
      addChoice(steps, metric, { source, segment: null, availability }, { sources, utcOffset: by.utcOffset }, cycle);
    }
  }
  return { steps: [...steps.values()], gaps };
}

/** One step reads all metrics of its keys. */
function addChoice(
  steps: Map<string, Step>,
  metric: Metric,
  { source, segment, availability }: Choice,
  { sources, utcOffset }: { sources: readonly Source[]; utcOffset: number },
  cycle?: string,
): void {
  const period = cycle ?? periodIn(source, segment, utcOffset);
  const id = `${source.compiled.family.id} ${period}`;
  const known = steps.get(id);
  if (known) {
    known.metrics.set(metric, availability);
    return;
  }
  const finer = segment === null ? null : finerSource(source, segment.grain, sources);
  steps.set(id, { source, segment, period, metrics: new Map([[metric, availability]]), finer });
}

/** The source with the same figures of the same entities, by shorter periods. */
function finerSource(source: Source, grain: TimeGrain, sources: readonly Source[]): Source | null {
  const finer = finerThan(grain);
  if (finer === null || finer === 'minute') return null;
  const isSame = (other: Source): boolean =>
    other.grain === finer &&
    other.dimensions.join(' ') === source.dimensions.join(' ') &&
    [...source.metrics.keys()].every((metric) => other.metrics.has(metric));
  return sources.find(isSame) ?? null;
}

class Chooser {
  constructor(
    private readonly sources: readonly Source[],
    private readonly metric: Metric,
    private readonly wanted: number,
    private readonly by: Circumstances,
  ) {}

  ofAllTime(): Part {
    return (
      this.#best(
        this.sources.filter(({ grain }) => grain === 'total'),
        null,
      ) ?? this.#gap(null, 'uncounted')
    );
  }

  /** The whole period if a source has it; otherwise its parts, if these have more figures. */
  of(segment: Segment): Part {
    const own = this.sources.filter(({ grain }) => grain === segment.grain);
    const whole = this.#best(own, segment);
    if (whole && rankOf(whole, this.wanted)[1] === 0 && isCertain(whole)) return whole;
    const finer = this.#finerGrain(segment.grain);
    const parts = finer === null ? null : joined(partsOf(segment, finer).map((part) => this.of(part)));
    const choices = [whole, parts].filter((choice) => choice !== null && choice.steps.length > 0) as Part[];
    const [best] = choices.toSorted((a, b) => compareRanks(rankOf(a, this.wanted), rankOf(b, this.wanted)));
    const { reason, instead } = whole?.steps[0]?.availability ?? {};
    if (best) return best === parts ? besideReason(best, reason ?? instead ?? null) : best;
    return this.#gap(segment, this.#whyNot(segment, own) ?? parts?.gaps[0]?.reason ?? 'uncounted');
  }

  /** The source that is complete, has the fewest keys and comes first in the profile; `null`: none can have keys. */
  #best(sources: readonly Source[], segment: Segment | null): Part | null {
    const all = sources
      .map((source) => ({ source, availability: availabilityOf(source, this.metric, segment, this.by) }))
      .toSorted((a, b) => a.source.dimensions.length - b.source.dimensions.length);
    const usable = all.filter(({ availability }) => availability.state !== 'none');
    const first = usable.find(({ availability }) => availability.state === 'full') ?? usable[0];
    if (!first) return null;
    const choice: Part = { steps: [{ ...first, segment }], gaps: [] };
    return all[0] === first ? choice : besideReason(choice, all[0]!.availability.reason);
  }

  #finerGrain(grain: TimeGrain): TimeGrain | null {
    const finer = finerThan(grain);
    if (finer === null || finer === 'minute') return null;
    return this.sources.some((source) => source.grain === finer) ? finer : this.#finerGrain(finer);
  }

  #whyNot(segment: Segment, sources: readonly Source[]): Reason | null {
    const [first] = sources.map((source) => availabilityOf(source, this.metric, segment, this.by).reason);
    return first ?? null;
  }

  #gap(segment: Segment | null, reason: Reason): Part {
    return { steps: [], gaps: [{ metric: this.metric, segment, reason }] };
  }
}

const isCertain = ({ steps, gaps }: Part): boolean =>
  gaps.length === 0 && steps.every(({ availability }) => availability.state === 'full');

const besideReason = ({ steps, gaps }: Part, instead: Reason | null): Part => ({
  steps: instead === null ? steps : steps.map((step) => ({ ...step, availability: { ...step.availability, instead } })),
  gaps,
});

const joined = (parts: readonly Part[]): Part => ({
  steps: parts.flatMap(({ steps }) => steps),
  gaps: parts.flatMap(({ gaps }) => gaps),
});

/**
 * Smaller is better: first complete sources, then those that count no more entities than are wanted, then those with few periods.
 */
function rankOf(part: Part, wanted: number): [number, number, number] {
  const extra = part.steps.reduce((most, { source }) => Math.max(most, source.dimensions.length - wanted), 0);
  return [part.gaps.length > 0 ? 2 : isCertain(part) ? 0 : 1, extra, part.steps.length];
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [at, one] of a.entries()) if (one !== b[at]) return one - b[at]!;
  return 0;
}
