import { DAY, HOUR } from './calendar.js';
import type { ApiKey } from './cast.js';
import type { Random } from './random.js';
import { drawRequestOf, type Request } from './traffic.js';

/** Busy hours before the end, and days, of which the earlier ones have one request each. */
export interface Span {
  hours: number;
  days: number;
}

/** The last request is at the end. The account's models alternate, so that every API key of such an account has the same keys. */
export function* requestsOf(apiKey: ApiKey, random: Random, end: number, { hours, days }: Span): Generator<Request> {
  const account = apiKey.accounts[0]!;
  const { models } = account.kind;
  const request = (at: number, turn: number): Request =>
    drawRequestOf(random, at, apiKey, account, models[turn % models.length]!);
  for (let day = days; day * DAY > hours * HOUR; day--) yield request(end - day * DAY, day);
  for (let hour = hours - 1; hour >= 0; hour--) yield request(end - hour * HOUR, hour);
}
