import { DAY, type Calendar } from './calendar.js';
import { hashEntry, zsetEntry, type Entry } from './entry.js';
import type { Request } from './traffic.js';

/** Local days that each rank covers, including the current day. */
const RANGES = { today: 1, '7days': 7, '30days': 30, all: Infinity };

/** Ranks API keys by their billed USD at `end`. */
export function* rankEntries(requests: readonly Request[], calendar: Calendar, end: number): Generator<Entry> {
  for (const [range, days] of Object.entries(RANGES)) {
    const since = calendar.startOfDay(end) - (days - 1) * DAY;
    const micro = new Map<string, number>();
    for (const { apiKey, at, ratedMicro } of requests)
      if (at >= since) micro.set(apiKey.id, (micro.get(apiKey.id) ?? 0) + ratedMicro);
    const scores = [...micro].map(([id, spent]) => [id, spent / 1e6] as const);
    const place = { values: { range }, ttl: null };
    yield zsetEntry({ pattern: 'cost_rank:{range}', ...place }, scores);
    yield hashEntry(
      { pattern: 'cost_rank_meta:{range}', ...place },
      { status: 'ready', lastUpdate: new Date(end).toISOString(), keyCount: scores.length, updateDuration: 12 },
    );
  }
}
