/** A Redis Cluster: one script for the keys of a slot, and the note of a request beside them. */
import { Cluster } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ioredisClient, TokenUsageRepository } from '../../src/lib/token-usage/index.js';
import { startCluster, type TestCluster } from '../support/redis-cluster.js';

let cluster: TestCluster;
let redis: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ masters: 3 });
  redis = new Cluster([{ host: '127.0.0.1', port: cluster.masters[0]!.port }]);
});
afterAll(async () => {
  redis?.disconnect();
  await cluster?.stop();
});

test.each([false, true])('batches of many users count once on every node (hash tag: %s)', async (hashTag) => {
  const usage = new TokenUsageRepository({ client: ioredisClient(redis), cluster: true, hashTag, timeoutMs: 30_000 });
  const users = Array.from({ length: 300 }, (_, at) => `user-${at}-${String(hashTag)}`);
  const increments = users.map((userId, at) => ({ userId, promptTokens: at, completionTokens: 1, cycleStartDate: 'c' }));
  for (let time = 0; time < 2; time++) {
    const outcomes = await usage.batchIncrementUsage(increments, { requestId: 'batch-1' });
    expect(outcomes.filter((outcome) => 'failure' in outcome)).toEqual([]);
  }
  await usage.incrementDetailedUsage(users[0]!, 5, 5, 'c');
  const { stats, failed } = await usage.getBatchUsageStats(users, 'c');
  expect([stats.size, failed.size]).toEqual([300, 0]);
  for (const [at, user] of users.entries()) expect(stats.get(user)!.totalTokens).toBe(at === 0 ? 11 : at + 1);
});
