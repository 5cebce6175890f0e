/** A TCP proxy that holds, loses or alters what belongs to one command: the connection breaks, and what was held can be delivered later. */
import { connect, type Socket } from 'node:net';
import { startFake, type FakeServer } from '../../../support/fake-server.js';

export interface HoldingProxy extends FakeServer {
  /** Resolves when the command has come, and its connection is gone. */
  readonly caught: Promise<void>;
  /** From now on; several proxies may wait for the same. */
  set(trap: Trap | null): void;
  /** Delivers what was held, and resolves when the server has answered. */
  release(): Promise<void>;
  readonly holds: boolean;
}

/**
 * `hold`: the server gets nothing before `release`. `lose`: the server gets it, the client no answer; `close`: so does every other such command.
 * `drop`: the server never gets it. `garble`: the answer is a number that nobody gives. `pass`: nothing, but that `before` is waited for.
 */
export type Fault = 'hold' | 'lose' | 'drop' | 'garble' | 'close' | 'pass';

export interface HoldOptions {
  fault: Fault;
  /** What the piece holds that is caught; '': anything. */
  at: string;
  /** Pieces are looked at from the first on that holds one of these. */
  from?: readonly string[];
  /** The n-th such piece is caught: 1, 2, … */
  nth?: number;
  /** Also pieces in which commands are tried before a run. */
  trials?: boolean;
  /** Awaited before the client's connection breaks. */
  before?: () => Promise<void> | void;
}

/** Waits for one piece of what clients send. */
export class Trap {
  isCaught = false;
  readonly #options: HoldOptions;
  #begun = false;
  #pieces = 0;

  constructor(options: HoldOptions) {
    this.#options = options;
  }

  get fault(): Fault {
    return this.#options.fault;
  }

  /** Pieces that have been looked at. */
  get pieces(): number {
    return this.#pieces;
  }

  before(): Promise<void> {
    return Promise.resolve(this.#options.before?.());
  }

  catches(bytes: Buffer): boolean {
    const { at, from = [''], nth = 1, fault, trials = false } = this.#options;
    this.#begun ||= from.some((text) => bytes.includes(text));
    // Before a run, what it may send is tried on a key of its own.
    const isTrial = !trials && at !== '' && bytes.includes('meter:probe');
    if (!this.#begun || isTrial || !bytes.includes(at)) return false;
    this.#pieces++;
    const isIt = fault === 'close' ? this.#pieces >= nth : this.#pieces === nth;
    this.isCaught ||= isIt;
    return isIt;
  }
}

/** Longer than a server takes for one piece. */
const ENOUGH_MS = 30;

interface ProxyOptions extends Partial<HoldOptions> {
  enoughMs?: number;
  /** Is shown what the server answers. */
  onAnswer?: (bytes: Buffer) => void;
}

export async function startHoldingProxy(
  serverPort: number,
  { enoughMs = ENOUGH_MS, onAnswer, ...options }: ProxyOptions = {},
): Promise<HoldingProxy> {
  let trap: Trap | null = options.fault === undefined ? null : new Trap({ at: '', fault: options.fault, ...options });
  const held: { server: Socket; bytes: Buffer }[] = [];
  let tell = (): void => {};
  const caught = new Promise<void>((resolve) => (tell = resolve));
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  const serve = (client: Socket): void => {
    const server = connect({ host: '127.0.0.1', port: serverPort });
    let isDeaf = false;
    let garbled: Trap | null = null;
    for (const socket of [client, server]) socket.setNoDelay(true).on('error', () => {});
    client.on('close', () => held.every((each) => each.server !== server) && server.destroy());
    server.on('close', () => client.destroy());
    const cut = async (sprung: Trap): Promise<void> => {
      isDeaf = true;
      if (sprung.fault !== 'drop') await wait(enoughMs);
      await sprung.before();
      client.destroy();
      tell();
    };
    const pass = async (sprung: Trap, bytes: Buffer): Promise<void> => {
      client.pause();
      await sprung.before();
      server.write(bytes);
      client.resume();
      tell();
    };
    client.on('data', (bytes) => {
      if (isDeaf) return;
      const sprung = trap?.catches(bytes) ? trap : null;
      const fault = sprung?.fault ?? null;
      if (fault === 'hold') held.push({ server, bytes });
      else if (fault === null || fault === 'lose' || fault === 'garble') server.write(bytes);
      if (fault === 'garble') garbled = sprung;
      else if (fault === 'pass') void pass(sprung!, bytes);
      else if (sprung) void cut(sprung);
    });
    server.on('data', (bytes) => {
      onAnswer?.(bytes);
      if (isDeaf) return;
      client.write(garbled ? ':7\r\n' : bytes);
      if (garbled) void garbled.before().then(tell);
      garbled = null;
    });
  };

  const fake = await startFake(serve);
  return {
    ...fake,
    caught,
    set(next) {
      trap = next;
    },
    async release() {
      if (held.length === 0) throw new Error('nothing is held');
      for (const { server, bytes } of held.splice(0)) {
        // A server that was killed takes nothing.
        if (server.destroyed) continue;
        const answered = new Promise((resolve) => server.once('data', resolve).once('close', resolve));
        server.write(bytes);
        await answered;
        server.destroy();
      }
    },
    get holds() {
      return held.length > 0;
    },
    async stop() {
      for (const { server } of held) server.destroy();
      await fake.stop();
    },
  };
}
