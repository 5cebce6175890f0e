/** Portable key dumps: a header line, then one JSON object per key, gzipped. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { Redis } from 'ioredis';

export interface DumpedKey {
  name: string;
  type: string;
  /** TTL in milliseconds; -1: none. */
  life: number;
  /** The reply to DUMP. */
  payload: Buffer;
}

export async function readDump(path: string): Promise<DumpedKey[]> {
  const keys: DumpedKey[] = [];
  for await (const line of createInterface({ input: createReadStream(path).pipe(createGunzip()), crlfDelay: Infinity })) {
    const row = JSON.parse(line) as { k?: string; t: string; p: number; d: string };
    if (row.k !== undefined) keys.push({ name: row.k, type: row.t, life: row.p, payload: Buffer.from(row.d, 'base64') });
  }
  return keys;
}

/** Shorter TTLs are extended to this, so that no key expires during the test, however slow the machine. */
const SHORTEST_LIFE_MS = 3_600_000;

export async function restoreDump(client: Redis, keys: readonly DumpedKey[]): Promise<void> {
  for (const batch of batches(keys)) {
    const pipeline = client.pipeline();
    for (const { name, life, payload } of batch) {
      pipeline.restore(name, life < 0 ? 0 : Math.max(life, SHORTEST_LIFE_MS), payload);
    }
    await replies(pipeline.exec());
  }
}

/** Σ MEMORY USAGE over the keys. */
export async function sumMemoryUsage(client: Redis, names: readonly string[]): Promise<number> {
  let sum = 0;
  for (const batch of batches(names)) {
    const pipeline = client.pipeline();
    for (const name of batch) pipeline.memory('USAGE', name);
    for (const bytes of await replies(pipeline.exec())) sum += bytes as number;
  }
  return sum;
}

const BATCH = 1_000;

function batches<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) => items.slice(index * BATCH, (index + 1) * BATCH));
}

/** The replies of a pipeline; throws the first error among them. */
async function replies(results: Promise<[Error | null, unknown][] | null>): Promise<unknown[]> {
  return ((await results) ?? []).map(([error, reply]) => {
    if (error) throw error;
    return reply;
  });
}
