import { afterEach, describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/lib/demo/manifest.js';
import { keysOf, loadRelay, auditInside } from '../support/audit.js';
import { startProxy, type Proxy } from '../support/proxy.js';
import { until } from '../support/waiting.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

/** COUNT is 100 at first and grows threefold at most: by the third SCAN a small part of 11,000 keys has been seen. */
const MIDST = 3;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function ownServer(args: readonly string[] = []): Promise<{ server: TestServer; manifest: Manifest }> {
  const server = await startRedis(args);
  cleanUps.push(() => server.stop());
  return { server, manifest: await loadRelay(server.port) };
}

async function proxied(port: number, midst: () => Promise<void> | void): Promise<Proxy> {
  const proxy = await startProxy(port, { beforeScan: (n) => (n === MIDST ? midst() : undefined) });
  cleanUps.push(() => proxy.stop());
  return proxy;
}

async function kill({ process: child }: TestServer): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

describe('a server that goes away in the midst of the scan', () => {
  test('for good: what was seen until then, exit 6', async () => {
    const { server, manifest } = await ownServer();
    const proxy: Proxy = await proxied(server.port, async () => {
      await kill(server);
      await proxy.stop();
    });
    const { data, envelope, code, stderr } = await auditInside(['-u', proxy.url, '--timeout', '1s']);
    expect(code).toBe(6);
    expect(data.source).toMatchObject({ partial: 'connection-lost', countProven: false });
    expect(data.keys).toBeGreaterThan(0);
    expect(data.keys).toBeLessThan(keysOf(manifest));
    expect(data.families.length).toBeGreaterThan(5);
    expect(stderr).not.toMatch(/\bat .*\.js:/);
    await assertMatchesSchema('audit', envelope);
  });

  test('and comes back with its data: goes on to the end, count not proven', async () => {
    const durable = ['--appendonly', 'yes'];
    const { server, manifest } = await ownServer(durable);
    const proxy = await proxied(server.port, async () => {
      await kill(server);
      const again = await startRedis([...durable, '--port', String(server.port), '--dir', server.dir]);
      cleanUps.push(() => again.stop());
    });
    const { data, code } = await auditInside(['-u', proxy.url]);
    expect(code).toBe(0);
    expect(data.source).toMatchObject({ partial: null, countProven: false });
    expect(data.source.countNote).toContain('missed');
    expect(data.keys).toBeGreaterThan(keysOf(manifest) / 4);
  });

  test('and only drops the connection: every key is seen, count not proven', async () => {
    const { server, manifest } = await ownServer();
    const client = server.client();
    const proxy = await proxied(server.port, async () => {
      await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    });
    const { data, code } = await auditInside(['-u', proxy.url]);
    expect(code).toBe(0);
    expect(data.source).toMatchObject({ partial: null, countProven: false });
    expect(Object.fromEntries(data.families.map(({ pattern, keys }) => [pattern, keys]))).toEqual(
      Object.fromEntries(manifest.families.map(({ pattern, keys }) => [pattern, keys])),
    );
    expect(data.keys).toBe(keysOf(manifest));
  });

  test('and stands still: what was seen until then, exit 6, in bounded time', async () => {
    const { server, manifest } = await ownServer();
    cleanUps.push(() => server.process.kill('SIGCONT'));
    const proxy = await proxied(server.port, () => {
      server.process.kill('SIGSTOP');
    });
    const { data, envelope, code } = await auditInside(['-u', proxy.url, '--timeout', '300ms'], {
      env: { METER_RETRY: '300ms' },
    });
    expect(code).toBe(6);
    expect(data.source.partial).toBe('connection-lost');
    expect(data.keys).toBeGreaterThan(0);
    expect(data.keys).toBeLessThan(keysOf(manifest));
    expect(envelope.spent?.seconds).toBeLessThan(25);
  });

  test('and stands still for a moment: goes on to the end', async () => {
    const { server, manifest } = await ownServer();
    cleanUps.push(() => server.process.kill('SIGCONT'));
    const proxy = await proxied(server.port, () => {
      server.process.kill('SIGSTOP');
      setTimeout(() => server.process.kill('SIGCONT'), 1200);
    });
    const { data, code } = await auditInside(['-u', proxy.url, '--timeout', '500ms']);
    expect(code).toBe(0);
    expect(data.keys).toBe(keysOf(manifest));
    expect(data.source).toMatchObject({ partial: null, countProven: false });
  });
});

describe('one of several databases', () => {
  test('that cannot be read to its end does not hide the others', async () => {
    const { server, manifest } = await ownServer();
    const client = server.client();
    await server.client({ db: 3 }).set('elsewhere:1', 'x');
    const proxy = await proxied(server.port, async () => {
      await until(async () => !/ name=meter .* db=3 /.test(String(await client.client('LIST'))));
      await client.call('ACL', 'SETUSER', 'default', '-scan');
    });
    const { data, code } = await auditInside(['-u', proxy.url, '--db', 'all']);
    expect(code).toBe(6);
    expect(data.source).toMatchObject({ partial: 'scan-refused', countProven: false });
    expect(data.databases).toMatchObject([
      { db: 0, keys: keysOf(manifest) },
      { db: 3, keys: 1, scanned: 1 },
    ]);
    expect(data.databases[0]?.scanned).toBeLessThan(keysOf(manifest));
  });
});
