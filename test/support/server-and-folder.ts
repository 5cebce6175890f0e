/** Setup for most tests of verbs that change keys. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';
import { startRedis, type TestServer } from './redis-server.js';

export interface ServerAndFolder {
  server: TestServer;
  client: Redis;
  /** For archives and plans. */
  folder: string;
}

/** Creates them before the tests of a file, and removes them afterwards. */
export function useServerAndFolder(take: (own: ServerAndFolder) => void): void {
  let own: ServerAndFolder | undefined;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'meter-test-'));
    const server = await startRedis();
    own = { server, client: server.client(), folder };
    take(own);
  });
  afterAll(async () => {
    await own?.server.stop();
    if (own) await rm(own.folder, { recursive: true, force: true });
  });
}
