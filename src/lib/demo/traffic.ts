import { DAY, HOUR, type Calendar } from './calendar.js';
import { existedAt, type Account, type ApiKey, type Cast } from './cast.js';
import { priceOf, type Tokens } from './models.js';
import type { Random } from './random.js';

/** One answered request, as the relay records it. Costs in integer micro-USD. */
export interface Request {
  at: number;
  apiKey: ApiKey;
  account: Account;
  model: string;
  tokens: Tokens;
  realMicro: number;
  ratedMicro: number;
}

function drawTokens(random: Random): Tokens {
  const cacheCreate = random.chance(0.3) ? random.below(6000) : 0;
  // Older replies report a cache write without its split, so the two parts need not add up to it.
  const split = random.chance(0.8) ? cacheCreate : 0;
  const ephemeral1h = random.below(split + 1);
  return {
    input: 1 + random.below(4000),
    output: 1 + random.below(1500),
    cacheCreate,
    cacheRead: random.chance(0.6) ? random.below(60_000) : 0,
    ephemeral5m: split - ephemeral1h,
    ephemeral1h,
  };
}

/** A random request of this API key through one of these accounts. */
export function drawRequest(random: Random, at: number, apiKey: ApiKey, accounts: readonly Account[]): Request {
  const account = random.pickEarly(accounts);
  return drawRequestOf(random, at, apiKey, account, random.pickEarly(account.kind.models));
}

/** A random request for this model. */
export function drawRequestOf(random: Random, at: number, apiKey: ApiKey, account: Account, model: string): Request {
  const tokens = drawTokens(random);
  const realMicro = priceOf(model, tokens);
  return { at, apiKey, account, model, tokens, realMicro, ratedMicro: Math.round(realMicro * apiKey.rate) };
}

/** Share of a working day's full load, by local hour. */
function load(hourOfDay: number): number {
  if (hourOfDay < 7) return 0.25;
  if (hourOfDay < 9 || hourOfDay > 21) return 0.5;
  return 0.9;
}

/** The requests of the last `days` local days until `end`, hour by hour. The first API key is used in every hour. */
export function* traffic(cast: Cast, random: Random, calendar: Calendar, end: number, days: number): Generator<Request> {
  const start = calendar.startOfDay(end) - (days - 1) * DAY;
  for (let hour = start; hour <= end; hour += HOUR) {
    const daysAgo = (end - hour) / DAY;
    const span = Math.min(HOUR, end - hour + 1);
    const hourOfDay = calendar.hourOfDay(hour);
    for (const [index, apiKey] of cast.apiKeys.entries()) {
      if (!existedAt(apiKey, daysAgo)) continue;
      const accounts = apiKey.accounts.filter((account) => existedAt(account, daysAgo));
      const activity = apiKey.onlyAt === null ? load(hourOfDay) : Number(apiKey.onlyAt === hourOfDay);
      if (index > 0 && !random.chance(activity)) continue;
      const requests = 1 + random.below(apiKey.pace);
      for (let n = 0; n < requests; n++) yield drawRequest(random, hour + random.below(span), apiKey, accounts);
    }
  }
}
