/** Checks a relay whose sums hold, and the same with damage planted, against the time of `redis-cli --bigkeys`. */
import { Redis } from 'ioredis';
import { bigkeys, fixConsistency, median } from './measure.mjs';

const ROUNDS = 3;
/** Damaged keys: each is found by the invariants named, and by no other. */
const DAMAGES = 60;

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

/** Seconds of both, interleaved; the peak memory; and how what was found differs from what was planted. */
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
    return {
      bigkeysSeconds: median(result.bigkeys),
      checkSeconds: median(result.check.map(({ seconds }) => seconds)),
      peakBytes: median(result.check.map(({ peakBytes }) => peakBytes)),
      differences: [...wanted.filter((each) => !found.has(each)), ...[...found].filter((each) => !wanted.includes(each))],
    };
  } finally {
    client.disconnect();
  }
}
