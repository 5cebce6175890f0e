/** How keys can be changed on this server, found out by asking it. */
import type { CommandGuard } from '../redis/guard.js';
import type { Ledger } from '../redis/ledger.js';
import { ReplyError, type Reply } from '../redis/resp.js';
import type { Session, SessionNode } from '../redis/topology.js';
import type { ArchiveWriter } from './archive/writer.js';
import type { KeyChanger } from './key-changer.js';
import type { KeyedSender } from './keyed-sender.js';
import { scriptChanger } from './script-changer.js';
import { GONE, UNLINK_IF_SAME } from './scripts.js';
import { transactionChanger } from './transaction-changer.js';
import { writeRefused } from './write-refusals.js';

export interface Abilities {
  /** EVAL: comparing and changing in one step. */
  scripts: boolean;
  dump: boolean;
}

// No application writes it: the script finds nothing, and changes nothing.
const PROBE_KEY = 'meter:probe';

/** Tries both on a key that does not exist, on every node. Rejects where the server takes no writes at all. */
export async function abilitiesOf(session: Session, sender: KeyedSender): Promise<Abilities> {
  const found = await Promise.all(
    session.nodes.map(async (node) => {
      const connection = await sender.connectionTo(node);
      // Another node's key is refused with MOVED, which says as much: the command is known and allowed.
      return connection.send([
        ['EVAL', UNLINK_IF_SAME.body, '1', PROBE_KEY, ''],
        ['DUMP', PROBE_KEY],
      ]);
    }),
  );
  for (const [reply] of found) rejectRefusal(reply!);
  return { scripts: found.every(([reply]) => works(reply!)), dump: found.every(([, reply]) => works(reply!)) };
}

const works = (reply: Reply): boolean =>
  reply === null || reply === GONE || (reply instanceof ReplyError && /^MOVED\b/.test(reply.message));

function rejectRefusal(reply: Reply): void {
  if (reply instanceof ReplyError && /^(?:READONLY|MISCONF|CLUSTERDOWN|LOADING)\b/.test(reply.message))
    throw writeRefused(reply.message);
}

export interface ChangerOptions {
  session: Session;
  sender: KeyedSender;
  abilities: Abilities;
  archive: ArchiveWriter | null;
  guard: CommandGuard;
  ledger: Ledger;
  db: number;
  signal: AbortSignal;
}

/** One changer for each node. Without scripts, or without DUMP to compare by, keys are changed in transactions. */
export function openChangers(options: ChangerOptions): (node: SessionNode) => Promise<KeyChanger> {
  const { session, sender, abilities, archive, guard, ledger, db } = options;
  const known = new Map<SessionNode, Promise<KeyChanger>>();
  const open = async (node: SessionNode): Promise<KeyChanger> => {
    if (abilities.scripts && abilities.dump) return scriptChanger(await sender.connectionTo(node), archive, db);
    return transactionChanger({
      connection: { target: session.target, address: node.address, guard, ledger, readonly: false, noTouch: false, db },
      archive,
      dump: abilities.dump,
      single: session.mode === 'cluster',
    });
  };
  return (node) => {
    const changer = known.get(node) ?? open(node);
    known.set(node, changer);
    return changer;
  };
}
