/** Finds out which commands a user may send, without running any of them. */
import { ReplyError, type Reply } from './resp.js';

/** No application writes this key. */
const KEY = 'meter:probe';

/**
 * Arguments for each command that is queued in a transaction and then discarded. All but those in `MAKING` do nothing to a
 * missing key.
 */
const QUEUED = {
  'CONFIG GET': ['maxmemory-policy'],
  DBSIZE: [],
  DEL: [KEY],
  DUMP: [KEY],
  EXISTS: [KEY],
  GET: [KEY],
  GETRANGE: [KEY, '0', '0'],
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
  HSETNX: [KEY, 'f', 'v'],
  INCRBY: [KEY, 'x'],
  INFO: ['server'],
  LINDEX: [KEY, '0'],
  LLEN: [KEY],
  LRANGE: [KEY, '0', '0'],
  LTRIM: [KEY, '0', '0'],
  'MEMORY USAGE': [KEY],
  'OBJECT FREQ': [KEY],
  PERSIST: [KEY],
  PEXPIRE: [KEY, '1'],
  PEXPIREAT: [KEY, '1'],
  PEXPIRETIME: [KEY],
  PTTL: [KEY],
  RENAME: [KEY, KEY],
  RESTORE: [KEY, '0', 'x'],
  RPUSH: [KEY, 'x'],
  SADD: [KEY, 'x'],
  SCAN: ['0', 'COUNT', '1'],
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
  ZCOUNT: [KEY, '0', '0'],
  ZRANGE: [KEY, '0', '0'],
  ZREM: [KEY, 'm'],
  ZSCORE: [KEY, 'm'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A command that can be checked, with its subcommand if it has one. */
export type AskedCommand = keyof typeof QUEUED;

export const isAsked = (name: string): name is AskedCommand => Object.hasOwn(QUEUED, name);

/** A new connection to one node. */
export interface Asker {
  send(commands: readonly (readonly string[])[]): Promise<Reply[]>;
  close(): void;
}

/** The result of the check for one command. */
export interface MissingRight {
  command: AskedCommand;
  /** True when the server does not have the command. False when the user may not send it, or not for this key. */
  unknown: boolean;
}

/**
 * The commands that the server or the user lacks. A server checks permissions when it queues a command. If transactions are not
 * allowed, commands that do nothing to a missing key are sent directly, and the others are not checked.
 */
export const missingRights = async (connect: () => Promise<Asker>, commands: readonly AskedCommand[]): Promise<MissingRight[]> =>
  (await askedRights(connect, commands, (name) => !MAKING.includes(name))).missing;

/** The same with the commands that were not asked about. `mayRun`: commands that may be sent where transactions are not allowed. */
export async function askedRights(
  connect: () => Promise<Asker>,
  commands: readonly AskedCommand[],
  mayRun: (name: AskedCommand) => boolean,
): Promise<{ missing: MissingRight[]; unasked: AskedCommand[] }> {
  // A proxy that ignores MULTI would execute the commands after it, so it must first prove that it queues a read.
  const [multi, first] = await sendOnce(connect, [['MULTI'], ['EXISTS', KEY], ['DISCARD']]);
  const queues = multi === 'OK' && (first instanceof ReplyError ? isRefusal(first) : first === 'QUEUED');
  const asked = queues ? commands : commands.filter(mayRun);
  const sent = asked.map((name) => [...name.split(' '), ...QUEUED[name]]);
  const replies = queues ? (await sendOnce(connect, [['MULTI'], ...sent, ['DISCARD']])).slice(1) : await sendOnce(connect, sent);
  const missing = asked.flatMap((command, index): MissingRight[] => {
    const reply = replies[index];
    if (!(reply instanceof ReplyError) || !isRefusal(reply)) return [];
    return [{ command, unknown: !reply.message.startsWith('NOPERM') }];
  });
  return { missing, unasked: commands.filter((name) => !asked.includes(name)) };
}

/** A user may lack DISCARD; closing the connection discards the transaction as well. */
async function sendOnce(connect: () => Promise<Asker>, commands: readonly (readonly string[])[]): Promise<Reply[]> {
  const connection = await connect();
  return connection.send(commands).finally(() => connection.close());
}

/** Commands that would create the key. */
const MAKING: readonly AskedCommand[] = ['RPUSH', 'SADD', 'HSETNX'];

/** Errors about the command itself. MOVED and similar errors come after the permission check. */
const isRefusal = ({ message }: ReplyError): boolean => /^NOPERM|unknown (?:sub)?command/i.test(message);
