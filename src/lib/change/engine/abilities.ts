/** Tests how keys can be changed on this server. */
import { EXIT, MeterError } from '../../format/errors.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import type { Session } from '../../redis/topology.js';
import type { KeyedSender } from './keyed-sender.js';
import { BATCH, batchArgs } from './batch-script.js';
import type { WorkItem } from './work-item.js';
import { writeRefused } from './write-refusals.js';

export interface Abilities {
  /** EVAL: compares and changes in one step. */
  scripts: boolean;
  /** WATCH, MULTI and EXEC. */
  transactions: boolean;
  dump: boolean;
}

// No application writes this key, so the script finds and changes nothing.
const PROBE_KEY = 'meter:probe';
const NOTHING: WorkItem = {
  keys: [PROBE_KEY],
  checks: [{ kind: 'same', key: PROBE_KEY, read: { value: { form: 'absent' }, expireAtMs: null } }],
  commands: [],
  records: [],
};

/** Tries all of them on a key that does not exist, on every node. Rejects if the server refuses every write. */
export async function abilitiesOf(session: Session, sender: KeyedSender): Promise<Abilities> {
  const found = await Promise.all(
    session.nodes.map(async (node) => {
      const connection = await sender.connectionTo(node);
      // MOVED, for a key of another node, also shows that the command is known and allowed.
      const replies = await connection.send([
        ['EVAL', BATCH.body, ...batchArgs(0, [NOTHING], PROBE_KEY, 1)],
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

const works = (reply: Reply): boolean => !(reply instanceof ReplyError) || /^MOVED\b/.test(reply.message);

function rejectRefusal(reply: Reply): void {
  if (reply instanceof ReplyError && /^(?:READONLY|MISCONF|CLUSTERDOWN|LOADING)\b/.test(reply.message))
    throw writeRefused(reply.message);
}

/** How keys are changed: by scripts if possible, because they cost the server least. Throws (exit 4) if there is no way. */
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
