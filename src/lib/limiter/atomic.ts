/** A check by one script, or from the memory of an earlier denial. */
import { answerOf, readReply, unknownOf, type Answer, type RuleAnswer } from './answer.js';
import type { RedisClient } from '../client/client.js';
import { Denials } from './denials.js';
import { Increx } from './increx.js';
import { requestKey } from '../client/request-key.js';
import type { Rule } from './rule.js';
import { runScript } from '../client/run-script.js';
import type { Script } from '../client/script.js';
import { scriptOf } from './script.js';

interface AtomicOptions {
  client: RedisClient;
  rules: readonly Rule[];
  /** Ms for which the answer to a request with an id is kept. */
  rememberRequestsMs: number;
  /** How many denials are remembered; 0: none. */
  rememberDenials: number;
  increx: boolean;
  /** Called when the server did not know the script. */
  onLoad: () => void;
}

export class AtomicCheck {
  readonly #script: Script;
  readonly #denials: Denials;
  readonly #increx: Increx | null;

  constructor(readonly options: AtomicOptions) {
    const { client, rules } = options;
    this.#script = scriptOf(rules.map(({ algorithm }) => algorithm));
    this.#denials = new Denials(options.rememberDenials);
    const isCounter = rules.length === 1 && rules[0]!.algorithm === 'fixedWindow';
    this.#increx = options.increx && isCounter ? new Increx(client) : null;
  }

  /** Counts a request if it is allowed. Rejects with whatever the client rejects with. */
  async take(subject: string, cost: number, requestId?: string): Promise<Answer> {
    const keys = this.#keysOf(subject);
    const refused = this.#tooMuch(cost) ?? (requestId === undefined ? this.#remembered(keys, cost) : null);
    if (refused) return refused;
    const asked = performance.now();
    const answer =
      (requestId === undefined ? await this.#increx?.check(this.options.rules[0]!, keys[0]!, cost) : null) ??
      (await this.#ask('take', requestId === undefined ? keys : [...keys, requestKey(keys[0]!, requestId)], cost));
    if (!answer.allowed)
      for (const [index, rule] of answer.rules.entries())
        if (rule.retryAfter! > 0) this.#denials.remember(keys[index]!, cost, asked, rule);
    return answer;
  }

  /** What `take` would answer, without counting anything. */
  async look(subject: string, cost: number): Promise<Answer> {
    return this.#tooMuch(cost) ?? this.#ask('look', this.#keysOf(subject), cost);
  }

  async #ask(verb: 'take' | 'look', keys: readonly string[], cost: number): Promise<Answer> {
    const { client, rules, rememberRequestsMs, onLoad } = this.options;
    const args = [verb, String(cost), String(rememberRequestsMs), ...rules.flatMap((rule) => rule.args())];
    return readReply(await runScript(client, this.#script, keys, args, onLoad), rules);
  }

  #keysOf(subject: string): string[] {
    const keys = this.options.rules.map(({ key }) => key(subject));
    if (new Set(keys).size < keys.length) throw new RangeError(`Two rules have the same key: give each a key of its own.`);
    return keys;
  }

  /** Denied for ever: the cost is more than a rule ever allows. */
  #tooMuch(cost: number): Answer | null {
    const { rules } = this.options;
    if (rules.every(({ limit }) => cost <= limit)) return null;
    const parts = rules.map((rule) => unknownOf(rule, cost > rule.limit ? Infinity : null));
    return answerOf(false, parts, 'memory');
  }

  #remembered(keys: readonly string[], cost: number): Answer | null {
    const now = performance.now();
    let isDenied = false;
    const parts = this.options.rules.map((rule, index): RuleAnswer => {
      const denied = this.#denials.find(keys[index]!, cost, now);
      if (denied) isDenied = true;
      return denied ?? unknownOf(rule, null);
    });
    return isDenied ? answerOf(false, parts, 'memory') : null;
  }
}
