import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DemoData } from '../../src/lib/demo/model.js';
import { findServerProgram } from '../../src/lib/demo/temporary-redis.js';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { runMeterInside } from '../support/meter-inside.js';
import { NO_HURRY, runMeter } from '../support/meter.js';
import { assertMatchesSchema } from '../support/schema.js';
import { listens, until } from '../support/waiting.js';

const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

interface Demo {
  child: ChildProcessByStdio<null, Readable, Readable>;
  stdout: string;
  stderr: string;
  ended: Promise<unknown[]>;
}

let folder: string;
const started: Demo[] = [];

beforeEach(async () => {
  // Where the temporary server has its folder, so that nothing left behind is missed.
  folder = await mkdtemp(join(tmpdir(), 'meter-demo-test-'));
});
afterEach(async () => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Starts the demo and waits until it has said all that it says. */
async function startDemo(...args: string[]): Promise<Demo> {
  const child = spawn(process.execPath, [NO_HURRY, BIN, 'demo', '--live', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: folder },
  });
  const demo: Demo = { child, stdout: '', stderr: '', ended: once(child, 'exit') };
  started.push(demo);
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => (demo.stdout += String(chunk)));
    child.stderr.on('data', (chunk: Buffer) => {
      demo.stderr += String(chunk);
      if (demo.stderr.includes('jq .data.findings\n')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${demo.stderr}`)));
  });
  return demo;
}

/** The demo ends, and neither its server nor its folder is left. */
async function expectEnd({ child, ended, stdout }: Demo, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  expect(await ended).toEqual([0, null]);
  expect(await listens(portOf(stdout))).toBe(false);
  expect(await readdir(folder)).toEqual([]);
}

/** A second where nothing else is at work. It must not wait for the end of the load, which takes longer. */
const LONGEST_END_MS = 20_000;

const portOf = (url: string): number => Number(new URL(url.trim()).port);

describe('meter demo --live', () => {
  test('prints an address that can be audited, until Ctrl-C', async () => {
    const demo = await startDemo();
    expect(demo.stdout).toMatch(/^redis:\/\/127\.0\.0\.1:\d+\n$/);
    expect(demo.stderr).toContain(`export REDIS_URL=${demo.stdout}`);
    const report = await runMeterInside(['audit', '--json'], { env: { REDIS_URL: demo.stdout.trim() } });
    const { data } = report.json<Envelope<AuditReport>>();
    expect(data.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['one-day-ttl', 'counter-without-ttl', 'orphan-owner', 'ghost-index-member']),
    );
    expect(await readdir(folder)).toHaveLength(1);
    await expectEnd(demo, 'SIGINT');
  });

  test('ends by SIGTERM as well', async () => {
    await expectEnd(await startDemo('--keys', '500'), 'SIGTERM');
  });

  test('as JSON: the address and what is there, as its schema says', async () => {
    const demo = await startDemo('--json', '--keys', '2000');
    const envelope = JSON.parse(demo.stdout) as Envelope<DemoData>;
    await assertMatchesSchema('demo', envelope);
    const { server, relay, written } = envelope.data;
    expect({ written, keys: relay.keys }).toEqual({ written: null, keys: 2000 });
    const client = new Redis(server!.url);
    expect(await client.dbsize()).toBe(2000);
    client.disconnect();
  });

  test('also of another day, with nothing expired', async () => {
    const demo = await startDemo('--now', '2025-03-01T10:00:00Z', '--keys', '2000');
    expect(demo.stderr).toContain('meter audit --now 2025-03-01T10:00:00Z\n');
    const client = new Redis(demo.stdout.trim());
    expect(await client.keys('usage:daily:*:2025-03-01')).not.toEqual([]);
    client.disconnect();
  });

  test('kill -9 leaves neither a server nor a folder', async () => {
    const demo = await startDemo('--keys', '500');
    demo.child.kill('SIGKILL');
    await until(async () => !(await listens(portOf(demo.stdout))));
    await until(async () => (await readdir(folder)).length === 0);
  });

  test('says so when its server is shut down', async () => {
    const demo = await startDemo('--keys', '500');
    const client = new Redis(demo.stdout.trim(), { retryStrategy: () => null });
    client.on('error', () => {});
    client.call('SHUTDOWN', 'NOSAVE').catch(() => {});
    expect(await demo.ended).toEqual([1, null]);
    expect(demo.stderr).toContain('meter: The temporary server has ended.\n');
    expect(await readdir(folder)).toEqual([]);
  });

  test('Ctrl-C while it is loading ends it too', async () => {
    const child = spawn(process.execPath, [NO_HURRY, BIN, 'demo', '--live', '--keys', '3000000'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: folder },
    });
    const ended = once(child, 'exit');
    await until(async () => (await readdir(folder)).length > 0);
    // By now it is loading on most machines, which takes it half a minute; on a slow one the server is not up yet.
    await sleep(1000);
    const signalledAt = performance.now();
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(performance.now() - signalledAt).toBeLessThan(LONGEST_END_MS);
    expect(await readdir(folder)).toEqual([]);
  });

  test('without a server program: where to get one', async () => {
    const { stdout, stderr, code } = await runMeter(['demo', '--live'], { env: { PATH: folder } });
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toContain('meter: There is neither a redis-server nor a valkey-server on the PATH.\n  Debian');
  });

  test('with valkey-server alone on the PATH, and nothing to clean up with', async () => {
    const [programs, temporary] = [join(folder, 'programs'), join(folder, 'temporary')];
    for (const path of [programs, temporary]) await mkdir(path);
    await symlink((await findServerProgram(process.env.PATH ?? ''))!, join(programs, 'valkey-server'));
    const child = spawn(process.execPath, [NO_HURRY, BIN, 'demo', '--live', '--keys', '50'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, PATH: programs, TMPDIR: temporary },
    });
    const [url] = (await once(child.stdout, 'data')) as [Buffer];
    expect(await listens(portOf(String(url)))).toBe(true);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await readdir(temporary)).toEqual([]);
  });
});
