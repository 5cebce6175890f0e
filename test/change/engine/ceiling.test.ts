/** A ceiling on commands that is reached in the middle of a batch: what was done until then is known, to the key. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MeterError } from '../../../src/lib/format/errors.js';
import { changeKeysOn, type KeyChange } from '../../../src/lib/change/engine/key-change.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { engineOver } from './support/engine-over.js';

const KEYS = 400;

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

describe.each(['scripts', 'transactions'] as const)('a ceiling on commands (%s)', (way) => {
  async function removeAll(ceiling?: number) {
    const client = server.client();
    const names = Array.from({ length: KEYS }, (_, number) => `key:${number}`);
    await client.mset(Object.fromEntries(names.map((name) => [name, '1'])));
    const over = await engineOver(server.port, way, null, ceiling);
    const changes = names.map((name): KeyChange => ({ name, family: 'f', types: ['string'], action: { kind: 'delete' } }));
    const outcomes = await changeKeysOn(over.engine, over.node, changes, { db: 0, dump: true }).catch((error: unknown) => {
      if (!(error instanceof MeterError)) throw error;
      return names.map(() => 'stopped' as const);
    });
    over.close();
    const done = outcomes.filter((outcome) => outcome === 'done').length;
    return { ...over, done, removed: KEYS - (await client.exists(...names)) };
  }

  test('says of each key whether it was removed, and leaves no batch open', async () => {
    // The first run also sends the script.
    await removeAll();
    const needed = (await removeAll()).ledger.commands;
    // Scripts need few commands at the end, transactions need many all the while.
    const ceilings = [
      ...Array.from({ length: 16 }, (_, less) => needed - 1 - less),
      ...[0.9, 0.7, 0.5].map((share) => needed * share),
    ];
    let partial = 0;
    for (const ceiling of ceilings.map(Math.round)) {
      const { done, removed, engine } = await removeAll(ceiling);
      expect({ ceiling, done, open: engine.book.open }).toEqual({ ceiling, done: removed, open: 0 });
      if (removed === 0) continue;
      partial++;
      expect([removed < KEYS, engine.failure?.code]).toEqual([true, 'command-budget']);
    }
    expect(partial).toBeGreaterThan(2);
  });
});
