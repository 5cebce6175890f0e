/** A client that counts what is sent, and how often somebody waits for the server. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { RedisClient } from '../recorder/index.js';

/** Commands that somebody waits for at the same time are one round trip. */
interface Caller {
  waiting: number;
}

export class CountedClient implements RedisClient {
  commands = 0;
  roundTrips = 0;
  readonly #callers = new AsyncLocalStorage<Caller>();
  /** Whatever is sent outside `asCaller`. */
  readonly #others: Caller = { waiting: 0 };

  constructor(readonly client: RedisClient) {}

  /** Counts the round trips of this work apart from those of other work at the same time. */
  asCaller<T>(work: () => Promise<T>): Promise<T> {
    return this.#callers.run({ waiting: 0 }, work);
  }

  evalsha(...args: Parameters<RedisClient['evalsha']>): Promise<unknown> {
    return this.#counted(this.client.evalsha(...args));
  }

  eval(...args: Parameters<RedisClient['eval']>): Promise<unknown> {
    return this.#counted(this.client.eval(...args));
  }

  command(args: readonly string[]): Promise<unknown> {
    return this.#counted(this.client.command!(args));
  }

  #counted(reply: Promise<unknown>): Promise<unknown> {
    const caller = this.#callers.getStore() ?? this.#others;
    this.commands++;
    if (caller.waiting++ === 0) this.roundTrips++;
    return reply.finally(() => caller.waiting--);
  }
}
