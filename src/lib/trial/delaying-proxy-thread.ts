/**
 * The thread of a proxy that delays what clients send by the round trip, so that a server on this machine answers like a distant
 * one. A thread of its own, because timers must not wait for the work of the clients.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { ProxyBytes, ProxyOrder, ProxyStart } from './delaying-proxy.js';

interface Held {
  chunk: Buffer;
  /** When it is sent on, by `performance.now()`. */
  at: number;
}

const settings = { ...(workerData as ProxyStart) };
/** Until then nothing is sent on. */
let stalledUntil = 0;
const clients = new Set<Socket>();
const bytes: ProxyBytes = { sent: 0, received: 0 };

const server = createServer((client) => {
  const upstream = connect(settings.upstreamPort, '127.0.0.1');
  clients.add(client);
  for (const socket of [client, upstream]) socket.setNoDelay(true).on('error', () => {});
  client.once('close', () => {
    clients.delete(client);
    upstream.destroy();
  });
  upstream.once('close', () => client.destroy());
  upstream.pipe(client);
  upstream.on('data', (chunk: Buffer) => {
    bytes.received += chunk.length;
  });
  client.on('data', delayed(upstream));
});

/** Keeps the order: all chunks wait equally long. */
function delayed(upstream: Socket): (chunk: Buffer) => void {
  const held: Held[] = [];
  let isWaiting = false;
  const sendDue = (): void => {
    isWaiting = false;
    const now = performance.now();
    while (held.length > 0 && Math.max(held[0]!.at, stalledUntil) <= now) upstream.write(held.shift()!.chunk);
    if (held.length > 0) wait(Math.max(held[0]!.at, stalledUntil) - now);
  };
  const wait = (ms: number): void => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(sendDue, ms);
  };
  return (chunk) => {
    bytes.sent += chunk.length;
    held.push({ chunk, at: performance.now() + settings.delayMs });
    if (settings.delayMs === 0 && stalledUntil === 0) sendDue();
    else wait(settings.delayMs);
  };
}

parentPort!.on('message', (order: ProxyOrder) => {
  switch (order.kind) {
    case 'stall':
      stalledUntil = performance.now() + order.ms;
      break;
    case 'upstream':
      settings.upstreamPort = order.port;
      break;
    case 'bytes':
      parentPort!.postMessage(bytes);
      break;
    case 'close':
      server.close();
      for (const client of clients) client.destroy();
      parentPort!.close();
  }
});

server.listen(0, '127.0.0.1', () => parentPort!.postMessage((server.address() as AddressInfo).port));
