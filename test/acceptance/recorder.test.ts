/** Requests of a real relay, recorded again: keys whose requests the relay's own lists hold completely are the same, field by field. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtinProfile } from '../../src/lib/profile/builtin/index.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { createRecorder, ioredisClient, type RecordedRequest } from '../../src/lib/recorder/index.js';
import { readDump, restoreDump } from '../support/dump-file.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { dataFile } from './data-folder.js';

const NOW = Date.parse('2026-11-20T19:45:00Z');
/** The relay's clock was moved while it ran, so its TTLs are not exact. */
const TTL_SLACK_S = 3_600;

interface Element {
  timestamp: string;
  model: string;
  accountId: string | null;
  accountType: string | null;
  inputTokens: number;
  outputTokens: number;
  cacheCreateTokens: number;
  cacheReadTokens: number;
  ephemeral5mTokens?: number;
  ephemeral1hTokens?: number;
  cost: number;
  realCost: number;
  isLongContext: boolean;
}

const requestOf = (apiKey: string, element: Element): RecordedRequest => ({
  apiKey,
  account: element.accountId,
  accountType: element.accountType,
  model: element.model,
  inputTokens: element.inputTokens,
  outputTokens: element.outputTokens,
  cacheCreateTokens: element.cacheCreateTokens,
  cacheReadTokens: element.cacheReadTokens,
  cache5mTokens: element.ephemeral5mTokens ?? 0,
  cache1hTokens: element.ephemeral1hTokens ?? 0,
  cost: element.cost,
  realCost: element.realCost,
  longContext: element.isLongContext,
  details: element.ephemeral5mTokens !== undefined,
  at: Date.parse(element.timestamp),
});

const dump = dataFile('crs-real.restore.ndjson.gz');

describe.skipIf(dump.missing)(dump.title, () => {
  let relay: TestServer;
  let own: TestServer;
  let [theirs, ours]: [Redis, Redis] = [null as unknown as Redis, null as unknown as Redis];
  /** The last request of each API key's hour, for those that are known completely. */
  const complete: { key: string; requests: RecordedRequest[] }[] = [];

  beforeAll(async () => {
    [relay, own] = [await startRedis(), await startRedis()];
    [theirs, ours] = [relay.client(), own.client()];
    await restoreDump(theirs, await readDump(dump.path));
    for (const name of await theirs.keys('usage:records:*')) {
      const key = name.slice('usage:records:'.length);
      const elements = (await theirs.lrange(name, 0, -1)).map((text) => JSON.parse(text) as Element);
      if (Number(await theirs.hget(`usage:${key}`, 'totalRequests')) !== elements.length) continue;
      complete.push({ key, requests: elements.map((element) => requestOf(key, element)).toReversed() });
    }
    const recorder = await createRecorder({ client: ioredisClient(ours), mode: 'script', timeoutMs: 30_000 });
    for (const { requests } of complete) for (const request of requests) await recorder.record(request);
    await recorder.close();
  });
  afterAll(async () => {
    await relay?.stop();
    await own?.stop();
  });

  test('statistics of keys are equal field by field, and their TTLs are', async () => {
    const profile = compileProfile((await builtinProfile('claude-relay-service'))!);
    const compared: Record<string, number> = {};
    const differences: string[] = [];
    for (const { key, requests } of complete)
      for (const name of (await ours.keys(`usage:*${key}*`)).toSorted()) {
        const { family } = profile.classify(name)!;
        if (!/^(?:usage|key-model)\./.test(family.id) || family.type !== 'hash') continue;
        const [expected, found] = [await theirs.hgetall(name), await ours.hgetall(name)];
        // What the relay wrote first has expired there.
        if (Object.keys(expected).length === 0) continue;
        compared[family.id] = (compared[family.id] ?? 0) + 1;
        for (const field of new Set([...Object.keys(expected), ...Object.keys(found)])) {
          const difference = Math.abs(Number(expected[field] ?? Number.NaN) - Number(found[field] ?? Number.NaN));
          // The lists have costs to a micro-dollar.
          const most = field.endsWith('CostMicro') ? Number(found['requests']) : 0;
          if (!(difference <= most)) differences.push(`${name} ${field}: ${expected[field]}, ${found[field]}`);
        }
        if (!family.ttl.expires) continue;
        const written = requests.filter(({ at }) => at! <= NOW).map(({ at }) => at!);
        const [left, full] = [await theirs.ttl(name), await ours.ttl(name)];
        const isPossible = written.some((at) => Math.abs(left + (NOW - at) / 1_000 - full) < TTL_SLACK_S);
        if (!isPossible) differences.push(`${name} TTL: ${left}, ${full}`);
      }
    process.stderr.write(`${complete.length} API keys, ${JSON.stringify(compared)}\n`);
    expect(complete.length).toBeGreaterThan(5);
    expect(Object.keys(compared).length).toBeGreaterThan(6);
    expect(differences.slice(0, 20)).toEqual([]);
  });

  test('requests in detail have the members of the relay, in their order', async () => {
    const recorder = await createRecorder({ client: ioredisClient(ours), detailHours: 6 });
    await recorder.record({ apiKey: 'detail', model: 'm', meta: { requestId: 'detail' } });
    const membersOf = async (from: Redis, name: string) => Object.keys(JSON.parse((await from.get(name))!) as object);
    const own = await membersOf(ours, 'request_detail:item:detail');
    const names = await theirs.keys('request_detail:item:*');
    expect(names.length).toBeGreaterThan(20);
    for (const name of names)
      expect((await membersOf(theirs, name)).filter((member) => member !== 'requestBodySnapshot')).toEqual(own);
  });
});
