/** Checks a relay whose sums hold, and the same with damage planted, against the time of `redis-cli --bigkeys`. */
import { Redis } from 'ioredis';
import { bigkeys, fixConsistency, median, repair } from './measure.mjs';

const ROUNDS = 3;
/** Damaged keys: each is found by the invariants named, and by no other. */
const DAMAGES = 60;
/** Groups to repair. */
const SHORT = 100_000;
const BATCH = 10_000;

/** Raises one field of single keys, out of reach of every sum. */
async function plant(client, names) {
  const planted = names.slice(0, DAMAGES);
  for (const name of planted) await client.hincrby(name, 'tokens', 3);
  return planted;
}

async function someKeys(client) {
  const found = [];
  let cursor = '0';
  do {
    const [next, names] = await client.scan(cursor, 'MATCH', 'usage:hourly:????????-*', 'COUNT', 5000);
    cursor = next;
    found.push(...names);
  } while (cursor !== '0' && found.length < DAMAGES);
  return found;
}

/** Totals that fall short, and nothing else. */
async function plantShort(client) {
  await client.flushall();
  for (let at = 0; at < SHORT; at += BATCH) {
    const pipeline = client.pipeline();
    for (let user = at; user < at + BATCH; user++)
      pipeline.hset(`token_usage:user${user}:2026-11-20`, 'prompt_tokens', 1000, 'completion_tokens', 500, 'total_tokens', 1200);
    await pipeline.exec();
  }
}

/** Seconds of both, interleaved; the peak memory; how what was found differs from what was planted; and
 * what repairing many groups takes. */
export async function measureConsistency(server, say) {
  const client = new Redis({ port: server.port, protocol: 2 });
  try {
    const planted = await plant(client, await someKeys(client));
    const result = { bigkeys: [], check: [] };
    for (let round = 1; round <= ROUNDS; round++) {
      say(`consistency: round ${round} of ${ROUNDS}`);
      result.bigkeys.push(await bigkeys(server));
      result.check.push(await fixConsistency(server));
    }
    const found = new Set(result.check[0].report.data.violations.map(({ invariant, key }) => `${invariant} ${key}`));
    const wanted = planted.map((name) => `P1 ${name}`);
    say('consistency: repair');
    await plantShort(client);
    const repaired = await repair(server, 'aiecs');
    return {
      repair: { seconds: repaired.seconds, peakBytes: repaired.peakBytes, left: SHORT - repaired.report.data.applied.changed },
      bigkeysSeconds: median(result.bigkeys),
      checkSeconds: median(result.check.map(({ seconds }) => seconds)),
      peakBytes: median(result.check.map(({ peakBytes }) => peakBytes)),
      differences: [...wanted.filter((each) => !found.has(each)), ...[...found].filter((each) => !wanted.includes(each))],
    };
  } finally {
    client.disconnect();
  }
}
