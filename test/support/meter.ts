/** Runs the real `bin/run.js` (built into dist by the test run's global setup) as a child process. */
import { spawn, type ChildProcess } from 'node:child_process';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

export interface MeterResult {
  stdout: string;
  stderr: string;
  code: number | null;
  signal: NodeJS.Signals | null;
  /** stdout parsed as JSON; throws when it is not JSON. */
  json<T = unknown>(): T;
}

export interface MeterOptions {
  env?: Record<string, string>;
  cwd?: string;
  /** Input for stdin; a stream is not ended before it ends itself. */
  input?: string | Buffer | Readable;
  /** Called once the process runs, to send signals or to close a stream. */
  onStart?(child: ChildProcess): void;
}

/** The test's own environment never leaks in: no REDIS_URL, no forced colours, a fixed width. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { REDIS_URL: _url, FORCE_COLOR: _color, NO_COLOR: _noColor, COLUMNS: _columns, ...clean } = process.env;
  return clean;
}

/** In a run of a second, V8's optimisation does not pay off: it takes a fifth of the CPU. */
export const NO_HURRY = '--interrupt-budget=1000000';

export function runMeter(args: readonly string[], options: MeterOptions = {}): Promise<MeterResult> {
  const child = spawn(process.execPath, [NO_HURRY, BIN, '--', ...args], {
    env: { ...cleanEnvironment(), ...options.env },
    ...(options.cwd ? { cwd: options.cwd } : {}),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A process need not read all of its input.
  child.stdin.on('error', () => {});
  if (options.input instanceof Readable) options.input.pipe(child.stdin);
  else child.stdin.end(options.input ?? '');
  options.onStart?.(child);
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ stdout, stderr, code, signal, json: <T>() => JSON.parse(stdout) as T });
    });
  });
}
