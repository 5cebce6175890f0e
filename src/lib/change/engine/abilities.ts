/** Tests how keys can be changed on this server. */
import { says } from '../../errors/changes.js';
import { EXIT, failure } from '../../format/errors.js';
import { ReplyError, type Reply } from '../../redis/resp.js';
import { slotOfKey } from '../../redis/cluster.js';
import type { Session, SessionNode } from '../../redis/topology.js';
import type { KeyedSender } from './keyed-sender.js';
import { BATCH, batchArgs } from './batch-script.js';
import type { WorkItem } from './work-item.js';
import { writeRefused } from './write-refusals.js';

export interface Abilities {
  /** EVAL and EVALSHA: compare and change in one step. */
  scripts: boolean;
  /** WATCH, MULTI and EXEC. */
  transactions: boolean;
  dump: boolean;
}

/** No application writes these keys, so a script finds and changes nothing. In a cluster each node has one of its own slots. */
export function probeKey({ slots }: SessionNode): string {
  if (slots.length === 0) return 'meter:probe';
  const isOwn = (slot: number): boolean => slots.some(([first, last]) => slot >= first && slot <= last);
  for (let tag = 0; ; tag++) {
    const key = `meter:probe{${tag}}`;
    if (isOwn(slotOfKey(key))) return key;
  }
}

const nothing = (key: string): WorkItem => ({
  keys: [key],
  checks: [{ kind: 'same', key, read: { value: { form: 'absent' }, expireAtMs: null } }],
  commands: [],
  records: [],
});

/**
 * Tries all of them on a key that does not exist, on every node. Rejects if the server refuses every write. `more`: the EVAL of another
 * script on that key, which the run will use. A script that was tried is known to the server, so no EVALSHA fails.
 */
export async function abilitiesOf(
  session: Session,
  sender: KeyedSender,
  more: (key: string) => string[][] = () => [],
): Promise<Abilities> {
  const found = await Promise.all(
    session.nodes.map(async (node) => {
      const connection = await sender.connectionTo(node);
      const key = probeKey(node);
      const idle = batchArgs(0, [nothing(key)], key, 1);
      const replies = await connection.send([
        ['EVAL', BATCH.body, ...idle],
        ['EVALSHA', BATCH.sha, ...idle],
        ['WATCH', key],
        ['UNWATCH'],
        ['MULTI'],
        ['EXEC'],
        ['DUMP', key],
        ...more(key),
      ]);
      rejectRefusal(replies[0]!);
      return replies.map(works);
    }),
  );
  return {
    scripts: found.every(([script, byHash]) => script && byHash),
    transactions: found.every((replies) => replies.slice(2, 6).every((each) => each)),
    dump: found.every((replies) => replies[6]),
  };
}

/** What a script was not found by is its hash: its text is sent then. */
const works = (reply: Reply): boolean => !(reply instanceof ReplyError) || /^(?:MOVED|NOSCRIPT)\b/.test(reply.message);

function rejectRefusal(reply: Reply): void {
  if (reply instanceof ReplyError && /^(?:READONLY|MISCONF|CLUSTERDOWN|LOADING)\b/.test(reply.message))
    throw writeRefused(reply.message);
}

/** How keys are changed: by scripts if possible, because they cost the server least. Throws (exit 4) if there is no way. */
export function wayOf({ scripts, transactions, dump }: Abilities): 'scripts' | 'transactions' {
  if (scripts && dump) return 'scripts';
  if (transactions) return 'transactions';
  throw failure(says('no-comparison'), EXIT.refused);
}
