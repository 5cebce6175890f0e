/** Runs the program many times in one other process, ends a run that hangs, and measures its memory. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from '../../support/meter.js';
import { end } from '../../support/redis-server.js';

const CHILD = fileURLToPath(new URL('program.mjs', import.meta.url));
const END = '\0end of run\0';

/** Maximum time of a run, and of the start, in ms. */
const LONGEST = 10_000;
const LONGEST_START = 60_000;

export interface Run {
  stdout: string;
  stderr: string;
  code: number;
  /** Peak of resident memory, in MiB. */
  peak: number;
  /** Kinds of resources that were still open after the run. */
  left: readonly string[];
  /** How its process ended; `null`: the run ended normally. */
  broken: string | null;
}

/** The message of the process after a run. */
interface RunEnded {
  code: number;
  peak: number;
  left: string[];
}

export class Program {
  private child: ChildProcess | null = null;

  /** After a run that does not end in time, the next run has a new process. */
  async run(args: readonly string[], folder: string): Promise<Run> {
    if (!this.child?.connected) this.child = await start();
    const { child } = this;
    const output = { stdout: '', stderr: '' };
    let ended: RunEnded | null = null;
    let broken: string | null = null;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(() => done(`it hangs: no end after ${LONGEST / 1_000} s`), LONGEST);
      const done = (why: string | null): void => {
        clearTimeout(limit);
        broken = why;
        resolve();
      };
      const complete = (): void => {
        if (ended && output.stdout.endsWith(END) && output.stderr.endsWith(END)) done(null);
      };
      child.once('close', (code, signal) => done(`its process ended (${signal ?? code})`));
      child.on('message', (message: RunEnded) => {
        ended = message;
        complete();
      });
      for (const name of ['stdout', 'stderr'] as const)
        child[name]!.on('data', (chunk: string) => {
          output[name] += chunk;
          complete();
        });
      child.send({ args, folder });
    });
    for (const emitter of [child.stdout!, child.stderr!]) emitter.removeAllListeners('data');
    child.removeAllListeners('message').removeAllListeners('close');
    if (broken !== null) await this.stop();
    const { code, peak, left } = (ended as RunEnded | null) ?? { code: -1, peak: 0, left: [] };
    const [stdout, stderr] = [output.stdout.replace(END, ''), output.stderr.replace(END, '')];
    return { stdout, stderr, code, peak: peak / 1024, left, broken };
  }

  async stop(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child) await end(child);
  }
}

/** Resolves when the process can take the first run. Throws if it ends before that, or takes too long. */
async function start(): Promise<ChildProcess> {
  const env = { ...cleanEnvironment(), METER_RETRY: '100ms' };
  const child = fork(CHILD, { env, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const streams = [child.stdout!, child.stderr!];
  let output = '';
  for (const stream of streams) stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const limit = setTimeout(() => child.kill('SIGKILL'), LONGEST_START);
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve()).once('error', reject);
    child.once('close', (code, signal) => reject(new Error(`${CHILD} did not start (${signal ?? code}): ${output}`)));
  }).finally(() => clearTimeout(limit));
  for (const emitter of streams) emitter.removeAllListeners('data');
  child.removeAllListeners('close');
  return child;
}
