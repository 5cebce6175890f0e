/** Measures a capture of `redis-cli monitor`, from a file or a pipe. */
import { says } from '../errors/files.js';
import { openInputStream } from '../files/input-stream.js';
import { whyUnreadable } from '../files/regular-file.js';
import { EXIT, failure, type MeterError, usageError } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import type { MeasureData } from './model.js';
import { LineHeads } from './line-heads.js';
import { EXIT_CODES } from './measure-monitor.js';
import { sampleReport } from './measure-sample.js';
import type { MeasureOptions } from './options.js';
import type { MeasureOutcome } from './outcome.js';
import { MonitorSample } from './sample.js';

/**
 * Reads a capture; `-` is standard input. The time comes from its lines. Throws a usage error for an unreadable file, and
 * `no-capture` for a file without MONITOR lines.
 */
export async function measureCapture(file: string, keys: number | null, options: MeasureOptions): Promise<MeasureOutcome> {
  const sample = new MonitorSample(options.profiles, options.databases);
  const ended = await read(file, sample, options);
  const { firstTime, lastTime } = sample;
  if (firstTime === null || lastTime === null) throw noCapture(file, sample.unreadable);
  const interval = {
    from: new Date(firstTime * 1000).toISOString(),
    seconds: Math.max(0, lastTime - firstTime),
    ended,
  };
  return { data: sampleReport(sample, 'capture', interval, keys, options), exitCode: EXIT_CODES[ended] ?? EXIT.ok };
}

async function read(
  file: string,
  sample: MonitorSample,
  { seconds, maxCommands, signal }: MeasureOptions,
): Promise<MeasureData['interval']['ended']> {
  const input = await openInputStream(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  let ended: MeasureData['interval']['ended'] = signal.aborted ? 'interrupted' : 'end';
  const lines = new LineHeads((head, cut) => {
    const line = sample.take(head, cut);
    if (maxCommands !== null && sample.commands >= maxCommands) stop('max-commands');
    else if (line && seconds !== null && line.time - (sample.firstTime ?? line.time) >= seconds) stop('seconds');
  });
  const stop = (reason: typeof ended): void => {
    ended = reason;
    lines.stop();
    input.destroy();
  };
  const interrupted = (): void => stop('interrupted');
  signal.addEventListener('abort', interrupted, { once: true });
  try {
    if (!signal.aborted) for await (const chunk of input) lines.push(chunk as Buffer);
    lines.end();
  } catch (error) {
    if (ended === 'end') throw unreadable(file, error);
  } finally {
    signal.removeEventListener('abort', interrupted);
  }
  return ended;
}

function unreadable(file: string, error: unknown): MeterError {
  return usageError(says('capture-unreadable', { path: pathOf(file), why: whyUnreadable(error) }));
}

function noCapture(file: string, lines: number): MeterError {
  return failure(says('no-capture', { path: pathOf(file), isEmpty: lines === 0 }), EXIT.failure);
}

const pathOf = (file: string): string | null => (file === '-' ? null : safeText(file));
