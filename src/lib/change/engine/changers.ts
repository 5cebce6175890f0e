/** How keys can be changed on this server, found out by asking it. */
import { EXIT, MeterError } from '../../format/errors.js';
import type { CommandGuard } from '../../redis/guard.js';
import type { Ledger } from '../../redis/ledger.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { Session, SessionNode } from '../../redis/topology.js';
import type { ArchiveWriter } from '../archive/writer.js';
import type { KeyChanger } from './key-changer.js';
import type { KeyedSender } from './keyed-sender.js';
import { KEYS_TOGETHER, scriptChanger } from './script-changer.js';
import { UNLINK_IF_SAME } from './scripts.js';
import { transactionChanger } from './transaction-changer.js';
import { writeRefused } from './write-refusals.js';

export interface Abilities {
  /** EVAL: comparing and changing in one step. */
  scripts: boolean;
  /** WATCH, MULTI and EXEC. */
  transactions: boolean;
  dump: boolean;
}

// No application writes it: the script finds nothing, and changes nothing.
const PROBE_KEY = 'meter:probe';

/** Tries all of them on a key that does not exist, on every node. Rejects where the server takes no writes at all. */
export async function abilitiesOf(session: Session, sender: KeyedSender): Promise<Abilities> {
  const found = await Promise.all(
    session.nodes.map(async (node) => {
      const connection = await sender.connectionTo(node);
      // Another node's key is refused with MOVED, which says as much: the command is known and allowed.
      const replies = await connection.send([
        ['EVAL', UNLINK_IF_SAME.body, '1', PROBE_KEY, '', '0'],
        ['WATCH', PROBE_KEY],
        ['UNWATCH'],
        ['MULTI'],
        ['EXEC'],
        ['DUMP', PROBE_KEY],
      ]);
      rejectRefusal(replies[0]!);
      return replies.map(works);
    }),
  );
  return {
    scripts: found.every(([script]) => script),
    transactions: found.every((replies) => replies.slice(1, 5).every((each) => each)),
    dump: found.every((replies) => replies[5]),
  };
}

/** What scripts and transactions send on the way, such that it changes nothing. */
const HARMLESS = { UNLINK: ['UNLINK', PROBE_KEY], PEXPIREAT: ['PEXPIREAT', PROBE_KEY, '1'] };

/** Throws (exit 4) where the user may not send it, which a script that finds nothing to change does not tell. */
export async function checkRight(command: keyof typeof HARMLESS, session: Session, sender: KeyedSender): Promise<void> {
  for (const node of session.nodes) {
    const [reply] = await (await sender.connectionTo(node)).send([HARMLESS[command]]);
    rejectRefusal(reply!);
    if (works(reply!)) continue;
    throw new MeterError('denied', EXIT.refused, `The user may not send ${command}, so nothing was changed.`, [
      'docs/redis-access.md has the ACL lines.',
    ]);
  }
}

const works = (reply: Reply): boolean => !(reply instanceof ReplyError) || /^MOVED\b/.test(reply.message);

function rejectRefusal(reply: Reply): void {
  if (reply instanceof ReplyError && /^(?:READONLY|MISCONF|CLUSTERDOWN|LOADING)\b/.test(reply.message))
    throw writeRefused(reply.message);
}

/** How keys are changed: by scripts where that can be, since they cost the server the least. Throws (exit 4) where there is no way. */
export function wayOf({ scripts, transactions, dump }: Abilities): 'scripts' | 'transactions' {
  if (scripts && dump) return 'scripts';
  if (transactions) return 'transactions';
  throw new MeterError(
    'no-comparison',
    EXIT.refused,
    'This server or user allows neither EVAL with DUMP nor WATCH with MULTI, and without either a change could lose what is written meanwhile.',
    ['docs/redis-access.md has the ACL lines.'],
  );
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

/** One changer for each node. */
export interface Changers {
  of(node: SessionNode): Promise<KeyChanger>;
  close(): void;
}

export function openChangers(options: ChangerOptions): Changers {
  const { session, sender, abilities, archive, guard, ledger, db } = options;
  const clustered = session.mode === 'cluster';
  const known = new Map<SessionNode, Promise<KeyChanger>>();
  const open = async (node: SessionNode): Promise<KeyChanger> => {
    if (wayOf(abilities) === 'scripts') {
      const together = clustered ? 1 : KEYS_TOGETHER;
      return scriptChanger({ connection: await sender.connectionTo(node), archive, db, together });
    }
    return transactionChanger({
      connection: { target: session.target, address: node.address, guard, ledger, readonly: false, noTouch: false, db },
      archive,
      dump: abilities.dump,
      single: clustered,
    });
  };
  return {
    of(node) {
      const changer = known.get(node) ?? open(node);
      known.set(node, changer);
      return changer;
    },
    close() {
      for (const opening of known.values())
        opening.then(
          (changer) => changer.close(),
          () => {},
        );
    },
  };
}
