/** A fixed window by one command, where the server has INCREX: Redis 8.8 or Valkey 9.2. */
import { answerOf, type Answer } from './answer.js';
import type { RedisClient } from '../client/client.js';
import { messageOf } from '../client/failure.js';
import { LimiterFailure } from './failure.js';
import type { Rule } from './rule.js';

/** The server refused the command: it does not know it, or the user may not send it. Nothing was carried out. */
const isRefused = (error: unknown): boolean => /^(?:ERR|NOPERM)\b/.test(messageOf(error));

/** Remembers whether the server has INCREX: it is asked by sending it. */
export class Increx {
  #isMissing = false;
  #hasWorked = false;

  constructor(readonly client: RedisClient) {}

  /**
   * The answer of INCREX and of PTTL, sent together; `null` if nothing was counted and the script has to answer. `resetAt` is by
   * this machine's clock.
   */
  async check(rule: Rule, key: string, cost: number): Promise<Answer | null> {
    const { client } = this;
    if (this.#isMissing || !client.command) return null;
    const [cap, window] = [String(rule.limit), String(rule.windowMs)];
    const counted = client.command(['INCREX', key, 'BYINT', String(cost), 'UBOUND', cap, 'PX', window, 'ENX']);
    const [reply, left] = await Promise.allSettled([counted, client.command(['PTTL', key])]);
    if (reply.status === 'rejected') {
      if (!isRefused(reply.reason)) throw reply.reason;
      this.#isMissing = !this.#hasWorked;
      return null;
    }
    this.#hasWorked = true;
    if (left.status === 'rejected') throw left.reason;
    return read(reply.value, left.value, rule);
  }
}

function read(reply: unknown, left: unknown, { limit }: Rule): Answer | null {
  if (!Array.isArray(reply) || !reply.every(Number.isInteger) || reply.length !== 2 || !Number.isInteger(left))
    throw new LimiterFailure('bad-reply', 'The reply to INCREX is not the one that is documented.');
  const [used, added] = reply as [number, number];
  const allowed = added > 0;
  // A denial changes nothing, so a key without TTL still has none. The script gives it one.
  if (!allowed && (left as number) < 0) return null;
  // A key exists through its last ms.
  const reset = Math.max(0, left as number) + 1;
  const rule = { limit, used, remaining: Math.max(0, limit - used), resetAt: Date.now() + reset };
  return answerOf(allowed, [{ ...rule, retryAfter: allowed ? 0 : reset }], 'redis');
}
