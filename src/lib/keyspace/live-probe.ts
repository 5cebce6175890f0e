/** Answers questions about single keys from a live server. Each question goes to the node that holds the key. */
import { EXIT, MeterError } from '../format/errors.js';
import type { CommandGuard } from '../redis/guard.js';
import { isBudgetSpent, type Ledger } from '../redis/ledger.js';
import { ReplyError, type Reply } from '../redis/resp.js';
import type { Session, SessionNode } from '../redis/topology.js';
import { SteadyConnection } from '../redis/steady-connection.js';
import { TEXT_BYTES, type KeyProbe, type KeyRef } from './probe.js';

export interface LiveProbeOptions {
  session: Session;
  guard: CommandGuard;
  ledger: Ledger;
  noTouch: boolean;
  /** False when reading a value would reset its idle time, on which eviction depends. Such questions stay unanswered. */
  mayTouch: boolean;
}

export interface LiveProbe extends KeyProbe {
  /** Why questions were not answered, apart from the command ceiling; `null`: all possible questions were answered. */
  readonly failure: MeterError | null;
  close(): void;
}

type Question = readonly [command: string, ...rest: string[]];

export function liveProbe({ session, guard, ledger, noTouch, mayTouch }: LiveProbeOptions): LiveProbe {
  const connections = new Map<string, Promise<SteadyConnection>>();
  const failed = new Set<string>();
  let leftOut = 0;
  let failure: MeterError | null = null;

  const connectionTo = (node: SessionNode, db: number): Promise<SteadyConnection> => {
    const id = `${session.nodes.indexOf(node)}/${db}`;
    const known =
      connections.get(id) ??
      SteadyConnection.open({
        target: session.target,
        address: node.address,
        guard,
        ledger,
        readonly: node.readonly,
        noTouch,
        db,
      });
    connections.set(id, known);
    return known;
  };

  /** `null`: the node does not answer, which must not fail the report, or the command ceiling is reached. */
  const send = async (node: SessionNode, db: number, questions: readonly Question[]): Promise<Reply[] | null> => {
    const id = `${session.nodes.indexOf(node)}/${db}`;
    if (failed.has(id)) return null;
    try {
      return await (await connectionTo(node, db)).send(questions);
    } catch (error) {
      if (!(error instanceof MeterError) || error.exitCode === EXIT.failure) throw error;
      if (isBudgetSpent(error)) {
        leftOut += questions.length;
        return null;
      }
      failure ??= error;
      // Another attempt would wait as long again.
      failed.add(id);
      return null;
    }
  };

  /** One pipeline per node and database; answers in the order of the keys. */
  const ask = async (keys: readonly KeyRef[], question: (name: string) => Question): Promise<(Reply | null)[]> => {
    const answers = keys.map((): Reply | null => null);
    const groups = new Map<string, number[]>();
    for (const [index, { name, db }] of keys.entries()) {
      const id = `${session.nodes.indexOf(session.nodeForKey(name))}/${db}`;
      groups.set(id, [...(groups.get(id) ?? []), index]);
    }
    for (const indexes of groups.values()) {
      const { name, db } = keys[indexes[0]!]!;
      const replies = await send(
        session.nodeForKey(name),
        db,
        indexes.map((index) => question(keys[index]!.name)),
      );
      for (const [at, index] of indexes.entries()) {
        const reply = replies?.[at] ?? null;
        answers[index] = reply instanceof ReplyError ? null : reply;
      }
    }
    return answers;
  };

  const unanswered = (keys: readonly KeyRef[]): null[] => keys.map(() => null);
  const yesNo = async (keys: readonly KeyRef[], question: (name: string) => Question): Promise<(boolean | null)[]> =>
    (await ask(keys, question)).map((reply) => (typeof reply === 'number' ? reply === 1 : null));

  const numbers = async (keys: readonly KeyRef[], question: (name: string) => Question): Promise<(number | null)[]> =>
    (await ask(keys, question)).map((reply) => (typeof reply === 'number' ? reply : null));

  const texts = async (keys: readonly KeyRef[], question: (name: string) => Question): Promise<(string | null)[]> =>
    mayTouch ? (await ask(keys, question)).map((reply) => (typeof reply === 'string' ? reply : null)) : unanswered(keys);

  const fieldsOf = (replies: readonly (Reply | null)[]): ({ text: string | null } | null)[] =>
    replies.map((reply) => (Array.isArray(reply) ? { text: typeof reply[0] === 'string' ? reply[0] : null } : null));

  return {
    room(wanted) {
      const room = Math.min(wanted, ledger.remaining);
      leftOut += wanted - room;
      return room;
    },
    leftOut: () => leftOut,
    get failure() {
      return failure;
    },
    exists: (keys) => yesNo(keys, (name) => ['EXISTS', name]),
    type: async (keys) => (await ask(keys, (name) => ['TYPE', name])).map((reply) => (typeof reply === 'string' ? reply : null)),
    hasField: async (keys, field) => (mayTouch ? yesNo(keys, (name) => ['HEXISTS', name, field]) : unanswered(keys)),
    field: async (keys, field) => (mayTouch ? fieldsOf(await ask(keys, (name) => ['HMGET', name, field])) : unanswered(keys)),
    isMember: async (keys, member) => (mayTouch ? yesNo(keys, (name) => ['SISMEMBER', name, member]) : unanswered(keys)),
    element: async (keys, at) => texts(keys, (name) => ['LINDEX', name, String(at)]),
    text: async (keys) => texts(keys, (name) => ['GETRANGE', name, '0', String(TEXT_BYTES - 1)]),
    async time() {
      if (ledger.remaining === 0) return null;
      const [reply = null] = (await send(session.nodes[0], session.target.db, [['TIME']])) ?? [];
      const [seconds, micros] = Array.isArray(reply) ? reply.map(Number) : [];
      return seconds === undefined || Number.isNaN(seconds) ? null : seconds * 1000 + Math.floor((micros ?? 0) / 1000);
    },
    ttl: async (keys) => numbers(keys, (name) => ['PTTL', name]),
    frequency: async (keys) => numbers(keys, (name) => ['OBJECT', 'FREQ', name]),
    close() {
      for (const connection of connections.values()) {
        connection.then(
          (open) => open.close(),
          () => {},
        );
      }
    },
  };
}
