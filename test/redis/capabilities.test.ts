import { afterEach, describe, expect, test } from 'vitest';
import { probeCapabilities, type Capabilities } from '../../src/lib/redis/capabilities.js';
import { readOnlyGuard } from '../../src/lib/redis/guard.js';
import { openLedger } from '../../src/lib/redis/ledger.js';
import { resolveTarget, type TargetInputs } from '../../src/lib/redis/resolve-target.js';
import { openSession } from '../../src/lib/redis/topology.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
afterEach(() => server.stop());

async function probe(inputs: TargetInputs): Promise<Capabilities & { cost: number }> {
  const ledger = openLedger();
  const session = await openSession(await resolveTarget(inputs, {}), { guard: readOnlyGuard(), ledger });
  const before = ledger.commands;
  const capabilities = await probeCapabilities(session);
  session.close();
  return { ...capabilities, cost: ledger.commands - before };
}

const withState = ({ states }: Capabilities, state: string): string[] =>
  Object.entries(states)
    .filter(([, value]) => value === state)
    .map(([name]) => name);

describe('probeCapabilities', () => {
  test('a server that can everything', async () => {
    server = await startRedis(['--maxmemory-policy', 'allkeys-lru']);
    const found = await probe({ port: server.port });
    // CLIENT NO-TOUCH came with Redis 7.2.
    expect(withState(found, 'missing').filter((name) => name !== 'CLIENT NO-TOUCH')).toEqual([]);
    expect([...withState(found, 'denied'), ...withState(found, 'empty')]).toEqual([]);
    expect(found.maxmemoryPolicy).toBe('allkeys-lru');
    expect(found.commandStats.get('commandstats')?.get('cmdstat_ping')).toContain('calls=');
    expect(found.cost).toBeLessThanOrEqual(10);
    expect(await server.client().dbsize()).toBe(0);
  });

  test('commands renamed away', async () => {
    const gone = ['MEMORY', 'OBJECT', 'CONFIG'].flatMap((name) => ['--rename-command', name, '']);
    server = await startRedis([...gone, '--maxmemory-policy', 'volatile-ttl']);
    const found = await probe({ port: server.port });
    expect(withState(found, 'missing')).toEqual(expect.arrayContaining(['MEMORY USAGE', 'CONFIG GET']));
    expect(found.states.PTTL).toBe('ok');
    expect(found.maxmemoryPolicy).toBe('volatile-ttl');
  });

  test('a user that may only scan', async () => {
    server = await startRedis();
    await server.client().call('ACL', 'SETUSER', 'scanner', 'on', '>pw', '~*', '+scan', '+pttl');
    const found = await probe({ port: server.port, user: 'scanner', password: 'pw' });
    expect(withState(found, 'ok').sort()).toEqual(['PTTL', 'SCAN TYPE']);
    expect(found.states['INFO memory']).toBe('denied');
    expect(found.states['INFO commandstats']).toBe('denied');
    expect(found.maxmemoryPolicy).toBeNull();
  });

  test('a user with other keys may run the commands', async () => {
    server = await startRedis();
    await server.client().call('ACL', 'SETUSER', 'narrow', 'on', '>pw', '~usage:*', '+@all');
    const found = await probe({ port: server.port, user: 'narrow', password: 'pw' });
    expect(withState(found, 'denied')).toEqual([]);
  });
});
