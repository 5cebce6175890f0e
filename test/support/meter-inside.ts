/**
 * Runs the program in the test's own process, again for every report: this takes a tenth of the time of a process start.
 * Parsing, commands, failures and exit codes are those of `bin/run.js`. Signals, terminals, broken pipes, and that the process
 * ends by itself cannot be tested here; `meter.ts` starts a process for them.
 */
import { Console } from 'node:console';
import { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, type MeterOptions, type MeterResult } from './meter.js';

const BIN = new URL('../../bin/run.js', import.meta.url).href;
const MAIN = new URL('../../dist/lib/cli/base/main.js', import.meta.url).href;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A hanging run fails its own test and does not delay the following tests. */
const LONGEST_MS = 60_000;

export interface InsideOptions extends Omit<MeterOptions, 'onStart'> {
  /** Called with the run's output to stderr; `interrupt` acts like Ctrl-C. */
  onTalk?: (text: string, interrupt: () => void) => void;
}

/** Environment, folder and streams belong to the process, so runs wait for each other. */
let last: Promise<unknown> = Promise.resolve();

export function runMeterInside(args: readonly string[], options: InsideOptions = {}): Promise<MeterResult> {
  const result = last.then(() => runAlone(args, options));
  const hangs = last.then(() => sleep(LONGEST_MS, null, { ref: false }));
  last = Promise.race([result.catch(() => {}), hangs]);
  return result;
}

async function runAlone(args: readonly string[], options: InsideOptions): Promise<MeterResult> {
  const { run } = (await import(MAIN)) as typeof import('../../src/lib/cli/base/main.js');
  const { env, cwd = ROOT, input = '', onTalk } = options;
  const others = process.listeners('SIGINT');
  const interrupt = (): void => {
    for (const stop of process.listeners('SIGINT')) if (!others.includes(stop)) stop('SIGINT');
  };
  const stdout = new Collected();
  const stderr = new Collected((text) => onTalk?.(text, interrupt));
  const stdin = input instanceof Readable ? input : Readable.from(input === '' ? [] : [Buffer.from(input)]);
  const restore = takeOver({ stdin, stdout, stderr }, { ...cleanEnvironment(), ...env }, cwd);
  try {
    await run([...args], BIN);
    const [code, text] = [Number(process.exitCode ?? 0), stdout.text()];
    return { stdout: text, stderr: stderr.text(), code, signal: null, json: <T>() => JSON.parse(text) as T };
  } finally {
    restore();
  }
}

interface Streams {
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
}

/** Replaces the process's streams, variables, folder and exit code; the returned function restores them. */
function takeOver(streams: Streams, environment: NodeJS.ProcessEnv, folder: string): () => void {
  const [before, from, code, talk] = [{ ...process.env }, process.cwd(), process.exitCode, globalThis.console];
  const own = Object.keys(streams).map((name) => [name, Object.getOwnPropertyDescriptor(process, name)!] as const);
  for (const [name, value] of Object.entries(streams)) Object.defineProperty(process, name, { value, configurable: true });
  globalThis.console = new Console(streams.stdout, streams.stderr);
  setEnvironment(environment);
  process.exitCode = undefined;
  process.chdir(folder);
  return () => {
    process.chdir(from);
    process.exitCode = code;
    setEnvironment(before);
    globalThis.console = talk;
    for (const [name, descriptor] of own) Object.defineProperty(process, name, descriptor);
  };
}

function setEnvironment(next: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (next[name] === undefined) delete process.env[name];
  Object.assign(process.env, next);
}

/** Collects what is written to it. */
class Collected extends Writable {
  private readonly chunks: Buffer[] = [];

  constructor(private readonly seen: (text: string) => void = () => {}) {
    super();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk);
    done();
    this.seen(chunk.toString());
  }

  text(): string {
    return Buffer.concat(this.chunks).toString();
  }
}
