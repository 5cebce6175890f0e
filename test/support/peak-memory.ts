/** Runs the program as a process and measures its peak memory. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from './meter.js';

const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const REPORT = new URL('../../bench/report-memory.mjs', import.meta.url).href;

export interface MeasuredRun {
  code: number | null;
  stdout: string;
  stderr: string;
  /** MiB of resident memory. */
  peak: number;
}

export async function runMeasured(args: readonly string[]): Promise<MeasuredRun> {
  const child = spawn(process.execPath, ['--import', REPORT, BIN, ...args], {
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [[code], stdout, stderr, peak] = await Promise.all([
    once(child, 'close') as Promise<[number | null]>,
    text(child.stdout!),
    text(child.stderr!),
    text(child.stdio[3] as Readable),
  ]);
  return { code, stdout, stderr, peak: Number(peak) / 1024 };
}
