/** A proxy before a server on this machine, with the round trip of a distant one. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface ProxyStart {
  upstreamPort: number;
  delayMs: number;
}

export type ProxyOrder =
  | { kind: 'stall'; ms: number }
  | { kind: 'upstream'; port: number }
  | { kind: 'close' }
  | { kind: 'bytes' };

export interface ProxyBytes {
  sent: number;
  received: number;
}

export interface DelayingProxy {
  port: number;
  /** Sends nothing on for so long. */
  stall(ms: number): void;
  /** New connections lead to this port. */
  leadTo(port: number): void;
  /** What clients have sent and received so far. */
  bytes(): Promise<ProxyBytes>;
  close(): Promise<void>;
}

/** `delayMs`: what each request waits in addition to the real round trip. Rejects if the thread fails. */
export async function startDelayingProxy(start: ProxyStart): Promise<DelayingProxy> {
  const thread = new Worker(new URL('./delaying-proxy-thread.js', import.meta.url), { workerData: start });
  const [port] = (await once(thread, 'message')) as [number];
  const order = (message: ProxyOrder): void => thread.postMessage(message);
  return {
    port,
    stall: (ms) => order({ kind: 'stall', ms }),
    leadTo: (upstream) => order({ kind: 'upstream', port: upstream }),
    async bytes() {
      const answer = once(thread, 'message');
      order({ kind: 'bytes' });
      const [bytes] = (await answer) as [ProxyBytes];
      return bytes;
    },
    async close() {
      const ended = once(thread, 'exit');
      order({ kind: 'close' });
      await ended;
    },
  };
}
