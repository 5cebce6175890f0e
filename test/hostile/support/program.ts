/** The program in a process of its own, for many runs one after the other: what hangs is ended from outside, and memory is measured. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from '../../support/meter.js';
import { end } from '../../support/redis-server.js';

const CHILD = fileURLToPath(new URL('program.mjs', import.meta.url));
const END = '\0end of run\0';

/** No run may take longer, in ms. */
const LONGEST = 10_000;

export interface Run {
  stdout: string;
  stderr: string;
  code: number;
  /** Peak of resident memory, in MiB. */
  peak: number;
  /** Kinds of what was still open after the run. */
  left: readonly string[];
  /** `null`: the run ended as it should; otherwise how its process ended. */
  broken: string | null;
}

interface Told {
  code: number;
  peak: number;
  left: string[];
}

export class Program {
  private child: ChildProcess | null = null;

  /** What does not end in time costs the process; the next run has a new one. */
  async run(args: readonly string[], folder: string): Promise<Run> {
    const child = (this.child ??= await start());
    const said = { stdout: '', stderr: '' };
    let told: Told | null = null;
    let broken: string | null = null;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(() => done(`it hangs: no end after ${LONGEST / 1_000} s`), LONGEST);
      const done = (why: string | null): void => {
        clearTimeout(limit);
        broken = why;
        resolve();
      };
      const complete = (): void => {
        if (told && said.stdout.endsWith(END) && said.stderr.endsWith(END)) done(null);
      };
      child.once('close', (code, signal) => done(`its process ended (${signal ?? code})`));
      child.on('message', (message: Told) => {
        told = message;
        complete();
      });
      for (const name of ['stdout', 'stderr'] as const)
        child[name]!.on('data', (chunk: string) => {
          said[name] += chunk;
          complete();
        });
      child.send({ args, folder });
    });
    for (const emitter of [child.stdout!, child.stderr!]) emitter.removeAllListeners('data');
    child.removeAllListeners('message').removeAllListeners('close');
    if (broken !== null) await this.stop();
    const { code, peak, left } = (told as Told | null) ?? { code: -1, peak: 0, left: [] };
    return { stdout: said.stdout.replace(END, ''), stderr: said.stderr.replace(END, ''), code, peak: peak / 1024, left, broken };
  }

  async stop(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child) await end(child);
  }
}

async function start(): Promise<ChildProcess> {
  const env = { ...cleanEnvironment(), METER_RETRY: '100ms' };
  const child = fork(CHILD, { env, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  child.stdout!.setEncoding('utf8');
  child.stderr!.setEncoding('utf8');
  await once(child, 'message');
  return child;
}
