/** Measures a capture of `redis-cli monitor`, from a file or a pipe. */
import { openInputStream } from '../files/input-stream.js';
import { whyUnreadable } from '../files/regular-file.js';
import { EXIT, MeterError, usageError } from '../format/errors.js';
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
  const name = file === '-' ? 'standard input' : safeText(file);
  return usageError(`The capture ${name} cannot be read: ${whyUnreadable(error)}.`, 'Check the path given to --from-monitor.');
}

function noCapture(file: string, lines: number): MeterError {
  const name = file === '-' ? 'Standard input' : safeText(file);
  const what = lines === 0 ? 'is empty' : 'holds no line as MONITOR writes them';
  return new MeterError('no-capture', EXIT.failure, `${name} ${what}.`, ['Make a capture: timeout 10 redis-cli monitor > FILE']);
}
