import { once } from 'node:events';
import { connect } from 'node:net';
import { turns } from '../format/event-loop.js';
import { encodePipeline, ReplyError, RespReader } from '../redis/resp.js';
import type { DemoCommand } from './entry.js';
import { encodeChunks } from './resp.js';

const LAST = 'everything-loaded';

/**
 * Sends all commands to a server without a password, and waits until it has executed them. Returns the generator's return value.
 * Rejects on the first error reply. Memory does not grow with the number of commands.
 */
export async function loadKeyspace<Result>(
  commands: Iterator<DemoCommand, Result>,
  server: { host: string; port: number },
): Promise<Result> {
  const socket = connect(server);
  const loaded = new Promise<void>((resolve, reject) => {
    const reader = new RespReader((reply) => {
      if (reply instanceof ReplyError) reject(new Error(`the server refused a command: ${reply.message}`));
      else if (reply === LAST) resolve();
    });
    socket.on('data', (chunk) => reader.push(chunk));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the server closed the connection')));
  });
  // The next await below throws a failure, possibly several writes later.
  loaded.catch(() => {});
  try {
    const chunks = encodeChunks(commands);
    const others = turns();
    for (;;) {
      await others();
      const next = chunks.next();
      if (next.done) {
        socket.write(encodePipeline([['ECHO', LAST]]));
        await loaded;
        return next.value;
      }
      if (!socket.write(next.value)) await Promise.race([once(socket, 'drain'), loaded]);
    }
  } finally {
    socket.destroy();
  }
}
