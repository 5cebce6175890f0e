import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { onFreePorts, PortInUse } from '../../src/lib/demo/free-port.js';
import { launch, startAll, startRedis } from '../support/redis-server.js';
import { serverHas } from '../support/server-program.js';
import { listens } from '../support/waiting.js';

test('ports are two, lie below those of clients, and are not the next ones', async () => {
  const chosen: number[] = [];
  for (let n = 0; n < 20; n++) chosen.push(...(await onFreePorts((ports) => Promise.resolve(ports))));
  const text = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '32768');
  expect(Math.max(...chosen)).toBeLessThan(Number.parseInt(text, 10));
  expect(Math.min(...chosen)).toBeGreaterThan(1023);
  for (let n = 0; n < 20; n++) expect(chosen[2 * n + 1]).toBeGreaterThan(chosen[2 * n]!);
  expect(new Set(chosen).size).toBeGreaterThan(30);
});

test('as long as a port is in use others are tried, not for ever, and no other failure is', async () => {
  const tried = new Set<number>();
  const fails = (error: Error) => (ports: number[]) => {
    tried.add(ports[0]!);
    return Promise.reject(error);
  };
  await expect(onFreePorts(fails(new PortInUse('in use')))).rejects.toThrow('in use');
  expect(tried.size).toBeGreaterThan(3);
  expect(tried.size).toBeLessThan(20);
  tried.clear();
  await expect(onFreePorts(fails(new Error('no memory')))).rejects.toThrow('no memory');
  expect(tried.size).toBe(1);
});

test('a server says that its port is in use, and that of the cluster bus', async () => {
  const server = await startRedis();
  const busy = String(server.port);
  const common = ['--bind', '127.0.0.1', '--dir', server.dir, '--save', ''];
  await expect(launch(['--port', busy, ...common])).rejects.toBeInstanceOf(PortInUse);
  if (serverHas('7.0')) {
    const bus = ['--cluster-enabled', 'yes', '--cluster-port', busy];
    await expect(onFreePorts(([port]) => launch(['--port', String(port), ...bus, ...common]))).rejects.toBeInstanceOf(PortInUse);
  }
  await server.stop();
});

test('where one of several servers does not start, none is left running', async () => {
  const good = [startRedis(), startRedis()] as const;
  await expect(startAll(good[0], startRedis(['--no-such-option', '1']), good[1])).rejects.toThrow('ended with 1');
  for (const server of await Promise.all(good)) {
    expect(await listens(server.port)).toBe(false);
    expect(server.process.signalCode).toBe('SIGKILL');
  }
});
