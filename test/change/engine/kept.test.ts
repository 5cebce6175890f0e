import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ArchiveRecord } from '../../../src/lib/change/archive/record.js';
import { keyedSender } from '../../../src/lib/change/engine/keyed-sender.js';
import { scriptChanger } from '../../../src/lib/change/engine/script-changer.js';
import { PRUNE_SCRIPTS } from '../../../src/lib/change/engine/scripts.js';
import { transactionChanger } from '../../../src/lib/change/engine/transaction-changer.js';
import type { KeyChange, KeyChanger } from '../../../src/lib/change/engine/key-changer.js';
import type { ArchiveWriter } from '../../../src/lib/change/archive/writer.js';
import { changeGuard } from '../../../src/lib/redis/guard.js';
import { openLedger } from '../../../src/lib/redis/ledger.js';
import { openSession } from '../../../src/lib/redis/topology.js';
import { bulkOptions } from '../../support/connection.js';
import { startProxy } from '../../support/proxy.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

const guard = changeGuard(PRUNE_SCRIPTS);

async function changerOver(port: number, way: string, archive: ArchiveWriter): Promise<KeyChanger> {
  const connection = await bulkOptions(port, { guard });
  if (way === 'transactions') return transactionChanger({ connection, archive, dump: true, single: false });
  const session = await openSession(connection.target, { guard, ledger: openLedger() });
  const sender = keyedSender({ session, guard, ledger: openLedger(), db: 0 });
  return scriptChanger({ connection: await sender.connectionTo(session.nodes[0]), archive, db: 0, together: 16 });
}

describe.each(['scripts', 'transactions'])('a change that is refused because somebody writes (%s)', (way) => {
  test('is taken back in the archive, so that nothing is brought back twice', async () => {
    const client = server.client();
    const names = ['a', 'b', 'c', 'd'];
    await client.mset({ a: '1', b: '1', c: '1', d: '1' });
    let interruptions = 0;
    const proxy = await startProxy(server.port, {
      async beforeCommand(_, name) {
        if ((name === 'EXEC' || name === 'EVALSHA') && interruptions++ === 0) await client.incr('b');
      },
    });
    const records: ArchiveRecord[] = [];
    const archive: ArchiveWriter = {
      path: '',
      records: 0,
      bytes: 0,
      append: (some) => Promise.resolve(void records.push(...some)),
      close: () => Promise.resolve(),
    };
    const changer = await changerOver(proxy.port, way, archive);
    const changes = names.map((name): KeyChange => ({ name, family: 'f', types: ['string'], action: { kind: 'delete' } }));
    expect(await changer.apply(changes)).toEqual(['done', 'done', 'done', 'done']);
    changer.close();
    await proxy.stop();
    expect(await client.exists(...names)).toBe(0);
    for (const name of names) {
      const mine = records.filter((record) => record.name === name).map(({ action }) => action);
      expect(mine.filter((action) => action === 'delete').length - mine.filter((action) => action === 'kept').length, name).toBe(
        1,
      );
      expect(mine.at(-1)).toBe('delete');
    }
    expect(records.some(({ action }) => action === 'kept')).toBe(true);
  });
});
