import { DAY, HOUR, type Calendar } from './calendar.js';
import { createCrowd, type Account, type ApiKey } from './cast.js';
import { MODELS } from './models.js';
import type { Random } from './random.js';

/** What the keys of a large keyspace are made of. Periods are instants, newest first. */
export interface World {
  random: Random;
  calendar: Calendar;
  end: number;
  apiKeys: readonly ApiKey[];
  accounts: readonly Account[];
  models: readonly string[];
  hours: readonly number[];
  days: readonly number[];
  months: readonly number[];
}

const steps = (count: number, end: number, step: number): number[] => Array.from({ length: count }, (_, n) => end - n * step);

/** Sized so that each family's share of `keys` fits into its combinations of owner, model and period. */
export function createWorld(random: Random, calendar: Calendar, end: number, keys: number): World {
  const size = { apiKeys: Math.max(12, Math.round(keys / 350)), accounts: Math.max(3, Math.round(keys / 7000)) };
  const middleOf = (monthsAgo: number): number => {
    const [year = 0, month = 1] = calendar.month(end).split('-').map(Number);
    // The middle, so that no offset moves it into another one.
    return Math.min(end, Date.UTC(year, month - 1 - monthsAgo, 15));
  };
  return {
    random,
    calendar,
    end,
    ...createCrowd(random, size),
    models: MODELS,
    hours: steps(7 * 24, end, HOUR),
    days: steps(30, end, DAY),
    months: Array.from({ length: 12 }, (_, monthsAgo) => middleOf(monthsAgo)),
  };
}
