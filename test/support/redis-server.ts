/** Real redis-server processes on free ports, each with its own empty folder. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis, type RedisOptions } from 'ioredis';

type ClientOptions = Omit<RedisOptions, 'replyMapping'>;

export interface TestServer {
  port: number;
  url: string;
  dir: string;
  process: ChildProcess;
  /** A client of its own for setting data up; closed by `stop`. */
  client(options?: ClientOptions): Redis;
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** Starts a server with the given `redis-server` arguments (`--name value` pairs) and waits until it answers. */
export async function startRedis(
  args: readonly string[] = [],
  options: { tls?: boolean; client?: ClientOptions } = {},
): Promise<TestServer> {
  const dir = await mkdtemp(join(tmpdir(), 'meter-redis-'));
  const port = await freePort();
  const portArgs = options.tls ? ['--port', '0', '--tls-port', String(port)] : ['--port', String(port)];
  const child = spawn(
    'redis-server',
    [
      ...portArgs,
      '--bind',
      '127.0.0.1',
      '--dir',
      dir,
      '--save',
      '',
      '--appendonly',
      'no',
      '--enable-debug-command',
      'yes',
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  await ready(child);
  const clients: Redis[] = [];
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    dir,
    process: child,
    client(extra: ClientOptions = {}) {
      const client = new Redis({ host: '127.0.0.1', port, protocol: 2, ...options.client, ...extra });
      client.on('error', () => {});
      clients.push(client);
      return client;
    },
    async stop() {
      for (const client of clients) client.disconnect();
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await ended;
      }
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    const read = (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('Ready to accept connections')) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => reject(new Error(`redis-server did not start (${error.message}); run: npm run redis`)));
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${log}`)));
  });
}
