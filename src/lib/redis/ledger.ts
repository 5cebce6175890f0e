import { says } from '../errors/session.js';
import { EXIT, failure, MeterError } from '../format/errors.js';

/** Counts what the tool has sent, and enforces a ceiling. */
export interface Ledger {
  readonly commands: number;
  readonly roundTrips: number;
  /** Maximum commands in total; `Infinity`: no limit. */
  readonly ceiling: number;
  readonly remaining: number;
  /**
   * Counts commands before they are sent, and their round trips. Counts nothing and returns `false` when they exceed the ceiling.
   */
  reserve(commands: number, roundTrips?: number): boolean;
  /** Like `reserve`, but throws `command-budget` when they exceed the ceiling. */
  charge(commands: number, roundTrips: number): void;
  /**
   * Keeps room below the ceiling for commands that may have to follow. Throws `command-budget` when there is none. Call the result
   * once: it gives the room back, immediately before they are sent or when they are not needed.
   */
  hold(commands: number): () => void;
}

/** Error code for a reached ceiling. */
export const BUDGET_SPENT = 'command-budget';

export function openLedger(ceiling = Infinity): Ledger {
  let commands = 0;
  let roundTrips = 0;
  let held = 0;

  const reserve = (count: number, trips = 0): boolean => {
    if (count > ceiling - commands - held) return false;
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
      return ceiling - commands - held;
    },
    reserve,
    charge(count, trips) {
      if (!reserve(count, trips)) throw budgetSpent(ceiling);
    },
    hold(count) {
      if (count > ceiling - commands - held) throw budgetSpent(ceiling);
      held += count;
      return () => {
        held -= count;
      };
    },
  };
}

export const isBudgetSpent = (error: unknown): boolean => error instanceof MeterError && error.code === BUDGET_SPENT;

export function budgetSpent(ceiling: number): MeterError {
  return failure(says(BUDGET_SPENT, { ceiling }), EXIT.partial);
}
