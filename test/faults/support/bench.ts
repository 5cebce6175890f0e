/** Places that carry out cases side by side, each one case after the other. A seed says everything of a case. */
import { chanceOf } from '../../hostile/support/chance.js';
import { carryOutCase, type Result } from './case.js';
import { faultsAt, type FaultKind } from './faults.js';
import { Place, type PlaceKind, type Way } from './place.js';
import { SCENARIOS, type Scenario } from './scenarios.js';

interface Bench {
  place: PlaceKind;
  kills: boolean;
}

/** Those of a place that is not shared with others: two of the kind whose cases take the least. */
export const BENCHES: readonly Bench[] = [
  { place: 'alone', kills: false },
  { place: 'cluster', kills: false },
  { place: 'alone', kills: false },
  { place: 'pair', kills: false },
  { place: 'cluster-pair', kills: false },
  { place: 'durable', kills: true },
  { place: 'cluster-durable', kills: true },
  { place: 'alone', kills: true },
  { place: 'cluster', kills: true },
];

export interface Case {
  seed: number;
  scenario: Scenario;
  way: Way;
  /** That may come. */
  faults: readonly FaultKind[];
}

export interface Told extends Case, Result {
  place: PlaceKind;
  seconds: number;
}

export function caseOf(seed: number): Case {
  const { place, kills } = BENCHES[seed % BENCHES.length]!;
  const chance = chanceOf(seed ^ 0x5eed);
  const way: Way = chance.pick(['scripts', 'transactions']);
  return { seed, scenario: chance.pick(SCENARIOS), way, faults: faultsAt(place, kills) };
}

/** Carries cases out until `next` has no more. `broke` is told of a case that came to no verdict, as on a machine that is too busy for its servers. */
export async function work(
  kind: PlaceKind,
  next: () => Case | null,
  tell: (told: Told) => void,
  broke: (seed: number, error: unknown) => void,
): Promise<void> {
  for (let current = next(); current;) {
    const place = await Place.open(kind);
    try {
      for (; current; current = next()) {
        const begun = performance.now();
        const result = await carryOutCase(place, current);
        tell({ ...current, ...result, place: kind, seconds: (performance.now() - begun) / 1000 });
      }
    } catch (error) {
      broke(current!.seed, error);
      current = next();
    } finally {
      await place.stop();
    }
  }
}
