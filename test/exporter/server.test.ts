/** The HTTP server of the metrics against clients that ask much, read nothing, or never end. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listen, type Listening } from '../../src/lib/exporter/server.js';
import { until } from '../support/waiting.js';

const TEXT = 'meter_family_keys 1\n'.repeat(5_000);
const SOCKETS = 20;
const REQUESTS = 2_000;

let made = 0;
let server: Listening;
let sockets: Socket[] = [];

beforeEach(async () => {
  made = 0;
  const metrics = (): string => {
    made++;
    return TEXT;
  };
  server = await listen('127.0.0.1', 0, { metrics, health: () => 'ok' });
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await server.close();
});

async function opened(): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => {});
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

const health = async (): Promise<string> => (await fetch(`http://127.0.0.1:${server.port}/health`)).text();

test.each(['HTTP/1.1\r\nHost: meter\r\n\r\n', 'HTTP/1.0\r\nConnection: keep-alive\r\n\r\n'])(
  'one socket gets one answer, however many requests it sends at once: %j',
  async (end) => {
    for (let each = 0; each < SOCKETS; each++) {
      const socket = await opened();
      socket.pause();
      socket.write(`GET /metrics ${end}`.repeat(REQUESTS));
    }
    await until(() => Promise.resolve(made >= SOCKETS));
    expect(await health()).toBe('ok\n');
    expect(made).toBe(SOCKETS);
  },
);

test('an answer ends its connection', async () => {
  const socket = await opened();
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  socket.write('GET /metrics HTTP/1.1\r\nHost: meter\r\n\r\n');
  await once(socket, 'close');
  expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(text).toMatch(/^connection: close\r$/im);
  expect(text.endsWith(TEXT)).toBe(true);
  expect(text.split('HTTP/1.1 200')).toHaveLength(2);
});

test.each([
  ['POST /metrics HTTP/1.1\r\nHost: meter\r\nContent-Length: 5\r\n\r\nhello', '405 Method Not Allowed'],
  ['GET /metrics?a=b HTTP/1.0\r\n\r\n', '200 OK'],
  ['GET /other HTTP/1.1\r\n\r\n', '404 Not Found'],
  ['\x16\x03\x01 not HTTP\r\n\r\n', '400 Bad Request'],
  [`GET /metrics HTTP/1.1\r\nCookie: ${'x'.repeat(100_000)}`, '400 Bad Request'],
  ['HEAD /health HTTP/1.1\r\n\r\n', '200 OK'],
])('%j gets %s', async (request, status) => {
  const socket = await opened();
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  for (const half of [request.slice(0, 7), request.slice(7)]) {
    socket.write(half);
    await new Promise(setImmediate);
  }
  await once(socket, 'close');
  expect(text.split('\r\n')[0]).toBe(`HTTP/1.1 ${status}`);
  if (request.startsWith('HEAD')) expect(text.endsWith('\r\n\r\n')).toBe(true);
});

test('who goes on sending is cut off', async () => {
  const socket = await opened();
  socket.write('GET /health HTTP/1.1\r\n\r\n');
  const more = Buffer.alloc(2 ** 18);
  const send = (): void => void (socket.destroyed || socket.write(more, () => setImmediate(send)));
  send();
  await new Promise((resolve) => socket.once('close', resolve));
});

test('close ends connections that send no complete request and those that read nothing', async () => {
  const silent = await opened();
  const half = await opened();
  half.write('GET /metrics HTTP/1.1\r\nHost:');
  const deaf = await opened();
  deaf.pause();
  deaf.write('GET /metrics HTTP/1.1\r\nHost: meter\r\n\r\n'.repeat(REQUESTS));
  await until(() => Promise.resolve(made > 0));
  await server.close();
  deaf.resume();
  await until(() => Promise.resolve([silent, half, deaf].every(({ closed }) => closed)));
});
