/** Measures checks of a relay with consistent sums, and with planted damage, against the same commands sent bare. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { bare, fixConsistency, median, repair, saveSnapshot } from './measure.mjs';
import { record } from './record.mjs';

const ROUNDS = 3;
/** Damaged keys. Only the named invariants find each of them. */
const DAMAGES = 60;
/** Number of groups to repair. */
const SHORT = 100_000;
const BATCH = 10_000;

/** Raises one field of single keys, which no sum covers. */
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

/** Makes this many totals fall short. */
async function plantShort(client, count) {
  await client.flushall();
  for (let at = 0; at < count; at += BATCH) {
    const pipeline = client.pipeline();
    for (let user = at; user < Math.min(at + BATCH, count); user++)
      pipeline.hset(`token_usage:user${user}:2026-11-20`, 'prompt_tokens', 1000, 'completion_tokens', 500, 'total_tokens', 1200);
    await pipeline.exec();
  }
}

/** Measures checks of this many keys, all of which differ, and of a tenth of them, on the server and in its snapshot. */
async function measureMany(server, client, count, say) {
  const checks = { live: [], snapshot: [] };
  for (const each of [Math.round(count / 10), count]) {
    say(`consistency: ${each} keys that differ`);
    await plantShort(client, each);
    checks.live.push(await fixConsistency(['--url', server.url, '--profile', 'aiecs']));
    checks.snapshot.push(await fixConsistency(['--rdb', await saveSnapshot(server), '--profile', 'aiecs']));
  }
  const differing = ({ report }) => report.data.invariants.reduce((most, { violations }) => Math.max(most, violations), 0);
  return Object.fromEntries(
    Object.entries(checks).map(([name, [tenth, all]]) => [
      name,
      { peakBytes: all.peakBytes, growth: all.seconds / tenth.seconds / 10, missed: count - differing(all) },
    ]),
  );
}

/**
 * Seconds of both, interleaved; the peak memory; how the findings differ from the planted damage; and the cost of checking `keys`
 * keys that all differ, and of repairing many groups.
 */
export async function measureConsistency(server, keys, say) {
  const client = new Redis({ port: server.port, protocol: 2 });
  const folder = await mkdtemp(join(tmpdir(), 'meter-bench-'));
  try {
    const planted = await plant(client, await someKeys(client));
    const commands = join(folder, 'commands');
    await record(server, commands, (port) => fixConsistency(['--url', `redis://127.0.0.1:${port}`]));
    const result = { bare: [], check: [] };
    for (let round = 1; round <= ROUNDS; round++) {
      say(`consistency: round ${round} of ${ROUNDS}`);
      result.bare.push((await bare([server.port], 'replay', commands)).seconds);
      result.check.push(await fixConsistency(['--url', server.url]));
    }
    const found = new Set(result.check[0].report.data.violations.map(({ invariant, key }) => `${invariant} ${key}`));
    const wanted = planted.map((name) => `P1 ${name}`);
    const many = await measureMany(server, client, keys, say);
    say('consistency: repair');
    await plantShort(client, SHORT);
    const repaired = await repair(server, 'aiecs');
    return {
      many,
      repair: { seconds: repaired.seconds, peakBytes: repaired.peakBytes, left: SHORT - repaired.report.data.applied.changed },
      bareSeconds: median(result.bare),
      checkSeconds: median(result.check.map(({ seconds }) => seconds)),
      peakBytes: median(result.check.map(({ peakBytes }) => peakBytes)),
      differences: [...wanted.filter((each) => !found.has(each)), ...[...found].filter((each) => !wanted.includes(each))],
    };
  } finally {
    client.disconnect();
    await rm(folder, { recursive: true, force: true });
  }
}
