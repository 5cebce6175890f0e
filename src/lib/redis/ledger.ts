import { EXIT, MeterError } from '../format/errors.js';

/** What the tool itself has sent, under a ceiling that is never passed. */
export interface Ledger {
  readonly commands: number;
  readonly roundTrips: number;
  /** Commands that may be sent in all; `Infinity` for no limit. */
  readonly ceiling: number;
  readonly remaining: number;
  /** Books commands about to be sent, and the waits for the server that they take; books nothing and says `false` when they do not fit. */
  reserve(commands: number, roundTrips?: number): boolean;
  /** The same, but throws `command-budget` when they do not fit. */
  charge(commands: number, roundTrips: number): void;
}

/** Code of the failure that a ceiling is. */
export const BUDGET_SPENT = 'command-budget';

export function openLedger(ceiling = Infinity): Ledger {
  let commands = 0;
  let roundTrips = 0;

  const reserve = (count: number, trips = 0): boolean => {
    if (count > ceiling - commands) return false;
    commands += count;
    roundTrips += trips;
    return true;
  };

  return {
    get commands() {
      return commands;
    },
    get roundTrips() {
      return roundTrips;
    },
    ceiling,
    get remaining() {
      return ceiling - commands;
    },
    reserve,
    charge(count, trips) {
      if (!reserve(count, trips)) throw budgetSpent(ceiling);
    },
  };
}

export const isBudgetSpent = (error: unknown): boolean => error instanceof MeterError && error.code === BUDGET_SPENT;

export function budgetSpent(ceiling: number): MeterError {
  return new MeterError(BUDGET_SPENT, EXIT.partial, `The limit of ${ceiling} commands does not allow the next step.`, [
    'Raise --max-commands, or leave it out.',
  ]);
}
