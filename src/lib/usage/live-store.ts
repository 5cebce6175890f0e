/** Keys of a live server, each read from the node that holds it. */
import { chunks } from '../format/chunks.js';
import { beforeData } from '../redis/connect-errors.js';
import type { CommandGuard } from '../redis/guard.js';
import { infoDatabases } from '../redis/info.js';
import { budgetSpent, type Ledger } from '../redis/ledger.js';
import { Pace } from '../redis/pace.js';
import { ReplyError, type Reply } from '../redis/resp.js';
import { scanNames } from '../redis/scan.js';
import { SteadyConnection } from '../redis/steady-connection.js';
import { idAfter, timeOf } from './stream-id.js';
import type { Session, SessionNode } from '../redis/topology.js';
import type { Answer, KeyFact, LogQuestion, Question, Store } from './store.js';

export interface LiveOptions {
  session: Session;
  guard: CommandGuard;
  ledger: Ledger;
  noTouch: boolean;
  db: number;
  maxLatencyMs: number;
  signal: AbortSignal;
  onProgress: (keys: number, total: number | null) => void;
}

/** Commands per pipeline. */
const PIPELINE = 1_000;
/** Approximate number of members per SSCAN. */
const MEMBERS = 5_000;
/** Entries per XRANGE. */
const ENTRIES = 500;
/** Maximum bytes of a field: names of entities and numbers are shorter. */
const LONGEST = 16_384;

export class LiveStore implements Store {
  readonly runAll = null;
  readonly #options: LiveOptions;
  readonly #connections = new Map<SessionNode, Promise<SteadyConnection>>();
  /** Number of values that the user may not read. */
  denied = 0;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  async names(take: (name: string) => void): Promise<void> {
    const { session, db, ledger, signal, maxLatencyMs, onProgress } = this.#options;
    const told = session.nodes.map(({ info }) =>
      info.has('keyspace') ? (infoDatabases(info).find((row) => row.db === db)?.keys ?? 0) : null,
    );
    const total = told.reduce<number | null>((sum, keys) => (sum === null || keys === null ? null : sum + keys), 0);
    let seen = 0;
    for (const [index, node] of session.nodes.entries()) {
      const connection = await this.#connectionTo(node);
      const startedAt = performance.now();
      await connection.send([['PING']]);
      let done = false;
      for await (const { names, last } of scanNames({
        connection,
        pace: new Pace(maxLatencyMs, performance.now() - startedAt),
        filter: { match: null, type: null },
        reported: told[index] ?? null,
        signal,
        mayScan: () => ledger.remaining > 0,
        settle: async () => {},
      })) {
        for (const name of names) take(name);
        seen += names.length;
        onProgress(seen, total);
        done = last;
      }
      if (!done && !signal.aborted) throw budgetSpent(ledger.ceiling);
    }
  }

  readonly members = async (name: string): Promise<string[]> => {
    const connection = await this.#connectionTo(this.#options.session.nodeForKey(name));
    const found: string[] = [];
    let cursor = '0';
    do {
      const [reply] = await connection.send([['SSCAN', name, cursor, 'COUNT', String(MEMBERS)]]);
      if (isDenied(reply!)) this.denied++;
      if (reply instanceof ReplyError) return found;
      const [next, members] = reply as [string, string[]];
      for (const member of members) found.push(member);
      cursor = next;
    } while (cursor !== '0' && !this.#options.signal.aborted);
    return found;
  };

  async read(questions: readonly Question[]): Promise<Answer[]> {
    const answers: Answer[] = questions.map(() => null);
    const { session } = this.#options;
    const byNode = new Map<SessionNode, number[]>();
    for (const [index, { name }] of questions.entries()) {
      const node = session.nodeForKey(name);
      const own = byNode.get(node) ?? [];
      byNode.set(node, own);
      own.push(index);
    }
    await Promise.all(
      [...byNode].map(async ([node, indexes]) => {
        const connection = await this.#connectionTo(node);
        for (const part of chunks(indexes, PIPELINE)) {
          const replies = await connection.send(part.map((index) => commandFor(questions[index]!)));
          for (const [at, index] of part.entries()) {
            // Facts about a key may be missing; the reports say so themselves.
            if (questions[index]!.fact === undefined && isDenied(replies[at]!)) this.denied++;
            answers[index] = answerIn(replies[at]!);
          }
        }
      }),
    );
    return answers;
  }

  async entries({ name, field, from, to }: LogQuestion, take: (at: number, text: string) => void): Promise<number | null> {
    const connection = await this.#connectionTo(this.#options.session.nodeForKey(name));
    const range = async (begin: string, end: string, count: number): Promise<StreamEntry[]> => {
      const [reply] = await connection.send([['XRANGE', name, begin, end, 'COUNT', String(count)]]);
      if (isDenied(reply!)) this.denied++;
      return entriesIn(reply!);
    };
    const [first] = await range('-', '+', 1);
    if (!first) return null;
    const end = to === null ? '+' : String(to - 1);
    let begin = from === null ? '-' : String(Math.max(from, 0));
    while (!this.#options.signal.aborted) {
      const entries = await range(begin, end, ENTRIES);
      for (const { id, pairs } of entries) {
        const text = valueIn(pairs, field);
        if (text !== null) take(timeOf(id), text);
      }
      const last = entries.at(-1);
      if (!last || entries.length < ENTRIES) break;
      begin = idAfter(last.id);
    }
    return timeOf(first.id);
  }

  async close(): Promise<void> {
    for (const connection of this.#connections.values()) {
      await connection.then(
        (open) => open.close(),
        () => {},
      );
    }
  }

  #connectionTo(node: SessionNode): Promise<SteadyConnection> {
    const { session, guard, ledger, noTouch, db, signal } = this.#options;
    const known =
      this.#connections.get(node) ??
      SteadyConnection.open({
        target: session.target,
        address: node.address,
        guard,
        ledger,
        readonly: node.readonly,
        noTouch,
        db,
        longestText: LONGEST,
        signal,
      }).catch((error: unknown) => {
        throw beforeData(error);
      });
    this.#connections.set(node, known);
    return known;
  }
}

const FACTS: Readonly<Record<KeyFact, (name: string) => string[]>> = {
  ttl: (name) => ['PTTL', name],
  bytes: (name) => ['MEMORY', 'USAGE', name],
  length: (name) => ['LLEN', name],
  frequency: (name) => ['OBJECT', 'FREQ', name],
};

interface StreamEntry {
  id: string;
  pairs: readonly Reply[];
}

/** A refusal, and a key of another type, are as good as no entries. */
const entriesIn = (reply: Reply): StreamEntry[] =>
  (Array.isArray(reply) ? reply : []).flatMap((entry) => {
    const [id, pairs] = Array.isArray(entry) ? entry : [];
    return typeof id === 'string' && Array.isArray(pairs) ? [{ id, pairs }] : [];
  });

function valueIn(pairs: readonly Reply[], field: string): string | null {
  const at = pairs.findIndex((name, index) => index % 2 === 0 && name === field);
  const value = at < 0 ? null : pairs[at + 1];
  return typeof value === 'string' ? value : null;
}

function commandFor({ name, fields, bytes, above, first, fact }: Question): string[] {
  if (fact !== undefined) return FACTS[fact](name);
  if (first !== undefined) return ['LRANGE', name, '0', String(first - 1)];
  if (above !== undefined) return ['ZCOUNT', name, `(${above}`, '+inf'];
  return fields === null ? ['GETRANGE', name, '0', String(bytes - 1)] : ['HMGET', name, ...fields];
}

/** By the ACL of the server. */
const isDenied = (reply: Reply): boolean => reply instanceof ReplyError && reply.message.startsWith('NOPERM');

/** A string that does not exist reads as empty. Figures and names are never empty. */
function answerIn(reply: Reply): Answer {
  if (reply instanceof ReplyError) return null;
  if (typeof reply === 'string') return [reply === '' ? null : reply];
  if (typeof reply === 'number') return [String(reply)];
  return Array.isArray(reply) ? reply.map((value) => (typeof value === 'string' ? value : null)) : null;
}
