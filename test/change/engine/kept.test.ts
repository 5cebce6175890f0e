import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createArchive } from '../../../src/lib/change/archive/writer.js';
import { changeKeysOn, type KeyChange } from '../../../src/lib/change/engine/key-change.js';
import { startProxy } from '../../support/proxy.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { changesIn } from '../prune/support/pruning.js';
import { HEAD } from '../restore/support/restoring.js';
import { engineOver } from './support/engine-over.js';

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

describe.each(['scripts', 'transactions'] as const)('a change that is refused because somebody writes (%s)', (way) => {
  test('counts as not made in the archive, so that nothing is brought back twice', async () => {
    const client = server.client();
    const names = ['a', 'b', 'c', 'd'];
    await client.mset({ a: '1', b: '1', c: '1', d: '1' });
    let interruptions = 0;
    const proxy = await startProxy(server.port, {
      async beforeCommand(_, name) {
        if ((name === 'EXEC' || name === 'EVALSHA') && interruptions++ === 0) await client.incr('b');
      },
    });
    const path = join(tmpdir(), `meter-kept-${randomUUID()}.archive`);
    const archive = await createArchive(path, HEAD);
    const { engine, node, close } = await engineOver(proxy.port, way, archive);
    const changes = names.map((name): KeyChange => ({ name, family: 'f', types: ['string'], action: { kind: 'delete' } }));
    expect(await changeKeysOn(engine, node, changes, { db: 0, dump: true })).toEqual(['done', 'done', 'done', 'done']);
    close();
    await archive.close();
    await proxy.stop();
    expect(await client.exists(...names)).toBe(0);
    expect(archive.records).toBeGreaterThan(names.length);
    expect((await changesIn(path)).map(({ name }) => name).toSorted()).toEqual(names);
  });
});
