/** Which commands a user may send, asked without sending one of them. */
import { ReplyError, type Reply } from './resp.js';

/** No application writes it. */
const KEY = 'meter:probe';

/**
 * Each command with arguments that a server queues in a transaction. The transaction is discarded, so nothing is executed; most would
 * change nothing on a missing key all the same.
 */
const QUEUED = {
  DEL: [KEY],
  DUMP: [KEY],
  EXISTS: [KEY],
  GET: [KEY],
  HDEL: [KEY, 'f'],
  HEXISTS: [KEY, 'f'],
  HGET: [KEY, 'f'],
  HGETALL: [KEY],
  HINCRBY: [KEY, 'f', 'x'],
  HLEN: [KEY],
  HMGET: [KEY, 'f'],
  HPEXPIREAT: [KEY, '1', 'FIELDS', '1', 'f'],
  HPEXPIRETIME: [KEY, 'FIELDS', '1', 'f'],
  HSCAN: [KEY, '0'],
  HSET: [KEY, 'f', 'v', 'x'],
  INCRBY: [KEY, 'x'],
  LINDEX: [KEY, '0'],
  LLEN: [KEY],
  LRANGE: [KEY, '0', '0'],
  LTRIM: [KEY, '0', '0'],
  PERSIST: [KEY],
  PEXPIRE: [KEY, '1'],
  PEXPIREAT: [KEY, '1'],
  PEXPIRETIME: [KEY],
  PTTL: [KEY],
  RENAME: [KEY, KEY],
  RESTORE: [KEY, '0', 'x'],
  RPUSH: [KEY, 'x'],
  SADD: [KEY, 'x'],
  SCARD: [KEY],
  SET: [KEY, 'x', 'XX'],
  SISMEMBER: [KEY, 'x'],
  SMEMBERS: [KEY],
  SREM: [KEY, 'x'],
  SSCAN: [KEY, '0'],
  STRLEN: [KEY],
  TIME: [],
  TYPE: [KEY],
  UNLINK: [KEY],
  XACK: [KEY, 'g', '1-1'],
  XADD: [KEY, '0-0', 'f', 'v'],
  XCLAIM: [KEY, 'g', 'c', '0', '1-1'],
  XDEL: [KEY, '1-1'],
  'XGROUP CREATE': [KEY, 'g', '0'],
  'XGROUP CREATECONSUMER': [KEY, 'g', 'c'],
  'XINFO CONSUMERS': [KEY, 'g'],
  'XINFO GROUPS': [KEY],
  'XINFO STREAM': [KEY],
  XLEN: [KEY],
  XPENDING: [KEY, 'g'],
  XRANGE: [KEY, '-', '+', 'COUNT', '1'],
  XSETID: [KEY, '1-1'],
  XTRIM: [KEY, 'MINID', '0'],
  ZADD: [KEY, 'XX', '1', 'm'],
  ZCARD: [KEY],
  ZRANGE: [KEY, '0', '0'],
  ZREM: [KEY, 'm'],
  ZSCORE: [KEY, 'm'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A command that can be asked about, with its subcommand where it has one. */
export type AskedCommand = keyof typeof QUEUED;

export const isAsked = (name: string): name is AskedCommand => Object.hasOwn(QUEUED, name);

/** A connection to one node, in no transaction. */
export interface Asker {
  send(commands: readonly (readonly string[])[]): Promise<Reply[]>;
}

/** What became of the question for one command. */
export interface MissingRight {
  command: AskedCommand;
  /** The server does not have the command; otherwise the user may not send it, or not for this key. */
  unknown: boolean;
}

/**
 * The commands that the server or the user lacks; `null` where the server does not tell, since transactions are not allowed.
 * A server checks rights when it queues a command. Takes two round trips, and five commands more than are asked about.
 */
export async function missingRights(asker: Asker, commands: readonly AskedCommand[]): Promise<MissingRight[] | null> {
  // A proxy that takes MULTI for nothing would execute what follows. So it has to queue a read first.
  const [multi, first] = await asker.send([['MULTI'], ['EXISTS', KEY], ['DISCARD']]);
  if (multi !== 'OK' || !(first instanceof ReplyError ? isRefusal(first) : first === 'QUEUED')) return null;
  const asked = commands.map((name) => [...name.split(' '), ...QUEUED[name]]);
  const [, ...replies] = await asker.send([['MULTI'], ...asked, ['DISCARD']]);
  return commands.flatMap((command, index) => {
    const reply = replies[index];
    if (!(reply instanceof ReplyError) || !isRefusal(reply)) return [];
    return [{ command, unknown: !reply.message.startsWith('NOPERM') }];
  });
}

/** Errors that say something of the command; MOVED and the like come after rights are checked. */
const isRefusal = ({ message }: ReplyError): boolean => /^NOPERM|unknown (?:sub)?command/i.test(message);
