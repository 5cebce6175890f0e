import { loadKeyspace } from '../../demo/load.js';
import type { Manifest } from '../../demo/manifest.js';
import { relayKeyspace, type RelayOptions } from '../../demo/relay.js';
import { serverProgram, startTemporaryRedis, type TemporaryRedis } from '../../demo/temporary-redis.js';
import { EXIT, MeterError } from '../../format/errors.js';
import { formatCount } from '../../format/number.js';
import { shellQuote } from '../../format/shell.js';
import { onInterrupt } from '../base/interrupt.js';

/**
 * Starts a server with the relay, calls `ready`, and waits for Ctrl-C or SIGTERM. Then removes the server and its data. The relay
 * is loaded by commands, so that servers older than Redis 7 work too, and TTLs count from now, at any time of the relay.
 */
export async function runLive(relay: RelayOptions, ready: (url: string, manifest: Manifest) => Promise<void>): Promise<void> {
  const program = await serverProgram(process.env.PATH ?? '', INSTEAD);
  const interrupt = onInterrupt(() => {});
  try {
    const server = await startTemporaryRedis(program).catch(unusable);
    try {
      const manifest = await loadKeyspace(stoppable(relayKeyspace(relay), interrupt.signal), server).catch(unusable);
      await ready(server.url, manifest);
      await endOf(server, interrupt.signal);
    } finally {
      await server.stop();
    }
  } finally {
    interrupt.release();
  }
}

/** Commands to try on it. `now`: the relay's time, if it is not the present. */
export function liveText(url: string, keys: number, now: string | undefined): string[] {
  const clock = now === undefined ? '' : ` --now ${shellQuote(now)}`;
  return [
    `A made-up relay of ${formatCount(keys)} keys is at this address until Ctrl-C. Nothing done to it matters. In another terminal:`,
    `  export REDIS_URL=${url}`,
    `  meter audit${clock}`,
    `  meter audit${clock} --exact --all`,
    `  meter audit${clock} --json | jq .data.findings`,
  ];
}

/** Resolves when it is interrupted. Fails if the server ends first. */
async function endOf(server: TemporaryRedis, signal: AbortSignal): Promise<void> {
  const interrupted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([interrupted, server.ended]);
  if (!signal.aborted)
    throw new MeterError('server-ended', EXIT.failure, 'The temporary server has ended.', [
      'Start another one: meter demo --live',
    ]);
}

function* stoppable<Item, Result>(items: Iterator<Item, Result>, signal: AbortSignal): Generator<Item, Result> {
  for (;;) {
    if (signal.aborted) throw new MeterError('interrupted', EXIT.interrupted, 'Interrupted before the relay was loaded.');
    const next = items.next();
    if (next.done) return next.value;
    yield next.value;
  }
}

const INSTEAD = 'Without a server: meter demo';

function unusable(error: unknown): never {
  if (error instanceof MeterError) throw error;
  throw new MeterError('server-failed', EXIT.failure, `The demo has no server: ${(error as Error).message}.`, [INSTEAD]);
}
