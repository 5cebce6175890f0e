/**
 * The server that the tests run against: `redis-server` from the PATH, or `METER_TEST_SERVER=/path/to/valkey-server`. Its client
 * is the one in the same folder, or `METER_TEST_CLI`.
 */
import { execFile, execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { inject, type TestContext } from 'vitest';

export interface ServerFacts {
  product: 'Redis' | 'Valkey';
  version: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    server: ServerFacts;
  }
}

export const SERVER = process.env['METER_TEST_SERVER'] || 'redis-server';

/** The server's companion program with this name: `check-rdb`. */
export const companion = (name: string): string => SERVER.replace(/server$/, name);

export const CLI = process.env['METER_TEST_CLI'] || companion('cli');

/** The program's version; asked once per run. Throws when the program cannot be run. */
export function askServer(): ServerFacts {
  const text = execFileSync(SERVER, ['--version'], { encoding: 'utf8' });
  const version = /\bv=(\d+\.\d+\.\d+)/.exec(text)?.[1];
  if (version === undefined) throw new Error(`${SERVER} does not say which version it is: ${text}`);
  return { product: /valkey/i.test(text) ? 'Valkey' : 'Redis', version };
}

/** The path of a program given without a folder. */
export async function pathOf(program: string): Promise<string> {
  if (program.includes('/')) return resolve(program);
  const { stdout } = await promisify(execFile)('sh', ['-c', 'command -v "$1"', 'sh', program]);
  return stdout.trim();
}

/**
 * True when the server has the features of this Redis release. Every Valkey has those of Redis 7.2, and none of later releases.
 */
export function serverHas(release: `${number}.${number}`): boolean {
  const { product, version } = inject('server');
  return compare(product === 'Valkey' ? '7.2' : version, release) >= 0;
}

/** Skips the test with a reason if the server lacks the features of this Redis release. */
export function needsServer(context: TestContext, release: `${number}.${number}`, what: string): void {
  const { product, version } = inject('server');
  context.skip(!serverHas(release), `${what} came with Redis ${release}, and this is ${product} ${version}`);
}

function compare(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => text.split('.').map(Number));
  return a![0]! - b![0]! || a![1]! - b![1]!;
}
