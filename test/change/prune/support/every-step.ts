/** Breaks a run at each of its steps in turn, many at once: they wait for lost connections together. */
import type { Cut } from './cutting-proxy.js';

export interface Place {
  /** A database of its own. */
  db: number;
  cut: Cut;
}

const LONG_CASES = Number(process.env['METER_FAULT_CASES'] ?? 0);
/** With METER_FAULT_CASES each step is a case; otherwise every third one, and what is tested in two ways takes others in the other. */
const STRIDE = LONG_CASES > 0 ? 1 : 3;
/** Fewer than a small prune has steps. */
const AT_ONCE = 30 / STRIDE;
/** Then a few more at a time: a run that is not broken, because it has no such step, proves nothing. */
const MORE_AT_ONCE = 6 / STRIDE;
/** Databases that one way may use. */
export const DATABASES = 100;

/**
 * `run` resolves with whether it got as far as the cut. Ways have databases of their own and begin at the first or the second step. Resolves
 * with the number of cases that were broken.
 */
export async function everyStep(cut: Omit<Cut, 'at'>, run: (place: Place) => Promise<boolean>, way = 0): Promise<number> {
  for (let cases = 0; ;) {
    const places = Array.from({ length: cases === 0 ? AT_ONCE : MORE_AT_ONCE }, (_, index) => ({
      db: way * DATABASES + cases + index,
      cut: { ...cut, at: 1 + (cases + index) * STRIDE + (way % STRIDE) },
    }));
    // The others are waited for: a case that goes on would disturb what comes next.
    const ended = await Promise.allSettled(places.map(run));
    const reached = ended.map((result, index) => {
      if (result.status === 'rejected') throw new Error(`step ${places[index]!.cut.at}`, { cause: result.reason });
      return result.value;
    });
    if (reached.includes(false)) return cases + reached.filter(Boolean).length;
    cases += places.length;
  }
}

export type Loss = [name: string, cut: { answer: boolean; forGood: boolean }];

/** Every way to lose a connection. */
export const LOSSES: readonly Loss[] = [
  ['before a step, for good', { answer: false, forGood: true }],
  ['before the answer to a step, for good', { answer: true, forGood: true }],
  ['before a step', { answer: false, forGood: false }],
  ['before the answer to a step', { answer: true, forGood: false }],
];

/** With METER_FAULT_CASES everything begins anew, with other orders of events: about so many cases of each kind. */
export const ROUNDS = Array.from({ length: Math.max(1, Math.ceil(LONG_CASES / AT_ONCE)) }, (_, round) => round);
