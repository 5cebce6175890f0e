/**
 * The date that fixtures are made for and that `--now` gives to the program. No test compares a hard-coded date with a clock. A test
 * server is a process of this machine, so its clock is the same (`clock.test.ts` holds that); what is compared with the server's own
 * clock asks for it (`server-clock.ts`). Times in an archive are of this machine's clock.
 */

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** The time when a test file started, because a server's keys expire by its clock; in whole seconds, as in snapshots. */
export const BASE = new Date(Math.floor(Date.now() / 1_000) * 1_000);

/** The format of `--now`. */
export const BASE_ISO = BASE.toISOString();

/** The offset of the application that wrote the fixtures. */
export const UTC_OFFSET = 8;

const SHIFT_MS = UTC_OFFSET * HOUR_MS;
const local = (at: number): string => new Date(at + SHIFT_MS).toISOString();

/** `hours` before the base date, in ms since the epoch. */
export const hoursAgo = (hours: number): number => BASE.getTime() - hours * HOUR_MS;

/** `2026-11-20`, the application's day at that time. */
export const dayAgo = (hours: number): string => local(hoursAgo(hours)).slice(0, 10);

/** `2026-11-20:03` */
export const hourAgo = (hours: number): string => local(hoursAgo(hours)).slice(0, 13).replace('T', ':');

/** End of the day of `dayAgo`, in ms since the epoch. */
export const dayEnd = (hours: number): number => (Math.floor((hoursAgo(hours) + SHIFT_MS) / DAY_MS) + 1) * DAY_MS - SHIFT_MS;

/** End of the hour of `hourAgo`, in ms since the epoch. */
export const hourEnd = (hours: number): number => (Math.floor(hoursAgo(hours) / HOUR_MS) + 1) * HOUR_MS;
