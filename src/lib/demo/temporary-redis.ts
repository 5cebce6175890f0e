/** A redis-server that ends with this process, on a free port of 127.0.0.1 and in an empty folder of its own. */
import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { EXIT, MeterError } from '../format/errors.js';
import { onFreePorts, PortInUse, isPortInUse } from './free-port.js';

export interface TemporaryRedis {
  host: string;
  port: number;
  url: string;
  /** Resolves when the server has ended, through `stop` or by itself. */
  ended: Promise<void>;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

const PROGRAMS = ['redis-server', 'valkey-server'];
const HOST = '127.0.0.1';
const READY = 'Ready to accept connections';

/** Path of the first server program in `searchPath` (as in PATH); `null`: none. */
export async function findServerProgram(searchPath: string): Promise<string | null> {
  for (const program of PROGRAMS) {
    for (const folder of searchPath.split(delimiter).filter(Boolean)) {
      const path = join(folder, program);
      const isExecutable = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isExecutable) return path;
    }
  }
  return null;
}

/** Path of a server program. Rejects with a MeterError if there is none; `instead`: what to do without. */
export async function serverProgram(searchPath: string, ...instead: string[]): Promise<string> {
  const program = await findServerProgram(searchPath);
  if (program !== null) return program;
  throw new MeterError('no-server', EXIT.failure, 'There is neither a redis-server nor a valkey-server on the PATH.', [
    'Debian, Ubuntu: apt-get install redis-server. Homebrew: brew install redis.',
    ...instead,
  ]);
}

/**
 * Starts the server, waits until the pipe on its standard input closes, then ends the server and removes the folder. A separate
 * shell does this, because the pipe closes however this process ends, even with `kill -9`.
 */
const KEEPER = `folder=$1
shift
"$@" </dev/null &
exec >/dev/null 2>&1
read -r end
kill -KILL $!
wait
PATH=/bin:/usr/bin
rm -rf "$folder"`;

/** Starts a server program; rejects with its log when it does not start. */
export const startTemporaryRedis = (program: string): Promise<TemporaryRedis> => onFreePorts(([port]) => startOn(program, port));

async function startOn(program: string, port: number): Promise<TemporaryRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'meter-temporary-redis-'));
  const server = [program, '--port', String(port), '--bind', HOST, '--dir', folder, '--save', '', '--appendonly', 'no'];
  // A separate session: Ctrl-C must reach the server only as the end of the pipe.
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'sh', folder, ...server], { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
  const closed = new Promise<void>((resolve) => keeper.once('close', () => resolve()));
  const ended = new Promise<void>((resolve) => keeper.stdout.once('end', resolve));
  const stop = async (): Promise<void> => {
    keeper.stdin.end();
    await closed;
  };
  try {
    await ready(keeper);
  } catch (error) {
    await stop();
    throw error;
  }
  return { host: HOST, port, url: `redis://${HOST}:${port}`, ended, stop };
}

/** Resolves when the server accepts connections. Continues to read its log, because a full pipe would block the server. */
function ready({ stdout }: { stdout: Readable }): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    stdout.on('data', (chunk: Buffer) => {
      if (log.includes(READY)) return;
      log += chunk.toString('latin1');
      if (log.includes(READY)) resolve();
    });
    stdout.once('end', () => {
      const text = `the server did not start: ${log.trim().split('\n').at(-1)}`;
      reject(isPortInUse(log) ? new PortInUse(text) : new Error(text));
    });
  });
}
