/** Stands between clients and a real server, which answers every command but those that a fault takes. Bytes are latin1 strings. */
import type { Socket } from 'node:net';
import { connectionFor, startFake, type FakeServer } from '../../support/fake-server.js';
import { CLOSE, HANG } from '../../support/hostile-server.js';
import { countCommands } from '../../support/wire.js';

/** What becomes of a reply: other bytes, or an act on the connection. `undefined`: the server is asked, and says what it says. */
export type Act = string | typeof CLOSE | typeof HANG | ((socket: Socket) => void) | { alter(reply: string): Act };
/** `nth`: how often this command has come, 1, 2, …; `total`: how many commands have. */
export type Tamper = (args: readonly string[], nth: number, total: number) => Act | undefined;

interface Slot {
  act: Act | undefined;
  reply: string | null;
}

export interface HostileProxy extends FakeServer {
  /** From now on; counting begins anew. */
  set(tamper: Tamper): void;
}

export async function startHostileProxy(port: number): Promise<HostileProxy> {
  let tamper: Tamper = () => undefined;
  const counts = new Map<string, number>();
  let total = 0;
  const fake = await startFake((client) =>
    serve(client, port, (args) => {
      const nth = (counts.get(args[0]!) ?? 0) + 1;
      counts.set(args[0]!, nth);
      return tamper(args, nth, ++total);
    }),
  );
  return {
    ...fake,
    set(next) {
      tamper = next;
      counts.clear();
      total = 0;
    },
  };
}

function serve(client: Socket, port: number, actOn: (args: readonly string[]) => Act | undefined): void {
  const server = connectionFor(client, port);
  const slots: Slot[] = [];
  let hangs = false;

  const perform = (act: Act | undefined, reply: string): void => {
    if (hangs || client.destroyed) return;
    if (act === undefined) client.write(reply, 'latin1');
    else if (act === CLOSE) client.destroy();
    else if (act === HANG) hangs = true;
    else if (typeof act === 'string') client.write(act, 'latin1');
    else if (typeof act === 'function') act(client);
    else perform(act.alter(reply), reply);
  };
  const flush = (): void => {
    while (slots[0] && slots[0].reply !== null) {
      const { act, reply } = slots.shift()!;
      perform(act, reply!);
    }
  };
  client.on(
    'data',
    countCommands((name, rest) => {
      const args = [name, ...rest];
      const act = actOn(args);
      const asks = act === undefined || typeof act === 'object';
      slots.push({ act, reply: asks ? null : '' });
      if (asks && !server.destroyed) server.write(Buffer.from(commandOf(args), 'latin1'));
      flush();
    }),
  );
  let pending = '';
  server.on('data', (chunk) => {
    pending += chunk.toString('latin1');
    for (let length = replyEnd(pending, 0); length > 0; length = replyEnd(pending, 0)) {
      const waiting = slots.find(({ reply }) => reply === null);
      // What nobody has asked for: lines of MONITOR.
      if (waiting) waiting.reply = pending.slice(0, length);
      else perform(undefined, pending.slice(0, length));
      pending = pending.slice(length);
      flush();
    }
  });
}

const commandOf = (args: readonly string[]): string =>
  `*${args.length}\r\n${args.map((arg) => `$${arg.length}\r\n${arg}\r\n`).join('')}`;

/** Where the reply of RESP2 that begins there ends; -1: it is not complete. */
function replyEnd(text: string, at: number): number {
  const line = text.indexOf('\r\n', at);
  if (line < 0) return -1;
  const count = Number(text.slice(at + 1, line));
  const body = line + 2;
  if (text[at] === '$') return count < 0 ? body : text.length < body + count + 2 ? -1 : body + count + 2;
  if (text[at] !== '*') return body;
  let end = body;
  for (let item = 0; item < count; item++) {
    end = replyEnd(text, end);
    if (end < 0) return -1;
  }
  return end;
}
