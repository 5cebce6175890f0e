/**
 * The date that fixtures are made for and that `--now` gives to the program. No test compares a date of its own with a clock:
 * either both sides come from here, or a clock is asked for both.
 */

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** METER_TEST_NOW, an ISO 8601 time that is still to come: a server expires at once what should have expired long ago. */
function baseDate(given: string | undefined): Date {
  const present = new Date();
  if (given === undefined) return present;
  const base = new Date(given);
  if (base > present) return base;
  throw new Error(`METER_TEST_NOW is no ISO 8601 time to come: ${given}`);
}

/** The present, unless METER_TEST_NOW moves it. */
export const BASE = baseDate(process.env['METER_TEST_NOW']);

/** As `--now` takes it. */
export const BASE_ISO = BASE.toISOString();

/** The offset of the application that wrote the fixtures. */
export const UTC_OFFSET = 8;

const local = (at: number): string => new Date(at + UTC_OFFSET * HOUR_MS).toISOString();

/** `2026-11-20`, the application's day so many hours before the base date. */
export const dayAgo = (hours: number): string => local(BASE.getTime() - hours * HOUR_MS).slice(0, 10);

/** `2026-11-20:03` */
export const hourAgo = (hours: number): string =>
  local(BASE.getTime() - hours * HOUR_MS)
    .slice(0, 13)
    .replace('T', ':');

/** When the hour of `hourAgo` ended, ms since the epoch. */
export const hourEnd = (hours: number): number => (Math.floor(BASE.getTime() / HOUR_MS) - hours + 1) * HOUR_MS;
