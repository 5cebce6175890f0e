/** The first request of a connection. Only its method and its path matter here. */
import type { Socket } from 'node:net';

export interface Request {
  method: string;
  /** Without what follows a `?`. */
  path: string;
}

/** No scraper sends as much. */
const LONGEST_HEAD = 16_384;
const HEAD_END = '\r\n\r\n';

/** Calls `answer` once, when the head is complete; `null`: it was none. Bytes after it are not looked at. */
export function firstRequest(socket: Socket, answer: (request: Request | null) => void): void {
  let head = '';
  const read = (chunk: Buffer): void => {
    head += chunk.toString('latin1', 0, LONGEST_HEAD - head.length);
    const end = head.indexOf(HEAD_END);
    if (end < 0 && head.length < LONGEST_HEAD) return;
    socket.off('data', read);
    answer(end < 0 ? null : requestIn(head.slice(0, end)));
  };
  socket.on('data', read);
}

function requestIn(head: string): Request | null {
  const [, method, target] = /^(?:\r\n)*([A-Z]{1,20}) (\S{1,4096}) HTTP\/1\.[01](?:\r\n|$)/.exec(head) ?? [];
  return method === undefined || target === undefined ? null : { method, path: target.split('?', 1)[0]! };
}
