/** TTL that the relay (1.1.314) sets on each kind of key at its last write, in ms. */
import { DAY, HOUR, MINUTE } from './calendar.js';

export const LIFE = {
  hourly: 7 * DAY,
  daily: 32 * DAY,
  monthly: 365 * DAY,
  dailyCost: 30 * DAY,
  monthlyCost: 90 * DAY,
  weeklyCost: 14 * DAY,
  records: 90 * DAY,
  apiKey: 365 * DAY,
  minute: 10 * MINUTE,
  session: DAY,
  sticky: HOUR,
  limiterWindow: HOUR,
  lease: 330_000,
  queueStats: 7 * DAY,
  errorHistory: 3 * DAY,
  onceADay: 2 * DAY,
} as const;
