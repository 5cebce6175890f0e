/** A redis-server of this process alone: a free port of 127.0.0.1, an empty folder of its own, gone when the process ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Resolves once the server takes connections; fails when it ends before. */
async function ready(child) {
  let log = '';
  await new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new Error(`redis-server did not start (${error.message}); install it with: npm run redis`)),
    );
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${log}`)));
    child.stdout.on('data', (chunk) => {
      log += chunk;
      if (log.includes('Ready to accept connections')) resolve();
    });
  });
}

/** Starts it; `stop` ends it and removes its folder, which also happens by itself when this process ends. */
export async function startTemporaryRedis() {
  const dir = mkdtempSync(join(tmpdir(), 'meter-temporary-redis-'));
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'no'];
  // A process group of its own: Ctrl-C must reach meter first, and the server only through `stop`.
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  const abandon = () => {
    child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', abandon);
  const stop = async () => {
    const ended = child.exitCode === null && child.signalCode === null && child.pid !== undefined ? once(child, 'exit') : null;
    abandon();
    await ended;
    process.removeListener('exit', abandon);
  };
  await ready(child).catch(async (error) => {
    await stop();
    throw error;
  });
  return { host: '127.0.0.1', port, url: `redis://127.0.0.1:${port}`, stop };
}

/** Makes Ctrl-C and `kill` run the exit handlers, which end the servers. */
export function endCleanlyOnSignals() {
  const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  for (const [signal, code] of Object.entries(signals)) process.once(signal, () => process.exit(code));
}
