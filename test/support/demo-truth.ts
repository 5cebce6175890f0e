/** The requests of the generated relay, from which its keys are made. */
import { createCalendar, sameTimeOn } from '../../src/lib/demo/calendar.js';
import { createCast } from '../../src/lib/demo/cast.js';
import { createRandom } from '../../src/lib/demo/random.js';
import { traffic, type Request } from '../../src/lib/demo/traffic.js';

export interface DemoWorld {
  seed: number;
  now: Date;
  utcOffset: number;
  days: number;
}

/** The requests of `relaySnapshot` with the same options, without problems. */
export function demoRequests({ seed, now, utcOffset, days }: DemoWorld): Request[] {
  const [random, calendar] = [createRandom(seed), createCalendar(utcOffset)];
  const end = sameTimeOn(calendar.date(now.getTime()), now, utcOffset);
  return [...traffic(createCast(random, false), random, calendar, end, days)];
}

/** Amounts × 10^20, as in plain sums. */
const SCALE = 10n ** 20n;
const MICRO = 10n ** 14n;

/** Sums by row, then by metric. `rowOf`: `null`: the request is in no row. */
export function truthOf(
  requests: readonly Request[],
  rowOf: (request: Request) => string | null,
): Map<string, Map<string, bigint>> {
  const rows = new Map<string, Map<string, bigint>>();
  for (const request of requests) {
    const label = rowOf(request);
    if (label === null) continue;
    const row = rows.get(label) ?? new Map<string, bigint>();
    rows.set(label, row);
    const { input, output, cacheCreate, cacheRead } = request.tokens;
    const amounts: [string, number][] = [
      ['requests', 1],
      ['input', input],
      ['output', output],
      ['cache-create', cacheCreate],
      ['cache-read', cacheRead],
      ['tokens', input + output + cacheCreate + cacheRead],
    ];
    for (const [metric, amount] of amounts) row.set(metric, (row.get(metric) ?? 0n) + BigInt(amount) * SCALE);
    row.set('cost', (row.get('cost') ?? 0n) + BigInt(request.ratedMicro) * MICRO);
  }
  return rows;
}
