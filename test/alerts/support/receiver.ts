/** A receiver of webhooks on this machine, which answers as it is told. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface Answer {
  status: number;
  body?: string;
  headers?: Record<string, string>;
}

/** `hang`: no answer. `cut`: the connection is closed without an answer. A function answers what it is sent. */
export type Behaviour = 'hang' | 'cut' | Answer | ((request: Received) => Answer);

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

export interface TestReceiver {
  url: string;
  received: Received[];
  /** Answers of the next requests, in order; the last one is repeated. */
  behave(...answers: Behaviour[]): void;
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<TestReceiver> {
  const received: Received[] = [];
  let answers: Behaviour[] = [{ status: 200, body: 'ok' }];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (piece: Buffer) => (text += piece.toString()));
    request.on('end', () => {
      const own: Received = { path: request.url ?? '', headers: request.headers, body: JSON.parse(text) };
      received.push(own);
      const next = answers.length > 1 ? answers.shift()! : answers[0]!;
      if (next === 'hang') return;
      const answer = typeof next === 'function' ? next(own) : next;
      if (answer === 'cut') request.socket.destroy();
      else response.writeHead(answer.status, answer.headers ?? {}).end(answer.body ?? '');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    behave(...next) {
      answers = next;
      received.length = 0;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
