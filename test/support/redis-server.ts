/** Real server processes, each with its own port and its own empty folder. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { Redis, type RedisOptions } from 'ioredis';
import { onFreePorts, PortInUse, isPortInUse } from '../../src/lib/demo/free-port.js';
import { SERVER, serverHas } from './server-program.js';

type ClientOptions = Omit<RedisOptions, 'replyMapping'>;

export interface TestServer {
  port: number;
  url: string;
  dir: string;
  /** The server's command-line arguments. */
  args: readonly string[];
  process: ChildProcess;
  /** A separate client for setting up data; closed by `stop`. */
  client(options?: ClientOptions): Redis;
  stop(): Promise<void>;
}

interface ServerOptions {
  tls?: boolean;
  client?: ClientOptions;
  program?: string;
}

/** Starts a server with the given `redis-server` arguments (`--name value` pairs) and waits until it answers. */
export const startRedis = (args: readonly string[] = [], options: ServerOptions = {}): Promise<TestServer> =>
  onFreePorts((ports) => startOn(ports, args, options));

/** Starts several at once. If one of them does not start, all others are stopped. */
export async function startAll<T extends { stop(): Promise<void> }[]>(
  ...starts: { [Index in keyof T]: Promise<T[Index]> }
): Promise<T> {
  const started = await Promise.allSettled<T[number]>(starts);
  const failed = started.find((result) => result.status === 'rejected');
  const servers = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (!failed) return servers as unknown[] as T;
  await Promise.all(servers.map((server) => server.stop()));
  throw failed.reason;
}

async function startOn(
  [port, busPort]: [number, number],
  args: readonly string[],
  { tls, client: common, program = SERVER }: ServerOptions,
): Promise<TestServer> {
  const dir = await mkdtemp(join(tmpdir(), 'meter-redis-'));
  const ports = tls ? ['--port', '0', '--tls-port', String(port)] : ['--port', String(port)];
  // The default bus port is the port + 10000.
  const bus = args.includes('--cluster-enabled') && serverHas('7.0') ? ['--cluster-port', String(busPort)] : [];
  const debug = serverHas('7.0') ? ['--enable-debug-command', 'yes'] : [];
  const own = [...ports, ...bus, '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'no', ...debug];
  const all = [...own, ...args];
  const child = await launch(all, { program, folder: dir }).catch(async (error: unknown) => {
    await rm(dir, { recursive: true, force: true });
    throw error;
  });
  const clients: Redis[] = [];
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    dir,
    args: all,
    process: child,
    client(extra: ClientOptions = {}) {
      const client = new Redis({ host: '127.0.0.1', port, protocol: 2, ...common, ...extra });
      client.on('error', () => {});
      clients.push(client);
      return client;
    },
    async stop() {
      for (const client of clients) client.disconnect();
      await end(child);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/**
 * Becomes the server, after starting a watcher that ends the server and removes its folder when the pipe on descriptor 3 closes
 * without a message, as it does when a test process is killed. The server is not the watcher's parent, because it would notice
 * the watcher's end.
 */
const KEPT = `folder=$1
shift
( ( read -r word || { kill -KILL $$; rm -rf "$folder"; } ) <&3 >/dev/null 2>&1 & )
exec "$@" 3<&-`;
/** The shell's exit code for a missing program. */
const NOT_FOUND = 127;

/**
 * Runs the server with these arguments; resolves when its log contains `readyText`. Continues to read the log, because a full
 * pipe would block the server. Rejects with PortInUse when the server finds its port in use. `folder` is removed when the tests
 * are killed.
 */
export function launch(
  args: readonly string[],
  { program = SERVER, readyText = 'Ready to accept connections', folder = '' } = {},
): Promise<ChildProcess> {
  const child = spawn('/bin/sh', ['-c', KEPT, 'sh', folder, program, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const keeper = child.stdio[3] as Writable;
  // The server may have ended already, so the pipe may have no reader.
  keeper.on('error', () => {});
  child.once('exit', () => keeper.end('ended\n'));
  return new Promise((resolve, reject) => {
    let log = '';
    const read = (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes(readyText)) resolve(child);
    };
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', read);
    child.once('error', reject);
    child.once('close', (code) => {
      const text = `${program} ended with ${code}: ${log}${code === NOT_FOUND ? '; run: npm run redis' : ''}`;
      reject(isPortInUse(log) ? new PortInUse(text) : new Error(text));
    });
  });
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
