import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { audit, keysOf, loadRelay } from '../support/audit.js';
import { runMeter } from '../support/meter.js';
import { startProxy, type Proxy } from '../support/proxy.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

/** COUNT is 100 at first and grows threefold at most: by the third SCAN a small part of 11,000 keys has been seen. */
const MIDST = 3;

let server: TestServer;
let keys: number;
let proxy: Proxy | undefined;

beforeAll(async () => {
  server = await startRedis();
  keys = keysOf(await loadRelay(server.port));
});
afterEach(() => proxy?.stop());
afterAll(() => server.stop());

/** Sends the signal and waits until the process has said that it stops. */
function interrupt(child: ChildProcess, signal: NodeJS.Signals, said = 'stopping'): Promise<void> {
  const heard = new Promise<void>((resolve) => {
    child.stderr!.on('data', (chunk: Buffer) => {
      if (chunk.includes(said)) resolve();
    });
  });
  child.kill(signal);
  return heard;
}

/** Runs what is given when the scan has come to its midst. */
async function midstOf(
  act: (child: ChildProcess) => Promise<void>,
): Promise<{ url: string; onStart: (child: ChildProcess) => void }> {
  let child: ChildProcess | undefined;
  proxy = await startProxy(server.port, { beforeScan: (n) => (n === MIDST && child ? act(child) : undefined) });
  return { url: proxy.url, onStart: (started) => (child = started) };
}

const never = (): Promise<void> => new Promise(() => {});

describe('Ctrl-C', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s: the report of what was seen, marked so, exit 130', async (signal) => {
    const { url, onStart } = await midstOf((child) => interrupt(child, signal));
    const { data, envelope, code } = await audit(['-u', url], { onStart });
    expect(code).toBe(130);
    expect(data.source).toMatchObject({ partial: 'interrupted', countProven: false });
    expect(envelope.warnings.join('\n')).toContain('the scan was interrupted; the figures cover what was read until then');
    expect(data.keys).toBeGreaterThan(0);
    expect(data.keys).toBeLessThan(keys);
    await assertMatchesSchema('audit', envelope);
  });

  test('is answered in the language of the report', async () => {
    const { url, onStart } = await midstOf((child) => interrupt(child, 'SIGINT', '已中断，正在停止'));
    const { stdout, code } = await runMeter(['audit', '-u', url, '--lang', 'zh-CN'], { onStart });
    expect(code).toBe(130);
    expect(stdout).toContain('扫描已中断');
  });

  test('the table says it too, on stdout', async () => {
    const { url, onStart } = await midstOf((child) => interrupt(child, 'SIGINT'));
    const { stdout, stderr, code } = await runMeter(['audit', '-u', url], { onStart });
    expect(code).toBe(130);
    expect(stdout).toMatch(/PARTIAL +the scan was interrupted/);
    expect(stdout.replace(/\s+/g, ' ').match(/the figures cover what was read until then/g)).toHaveLength(1);
    expect(stdout).toMatch(/metadata of [\d,]+ read/);
    expect(stderr).toContain('Ctrl-C again');
  });

  // `script` gives it a terminal; its flags are those of util-linux.
  test.runIf(process.platform === 'linux')('on a terminal nothing is left of the progress bar', async () => {
    proxy = await startProxy(server.port, { beforeScan: (n) => (n === MIDST ? pressed() : undefined) });
    const terminal = spawn('script', ['-qefc', `node ${BIN} audit -u ${proxy.url} > /dev/null`, '/dev/null'], {
      env: { ...process.env, TERM: 'xterm' },
    });
    let shown = '';
    terminal.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    const pressed = async (): Promise<void> => {
      terminal.stdin.write('\x03');
      while (!shown.includes('stopping')) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const [code] = (await once(terminal, 'close')) as [number];
    expect(code).toBe(130);
    const [before = '', after = ''] = shown.split('Interrupted, stopping');
    expect(before).toContain('scanning');
    // The line is cleared from its start, and nothing is drawn any more.
    expect(before.endsWith('\x1b[1G\x1b[2K')).toBe(true);
    expect(after).not.toContain('scanning');
    expect(after).not.toContain('━');
  });

  test('twice: the process ends at once, though the server does not answer', async () => {
    const { url, onStart } = await midstOf(async (child) => {
      await interrupt(child, 'SIGINT');
      child.kill('SIGINT');
      await never();
    });
    const { stdout, code } = await runMeter(['audit', '-u', url], { onStart });
    expect({ stdout, code }).toEqual({ stdout: '', code: 130 });
  });

  test('once, while the server does not answer: the report follows without it', async () => {
    const { url, onStart } = await midstOf(async (child) => {
      await interrupt(child, 'SIGINT');
      await never();
    });
    const { data, code } = await audit(['-u', url, '--timeout', '1s'], { onStart });
    expect(code).toBe(130);
    expect(data.source.partial).toBe('interrupted');
  });
});
