/** Keys and values of a live server: SCAN on every node, and values in pipelines from the node that returned the name. */
import { EXIT, MeterError } from '../format/errors.js';
import { BUDGET_SPENT } from '../redis/ledger.js';
import { beforeData } from '../redis/connect-errors.js';
import { joinedStates, stateIn } from '../recognise/ask-state.js';
import { STATE_KEY, STATE_QUESTION, type StateNote } from '../recognise/state-note.js';
import type { CommandGuard } from '../redis/guard.js';
import { infoDatabases } from '../redis/info.js';
import type { Ledger } from '../redis/ledger.js';
import { Pace } from '../redis/pace.js';
import { ReplyError, type Reply } from '../redis/resp.js';
import { scanNames } from '../redis/scan.js';
import { SteadyConnection } from '../redis/steady-connection.js';
import type { Session, SessionNode } from '../redis/topology.js';
import type { KeyReading } from './key-value.js';
import { TEXT_BYTES } from './needed-fields.js';
import type { KeySource, PlanFinder, Question, Visitor } from './source.js';
import type { FamilyPlan } from './relation.js';
import { readOn, settleAll } from './read-on.js';
import { commandsFor, readingFrom, type ValueRead } from './value-commands.js';
import type { ConsistencyNotice } from './notices.js';

export interface LiveOptions {
  session: Session;
  guard: CommandGuard;
  ledger: Ledger;
  noTouch: boolean;
  databases: number | 'all';
  maxLatencyMs: number;
  signal: AbortSignal;
}

/** Maximum keys read in one transaction, which blocks the server. */
const MOST_AT_ONCE = 512;
/** Commands per pipeline when reading again. */
const PIPELINE = 2_000;
/** Names per batch of value reads. */
const BATCH = 1_000;

export class LiveSource implements KeySource {
  readonly still = false;
  partial: string | null = null;
  /** Why not every key was read. */
  readonly notes: ConsistencyNotice[] = [];
  #anySeen = false;
  readonly #options: LiveOptions;
  readonly #finder: PlanFinder;
  readonly #connections = new Map<string, Promise<SteadyConnection>>();

  constructor(options: LiveOptions, finder: PlanFinder) {
    this.#options = options;
    this.#finder = finder;
  }

  async scan(visitor: Visitor): Promise<void> {
    let seen = 0;
    const total = this.#total();
    await this.#eachNode(async (connection, db, names) => {
      this.#anySeen ||= names.length > 0;
      // Sends the next keys while these are processed.
      let pending: Asked | null = null;
      for (let at = 0; at < names.length; at += BATCH) {
        const next = this.#ask(connection, db, names.slice(at, at + BATCH), visitor);
        if (pending) await take(connection, pending, visitor);
        pending = next;
      }
      if (pending) await take(connection, pending, visitor);
      seen += names.length;
      visitor.progress(seen, total);
    });
  }

  async names(visit: (plan: FamilyPlan, db: number, name: string, segments: readonly string[]) => void): Promise<void> {
    await this.#eachNode((_, db, names) => {
      for (const name of names) {
        const found = this.#finder.find(name);
        if (found?.plan) visit(found.plan, db, name, found.segments);
      }
    });
  }

  async state(): Promise<StateNote> {
    const node = this.#options.session.nodeForKey(STATE_KEY);
    const notes: StateNote[] = [];
    for (const db of this.#databasesOf(node)) {
      const connection = await this.#connectionTo(node, db);
      const [reply] = await connection.send([STATE_QUESTION]);
      notes.push(await stateIn(Array.isArray(reply) ? reply : []));
    }
    return joinedStates(notes);
  }

  async read(questions: readonly (readonly Question[])[]): Promise<KeyReading[][]> {
    const answers = questions.map(() => [] as KeyReading[]);
    const bySender = new Map<string, { node: SessionNode; db: number; groups: number[] }>();
    const isCluster = this.#options.session.mode === 'cluster';
    for (const [index, group] of questions.entries()) {
      for (const { db, name } of isCluster ? group : group.slice(0, 1)) {
        const node = this.#options.session.nodeForKey(name);
        const id = `${this.#options.session.nodes.indexOf(node)}/${db}`;
        const sender = bySender.get(id) ?? { node, db, groups: [] };
        if (sender.groups.at(-1) !== index) sender.groups.push(index);
        bySender.set(id, sender);
      }
    }
    for (const { node, db, groups } of bySender.values()) {
      const connection = await this.#connectionTo(node, db);
      const mine = (index: number): Question[] =>
        questions[index]!.filter(({ name }) => !isCluster || this.#options.session.nodeForKey(name) === node);
      for (let at = 0; at < groups.length;) {
        const commands: string[][] = [];
        const takers: { index: number; questions: Question[]; whole: boolean }[] = [];
        for (; at < groups.length && commands.length < PIPELINE; at++) {
          const index = groups[at]!;
          const asked = mine(index);
          const whole = !isCluster && asked.length > 1 && asked.length <= MOST_AT_ONCE;
          const own = asked.flatMap((question) => commandsFor(question));
          if (whole) commands.push(['MULTI']);
          for (const command of own) commands.push(command);
          if (whole) commands.push(['EXEC']);
          takers.push({ index, questions: asked, whole });
        }
        const taken = takeReplies(takers, await connection.send(commands), answers);
        await settleAll(connection, taken);
        for (const each of taken) await readOn(connection, each);
      }
    }
    return isCluster ? questions.map((group, index) => inOrder(group, answers[index]!)) : answers;
  }

  async close(): Promise<void> {
    for (const connection of this.#connections.values()) {
      await connection.then(
        (open) => open.close(),
        () => {},
      );
    }
  }

  #databasesOf({ info }: SessionNode): number[] {
    const { databases } = this.#options;
    return databases === 'all' ? infoDatabases(info).map(({ db }) => db) : [databases];
  }

  #total(): number | null {
    const { session, databases } = this.#options;
    const counts = session.nodes.flatMap(({ info }) => infoDatabases(info));
    const wanted = counts.filter(({ db }) => databases === 'all' || db === databases);
    return wanted.length === 0 ? null : wanted.reduce((sum, { keys }) => sum + keys, 0);
  }

  /** Yields names batch by batch; the next SCAN runs during processing. */
  async #eachNode(
    work: (connection: SteadyConnection, db: number, names: readonly string[]) => Promise<void> | void,
  ): Promise<void> {
    const { session } = this.#options;
    const scans = session.nodes.flatMap((node) => this.#databasesOf(node).map((db) => this.#scanNode(node, db, work)));
    const results = await Promise.allSettled(scans);
    for (const result of results) if (result.status === 'rejected') this.#fail(result.reason);
    if (this.#options.signal.aborted) this.partial ??= 'interrupted';
  }

  /** Reports what was seen before the failure as a partial result. */
  #fail(reason: unknown): void {
    const failure = this.#anySeen ? reason : beforeData(reason);
    if (!(failure instanceof MeterError)) throw failure;
    const isPartial = failure.exitCode === EXIT.partial || (this.#anySeen && failure.exitCode === EXIT.connection);
    if (!isPartial) throw failure;
    this.notes.push({ code: 'reading-failed', params: { error: failure.code, message: failure.message } });
    this.partial ??= failure.code;
  }

  async #scanNode(
    node: SessionNode,
    db: number,
    work: (connection: SteadyConnection, db: number, names: readonly string[]) => Promise<void> | void,
  ): Promise<void> {
    const { ledger, maxLatencyMs, signal } = this.#options;
    const connection = await this.#connectionTo(node, db);
    const startedAt = performance.now();
    await connection.send([['PING']]);
    const pace = new Pace(maxLatencyMs, performance.now() - startedAt);
    let working: Promise<void> | void = undefined;
    const mayScan = (): boolean => ledger.remaining > 0;
    const settle = async (): Promise<void> => {
      await working;
    };
    let done = false;
    for await (const { names, last } of scanNames({
      connection,
      pace,
      filter: { match: null, type: null },
      reported: keysIn(node, db),
      signal,
      mayScan,
      settle,
    })) {
      await working;
      working = work(connection, db, [...names]);
      // The next await throws the failure.
      if (working) working.catch(() => {});
      done = last;
    }
    await working;
    if (!done && !signal.aborted) this.partial ??= BUDGET_SPENT;
  }

  /** Sends the questions about these keys. */
  #ask(connection: SteadyConnection, db: number, names: readonly string[], visitor: Visitor): Asked {
    const commands: string[][] = [];
    const keys: Asked['keys'] = [];
    for (const name of names) {
      const found = this.#finder.find(name);
      if (!found) continue;
      const { plan, segments } = found;
      if (plan) {
        const question = { db, name, plan, value: plan.readsValue, ttl: plan.asksTtl };
        // The name alone shows that the key exists.
        if (!question.value && !question.ttl) visitor.key(plan, { db, name, value: undefined, ttlMs: null }, segments);
        else {
          keys.push({ question, segments });
          for (const command of commandsFor(question)) commands.push(command);
        }
      }
    }
    const replies = connection.send(commands);
    // A failure is thrown when the replies are taken.
    replies.catch(() => {});
    return { keys, replies };
  }

  #connectionTo(node: SessionNode, db: number): Promise<SteadyConnection> {
    const { session, guard, ledger, noTouch, signal } = this.#options;
    const id = `${session.nodes.indexOf(node)}/${db}`;
    const known =
      this.#connections.get(id) ??
      SteadyConnection.open({
        target: session.target,
        address: node.address,
        guard,
        ledger,
        readonly: node.readonly,
        noTouch,
        db,
        longestText: TEXT_BYTES,
        signal,
      });
    this.#connections.set(id, known);
    return known;
  }
}

/** Number of keys that the server reports; `null`: not reported. */
function keysIn({ info }: SessionNode, db: number): number | null {
  return info.has('keyspace') ? (infoDatabases(info).find((row) => row.db === db)?.keys ?? 0) : null;
}

/** Keys with questions, in the order of the replies. */
interface Asked {
  keys: { question: Question; segments: readonly string[] }[];
  replies: Promise<Reply[]>;
}

async function take(connection: SteadyConnection, { keys, replies: coming }: Asked, visitor: Visitor): Promise<void> {
  const replies = await coming;
  let at = 0;
  for (const { question, segments } of keys) {
    // SCAN has just returned the key, so an empty reply counts as an empty value. Reading again detects a key deleted since.
    const taken = readingFrom(question, replies, at);
    at = taken.next;
    await readOn(connection, taken);
    visitor.key(question.plan, taken.reading, segments);
  }
}

/** Answers questions, some of them in part. */
function takeReplies(
  takers: readonly { index: number; questions: readonly Question[]; whole: boolean }[],
  replies: readonly Reply[],
  answers: KeyReading[][],
): ValueRead[] {
  let at = 0;
  const all: ValueRead[] = [];
  for (const { index, questions, whole } of takers) {
    const own = questions.reduce((sum, question) => sum + commandsFor(question).length, 0);
    const results = whole ? replies[at + own + 1] : replies.slice(at, at + own);
    at += own + (whole ? 2 : 0);
    if (!Array.isArray(results)) throw refusedTransaction(results);
    let next = 0;
    for (const question of questions) {
      const answer = readingFrom(question, results, next);
      next = answer.next;
      answers[index]!.push(answer.reading);
      all.push(answer);
    }
  }
  return all;
}

const refusedTransaction = (reply: unknown): MeterError =>
  new MeterError(
    'no-transactions',
    EXIT.connection,
    `The server refuses to read several keys at one moment (${reply instanceof ReplyError ? reply.message.slice(0, 60) : 'no reply'}).`,
    ['Allow the user to: ACL SETUSER <user> +multi +exec'],
  );

/** Answers of several nodes, in the order of the questions. */
function inOrder(questions: readonly Question[], answers: readonly KeyReading[]): KeyReading[] {
  const byName = new Map(answers.map((answer) => [answer.name, answer]));
  return questions.map(({ name }) => byName.get(name)!);
}
