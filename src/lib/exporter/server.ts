/**
 * A small HTTP server for metrics: what it answers is already there, so that a request costs the Redis nothing. A connection gets
 * one answer, and what it sends after its first request is not parsed, so that a client that asks without end takes neither memory
 * nor time of the others.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { EXIT, MeterError } from '../format/errors.js';
import { firstRequest, type Request } from './request.js';

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

/** Clients that send slowly, read nothing, or never end, are cut off. */
const SLOWEST_MS = 10_000;
const GRACE_MS = 500;
const MOST_CONNECTIONS = 64;
/** Bytes after the request that are thrown away; who sends more is cut off. */
const MOST_REST = 2 ** 20;
const METRICS = 'text/plain; version=0.0.4; charset=utf-8';
const PLAIN = 'text/plain; charset=utf-8';

/** `port` 0: any that is free. Throws a MeterError if it cannot listen there. */
export async function listen(host: string, port: number, answers: Answers): Promise<Listening> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    const end = setTimeout(() => socket.destroy(), SLOWEST_MS);
    socket
      .on('error', () => {})
      .once('close', () => {
        clearTimeout(end);
        open.delete(socket);
      });
    firstRequest(socket, (request) => {
      socket.end(answerTo(request, answers));
      discard(socket);
    });
  });
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(host, port, error.code ?? '')));
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  return {
    host,
    port: typeof bound === 'object' && bound !== null ? bound.port : port,
    close: () => closed(server, open),
  };
}

/** A connection that is closed with bytes unread is reset, and the client may lose its answer. */
function discard(socket: Socket): void {
  let rest = 0;
  socket.on('data', (chunk) => {
    rest += chunk.length;
    if (rest > MOST_REST) socket.destroy();
  });
}

/** `null`: it was no request. */
function answerTo(request: Request | null, { metrics, health }: Answers): string {
  const send = (status: string, text: string, type = PLAIN): string =>
    [
      `HTTP/1.1 ${status}`,
      `Content-Type: ${type}`,
      `Content-Length: ${Buffer.byteLength(text)}`,
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      `Date: ${new Date().toUTCString()}`,
      'Connection: close',
      '',
      request?.method === 'HEAD' ? '' : text,
    ].join('\r\n');
  if (request === null) return send('400 Bad Request', 'this is no request\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') return send('405 Method Not Allowed', 'GET only\n');
  const { path } = request;
  if (path === '/health') return send('200 OK', `${health()}\n`);
  if (path === '/') return send('200 OK', 'meter exporter: /metrics, /health\n');
  if (path !== '/metrics') return send('404 Not Found', 'not found: /metrics, /health\n');
  const text = metrics();
  if (text === null) return send('503 Service Unavailable', 'there is no result yet\n');
  return send('200 OK', text, METRICS);
}

function closed(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    const end = setTimeout(() => {
      for (const socket of open) socket.destroy();
    }, GRACE_MS);
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
  ENOTFOUND: 'no host has this name',
  EAI_AGAIN: 'the name of the host cannot be looked up',
};

/** A name that is no host is a wrong option. */
const exitCodeOf = (code: string): number => (code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? EXIT.usage : EXIT.failure);

const cannotListen = (host: string, port: number, code: string): MeterError =>
  new MeterError('cannot-listen', exitCodeOf(code), `Nothing can listen at ${host}:${port}: ${REASONS[code] ?? code}.`, [
    'Name another address: --listen 127.0.0.1:19122',
  ]);
