/** The few commands that measuring sends to a server, each node on a connection that reconnects when lost. */
import { MeterError } from '../format/errors.js';
import type { Access } from '../redis/control.js';
import { infoDatabases } from '../redis/info.js';
import type { Names } from '../redis/names.js';
import { ScanProgress } from '../redis/scan-progress.js';
import { SteadyConnection } from '../redis/steady-connection.js';
import { ReplyError, type Reply } from '../redis/resp.js';
import type { Session, SessionNode } from '../redis/topology.js';

const SCAN_COUNT = 1_000;
const PIPELINE = 500;

export class Questions {
  readonly #session: Session;
  readonly #connections: ReadonlyMap<SessionNode, SteadyConnection>;

  /** `accessOf`: the access for each node's connection, by the node's index in the session. */
  static async open(session: Session, accessOf: (index: number) => Access, db: number): Promise<Questions> {
    const { target } = session;
    const connections = new Map<SessionNode, SteadyConnection>();
    try {
      for (const [index, node] of session.nodes.entries()) {
        const { address, readonly } = node;
        const options = { ...accessOf(index), target, address, readonly, noTouch: true, db };
        connections.set(node, await SteadyConnection.open(options));
      }
      return new Questions(session, connections);
    } catch (error) {
      for (const connection of connections.values()) connection.close();
      throw error;
    }
  }

  private constructor(session: Session, connections: ReadonlyMap<SessionNode, SteadyConnection>) {
    this.#session = session;
    this.#connections = connections;
  }

  /** Sends the same commands to every node, one pipeline each. */
  everywhere(commands: readonly (readonly string[])[]): Promise<Reply[][]> {
    return Promise.all([...this.#connections.values()].map((connection) => connection.send(commands)));
  }

  /** The sum of a numeric field over hashes; `null`: none of them has it, or the user may not read it. */
  async count(keys: readonly string[], field: string): Promise<number | null> {
    const replies = await this.#each(keys, (key) => ['HMGET', key, field]);
    const numbers = replies.flatMap((reply) => {
      const value = Array.isArray(reply) ? reply[0] : null;
      return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : [];
    });
    return numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0);
  }

  /** Names with this prefix for which `wanted` returns true, by SCAN over all keys; `null`: more than `most`. */
  async names(prefix: string, most: number, wanted: (name: string) => boolean): Promise<string[] | null> {
    const found = new Set<string>();
    for (const names of this.#scans(['MATCH', `${escapeGlob(prefix)}*`])) {
      for await (const part of names) {
        for (const name of part) if (wanted(name)) found.add(name);
        if (found.size > most) return null;
      }
    }
    return [...found];
  }

  #scans(filter: readonly string[]): AsyncGenerator<string[]>[] {
    return [...this.#connections].map(([node, connection]) => scan(node, connection, filter));
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close();
  }

  async #each(keys: readonly string[], command: (key: string) => readonly string[]): Promise<Reply[]> {
    const replies: Reply[] = [];
    for (const [node, connection] of this.#connections) {
      const own = keys.filter((key) => this.#session.nodeForKey(key) === node);
      for (let from = 0; from < own.length; from += PIPELINE)
        for (const reply of await connection.send(own.slice(from, from + PIPELINE).map(command))) replies.push(reply);
    }
    return replies;
  }
}

/** Names of one node, with one SCAN after the other. */
async function* scan(node: SessionNode, connection: SteadyConnection, filter: readonly string[]): AsyncGenerator<string[]> {
  const keyCount = infoDatabases(node.info).reduce((sum, { keys }) => sum + keys, 0);
  const progress = new ScanProgress({
    command: 'SCAN',
    filtered: filter.length > 0,
    reported: node.info.has('keyspace') ? keyCount : null,
  });
  let cursor = '0';
  do {
    const [reply] = await connection.send([['SCAN', cursor, ...filter, 'COUNT', String(SCAN_COUNT)]]);
    if (reply instanceof ReplyError) throw namesRefused(connection.refused('SCAN', reply));
    const [next, names] = reply as [string, Names];
    yield [...names];
    if (next !== '0') progress.step(next, names, SCAN_COUNT);
    cursor = next;
  } while (cursor !== '0');
}

/** Without names, the user must name the application. */
const namesRefused = ({ code, exitCode, message, suggestions }: MeterError): MeterError =>
  new MeterError(code, exitCode, message, [
    ...suggestions,
    'Or name the application with --profile NAME@VERSION, and give the number of requests with --requests.',
  ]);

const escapeGlob = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&');
