/** Measures `meter usage` of many API keys against the bare cost of reading the same keys. */
import { createCalendar } from '../dist/lib/demo/calendar.js';
import { loadKeyspace } from '../dist/lib/demo/load.js';
import { bareReads, median, usage } from './measure.mjs';

const ROUNDS = 3;
const DAYS = 32;
const DAY_MS = 86_400_000;
const UTC_OFFSET = 8;

const idOf = (index) => `${index.toString(16).padStart(8, '0')}-1111-4222-8333-444444444444`;

const fields = (requests) => [
  ['requests', requests],
  ['inputTokens', requests * 900],
  ['outputTokens', requests * 300],
  ['cacheCreateTokens', requests * 40],
  ['cacheReadTokens', requests * 7_000],
  ['allTokens', requests * 8_240],
];

/** A month of API keys, each used every day, with the lists and index sets of the application. */
function* relayOf(apiKeys) {
  const calendar = createCalendar(UTC_OFFSET);
  const now = Date.now();
  const days = Array.from({ length: DAYS }, (_, ago) => calendar.date(now - ago * DAY_MS));
  const month = calendar.month(now);
  for (let index = 0; index < apiKeys; index++) {
    const [id, requests] = [idOf(index), 1 + (index % 97)];
    yield ['HSET', `apikey:${id}`, 'id', id, 'name', `key ${index}`, 'concurrencyLimit', '0', 'rateLimitWindow', '0'];
    yield ['SADD', 'apikey:idx:all', id];
    for (const day of days) {
      yield ['HSET', `usage:daily:${id}:${day}`, ...fields(requests).flat().map(String)];
      yield ['SADD', `usage:daily:index:${day}`, id];
    }
    yield [
      'HSET',
      `usage:monthly:${id}:${month}`,
      ...fields(requests * DAYS)
        .flat()
        .map(String),
    ];
    yield ['SET', `usage:cost:monthly:${id}:${month}`, String((requests * DAYS) / 1_000)];
  }
  yield ['SET', 'system:migrated:version', '1.1.314'];
}

/** Ratios of commands and of seconds, interleaved; and the peak memory. */
export async function measureUsage(server, apiKeys, say) {
  say(`usage: loading ${apiKeys} API keys`);
  await loadKeyspace(relayOf(apiKeys), server);
  const month = createCalendar(UTC_OFFSET).month(Date.now());
  const [seen, bare] = [[], []];
  for (let round = 1; round <= ROUNDS; round++) {
    say(`usage: round ${round} of ${ROUNDS}`);
    seen.push(await usage(server, '--by', 'key', '--utc-offset', String(UTC_OFFSET)));
    bare.push(await bareReads(server, month));
  }
  const [{ report }] = seen;
  const expected = Array.from({ length: apiKeys }, (_, index) => (1 + (index % 97)) * DAYS).reduce((sum, each) => sum + each, 0);
  return {
    commands: report.spent.commands / bare[0].commands,
    seconds: median(seen.map((run) => run.seconds)) / median(bare.map((run) => run.seconds)),
    peakBytes: median(seen.map((run) => run.peakBytes)),
    wrong: Math.abs(report.data.tables[0].total.figures.requests - expected),
  };
}
