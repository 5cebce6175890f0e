/**
 * Runs the program in the test's own process, once more for every report: a tenth of what a start of the program takes.
 * Parsing, commands, failures and exit codes are those of `bin/run.js`. Signals, terminals, broken pipes, and that the process ends
 * by itself are not to be seen here; `meter.ts` starts a process for them.
 */
import { Console } from 'node:console';
import { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, type MeterOptions, type MeterResult } from './meter.js';

const BIN = new URL('../../bin/run.js', import.meta.url).href;
const MAIN = new URL('../../dist/lib/cli/base/main.js', import.meta.url).href;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A run that hangs fails its own test and does not hold up all that follow. */
const LONGEST_MS = 60_000;

export interface InsideOptions extends Omit<MeterOptions, 'onStart'> {
  /** Called with what the run writes to stderr; `interrupt` is what Ctrl-C would be. */
  onTalk?: (text: string, interrupt: () => void) => void;
}

/** Environment, folder and streams belong to the process, so one run waits for the other. */
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

/** Gives the process these streams, variables and folder, and no exit code; what it returns gives back what was. */
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

/** Keeps what a stream is given. */
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
