/**
 * A small HTTP server for metrics: what it answers is already there, so that a request costs the Redis nothing. A connection gets
 * one answer, so that a client that asks without reading takes the memory of one.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { EXIT, MeterError } from '../format/errors.js';

export interface Answers {
  /** `null`: there is no result yet. */
  metrics: () => string | null;
  /** One line for people and for health checks. */
  health: () => string;
}

export interface Listening {
  host: string;
  port: number;
  /** Waits a moment for answers under way, then closes every connection. */
  close(): Promise<void>;
}

/** Clients that send slowly, or never end, are cut off. */
const SLOWEST_MS = 10_000;
/** How often slow requests are looked for. */
const LOOK_MS = 1_000;
const GRACE_MS = 500;
const MOST_CONNECTIONS = 64;
const METRICS = 'text/plain; version=0.0.4; charset=utf-8';

/** `port` 0: any that is free. Throws a MeterError if it cannot listen there. */
export async function listen(host: string, port: number, answers: Answers): Promise<Listening> {
  const answered = new WeakSet<Socket>();
  const limits = { requestTimeout: SLOWEST_MS, headersTimeout: SLOWEST_MS, connectionsCheckingInterval: LOOK_MS };
  const server = createServer(limits, (request, response) => {
    // Node reports requests that came in one packet, also after the one that ends the connection.
    if (answered.has(request.socket)) return;
    answered.add(request.socket);
    answer(request, response, answers);
  });
  server.maxConnections = MOST_CONNECTIONS;
  // Without it, a client that reads nothing keeps its connection.
  server.setTimeout(SLOWEST_MS, (socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(host, port, error.code ?? '')));
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  return { host, port: typeof bound === 'object' && bound !== null ? bound.port : port, close: () => closed(server) };
}

function answer({ method, url = '' }: IncomingMessage, response: ServerResponse, { metrics, health }: Answers): void {
  const send = (status: number, text: string, type = 'text/plain; charset=utf-8'): void => {
    response.writeHead(status, {
      'Content-Type': type,
      'Content-Length': Buffer.byteLength(text),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      Connection: 'close',
    });
    response.end(method === 'HEAD' ? '' : text);
  };
  if (method !== 'GET' && method !== 'HEAD') return send(405, 'GET only\n');
  const [path] = url.split('?', 1);
  if (path === '/health') return send(200, `${health()}\n`);
  if (path === '/') return send(200, 'meter exporter: /metrics, /health\n');
  if (path !== '/metrics') return send(404, 'not found: /metrics, /health\n');
  const text = metrics();
  if (text === null) return send(503, 'there is no result yet\n');
  send(200, text, METRICS);
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const end = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(end);
      resolve();
    });
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EACCES: 'this user may not use the port',
  EADDRNOTAVAIL: 'this machine does not have the address',
};

const cannotListen = (host: string, port: number, code: string): MeterError =>
  new MeterError('cannot-listen', EXIT.failure, `Nothing can listen at ${host}:${port}: ${REASONS[code] ?? code}.`, [
    'Name another address: --listen 127.0.0.1:9122',
  ]);
