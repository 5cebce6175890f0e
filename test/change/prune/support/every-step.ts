/** Breaks a run at each of its steps in turn, many at once: they wait for lost connections together. */
import type { Cut } from './cutting-proxy.js';

export interface Place {
  /** A database of its own. */
  db: number;
  cut: Cut;
}

/** Fewer than a small prune has steps. */
const AT_ONCE = 30;
/** Then a few more at a time: a run that is not broken, because it has no such step, proves nothing. */
const MORE_AT_ONCE = 6;
/** Databases that one call may use. */
export const DATABASES = 100;

/** `run` resolves with whether it got as far as the cut. `firstDb`: its first database. Resolves with the number of steps. */
export async function everyStep(cut: Omit<Cut, 'at'>, run: (place: Place) => Promise<boolean>, firstDb = 0): Promise<number> {
  for (let steps = 0; ;) {
    const places = Array.from({ length: steps === 0 ? AT_ONCE : MORE_AT_ONCE }, (_, index) => ({
      db: firstDb + steps + index,
      cut: { ...cut, at: steps + index + 1 },
    }));
    // The others are waited for: a case that goes on would disturb what comes next.
    const ended = await Promise.allSettled(places.map(run));
    const reached = ended.map((result, index) => {
      if (result.status === 'rejected') throw new Error(`step ${places[index]!.cut.at}`, { cause: result.reason });
      return result.value;
    });
    if (reached.includes(false)) return steps + reached.filter(Boolean).length;
    steps += places.length;
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
export const ROUNDS = Array.from(
  { length: Math.max(1, Math.ceil(Number(process.env['METER_FAULT_CASES'] ?? 0) / AT_ONCE)) },
  (_, round) => round,
);
