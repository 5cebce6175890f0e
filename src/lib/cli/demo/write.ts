import type { SnapshotFormat } from '../../demo/model.js';
import { basename, dirname } from 'node:path';
import { sizeOf, type Manifest } from '../../demo/manifest.js';
import type { RelayOptions } from '../../demo/relay.js';
import { formatBytes } from '../../format/bytes.js';
import { formatCount } from '../../format/number.js';
import { shellQuote } from '../../format/shell.js';
import { printChunks, writeChunks, type Written } from './file.js';
import { STDOUT } from './options.js';
import { onInterrupt } from '../base/interrupt.js';

/** A rarely used port, so that no real server is loaded or stopped by mistake. */
const PORT = 6390;

/** Writes the relay to a file or to stdout. Ctrl-C leaves no unfinished file. */
export async function writeRelay(
  relay: RelayOptions,
  { file, format, force }: { file: string; format: SnapshotFormat; force: boolean },
): Promise<Written<Manifest>> {
  const interrupt = onInterrupt(() => {});
  try {
    const chunks = await relayChunks(relay, format);
    return file === STDOUT
      ? await printChunks(chunks, interrupt.signal)
      : await writeChunks(file, chunks, { force, signal: interrupt.signal });
  } finally {
    interrupt.release();
  }
}

async function relayChunks(relay: RelayOptions, format: SnapshotFormat): Promise<Iterator<Uint8Array, Manifest>> {
  if (format === 'rdb') return (await import('../../demo/relay-snapshot.js')).relaySnapshot(relay);
  const [{ encodeChunks }, { relayKeyspace }] = await Promise.all([import('../../demo/resp.js'), import('../../demo/relay.js')]);
  return encodeChunks(relayKeyspace(relay));
}

/** What was written, and commands for it. `now`: the relay's time, if it is not the present. */
export function writtenText(
  { bytes, result }: Written<Manifest>,
  { file, format }: { file: string; format: SnapshotFormat },
  now: string | undefined,
): string[] {
  const name = file === STDOUT ? 'standard output' : shellQuote(file);
  const summary = `Written to ${name}: ${formatCount(sizeOf(result).keys)} keys, ${formatBytes(bytes)}.`;
  if (file === STDOUT) return [summary];
  const clock = now === undefined ? '' : ` --now ${shellQuote(now)}`;
  return [summary, 'Try:', ...nextCommands(file, format, clock).map((command) => `  ${command}`)];
}

function nextCommands(file: string, format: SnapshotFormat, clock: string): string[] {
  const server = `redis-server --port ${PORT} --save ''`;
  if (format === 'resp')
    return [
      `${server} --daemonize yes`,
      `redis-cli -p ${PORT} --pipe < ${shellQuote(file)}`,
      `meter audit --port ${PORT}${clock}`,
    ];
  return [
    `meter audit --rdb ${shellQuote(file)}${clock}`,
    `${server} --dir ${shellQuote(dirname(file))} --dbfilename ${shellQuote(basename(file))}`,
  ];
}
