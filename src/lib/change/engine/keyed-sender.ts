/** Sends each command to the node that holds its key, one pipeline for each node. */
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import type { Reply } from '../../redis/resp.js';
import { SteadyConnection } from '../../redis/steady-connection.js';
import type { Session, SessionNode } from '../../redis/topology.js';

export interface KeyedCommand {
  key: string;
  args: readonly string[];
}

export interface KeyedSender {
  /** One reply for each command, in order. */
  send(commands: readonly KeyedCommand[]): Promise<Reply[]>;
  connectionTo(node: SessionNode): Promise<SteadyConnection>;
  close(): void;
}

export interface SenderOptions {
  session: Session;
  guard: CommandGuard;
  ledger: Ledger;
  db: number;
  signal?: AbortSignal | undefined;
}

export function keyedSender({ session, guard, ledger, db, signal }: SenderOptions): KeyedSender {
  const connections = new Map<SessionNode, Promise<SteadyConnection>>();

  const connectionTo = (node: SessionNode): Promise<SteadyConnection> => {
    const known = connections.get(node);
    if (known) return known;
    const { target } = session;
    const fresh = SteadyConnection.open({
      target,
      address: node.address,
      guard,
      ledger,
      readonly: false,
      noTouch: false,
      db,
      ...(signal && { signal }),
    });
    connections.set(node, fresh);
    return fresh;
  };

  const send = async (commands: readonly KeyedCommand[]): Promise<Reply[]> => {
    const groups = new Map<SessionNode, number[]>();
    for (const [index, { key }] of commands.entries()) {
      const node = session.nodeForKey(key);
      const group = groups.get(node);
      if (group) group.push(index);
      else groups.set(node, [index]);
    }
    const replies: Reply[] = commands.map(() => null);
    await Promise.all(
      [...groups].map(async ([node, indexes]) => {
        const found = await (await connectionTo(node)).send(indexes.map((index) => commands[index]!.args));
        for (const [at, index] of indexes.entries()) replies[index] = found[at]!;
      }),
    );
    return replies;
  };

  return {
    send,
    connectionTo,
    close() {
      for (const pending of connections.values())
        pending.then(
          (connection) => connection.close(),
          () => {},
        );
    },
  };
}
