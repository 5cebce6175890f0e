/**
 * The shape of Redis's reply to each command. Every incoming reply is checked here, so that readers need not handle replies that
 * Redis does not give. An error reply is always valid.
 */
import { KeyCommands, type Commands } from './key-commands.js';
import { Names } from './names.js';
import { MAX_BYTES, ReplyError, type Reply } from './resp.js';

interface Shape {
  is(reply: Reply, args: readonly string[]): boolean;
  /** The expected reply in words, for the message. */
  words: string;
  /** Maximum bytes of the reply. */
  most: number;
}

/** Replies without application data. */
const SHORT = 65_536;
/** Replies about the server, and batches of names. */
const LONG = 64 * 2 ** 20;
/** Module types have nine characters; some services use a few more. */
const LONGEST_TYPE = 64;

const isText = (reply: Reply): reply is string => typeof reply === 'string';
const isTexts = (reply: Reply): reply is string[] => Array.isArray(reply) && reply.every(isText);
const isPairs = (reply: Reply): boolean => isTexts(reply) && reply.length % 2 === 0;
const isCursor = (reply: Reply | undefined): boolean => typeof reply === 'string' && /^\d{1,20}$/.test(reply);
const isWithNull =
  (is: Shape['is']): Shape['is'] =>
  (reply, args) =>
    reply === null || is(reply, args);

const shape = (words: string, most: number, is: Shape['is']): Shape => ({ words, most, is });

/** Lengths and sizes in Redis are always safe integers. */
const integerFrom =
  (least: number): Shape['is'] =>
  (reply) =>
    typeof reply === 'number' && reply >= least;

const status = shape('a short text', SHORT, isText);
const statusOrNull = shape('a short text or null', SHORT, isWithNull(isText));
const count = shape('an integer from 0 on', SHORT, integerFrom(0));
const countOrNull = shape('an integer from 0 on or null', SHORT, isWithNull(integerFrom(0)));
const yesNo = shape('0 or 1', SHORT, (reply) => reply === 0 || reply === 1);
/** A TTL may exceed the safe integers: it has 64 bits. */
const ttl = shape(
  'an integer from -2 on',
  SHORT,
  (reply) => (typeof reply === 'number' || typeof reply === 'bigint') && reply >= -2,
);
const anyInteger = shape('an integer', SHORT, (reply) => typeof reply === 'number' || typeof reply === 'bigint');
const report = shape('a text', LONG, isText);
const typeName = shape('the name of a type', SHORT, (reply) => isText(reply) && reply.length <= LONGEST_TYPE);
const settings = shape('names and values, or null', LONG, isWithNull(isPairs));
const value = shape('a text or null', MAX_BYTES, isWithNull(isText));
const text = shape('a text', MAX_BYTES, isText);
const values = shape('an array of texts', MAX_BYTES, isTexts);
const pairs = shape('names and values', MAX_BYTES, isPairs);
const array = shape('an array', MAX_BYTES, Array.isArray);
const arrayOrNull = shape('an array or null', MAX_BYTES, isWithNull(Array.isArray));
const ttls = shape(
  'one integer for each field',
  LONG,
  (reply, args) => Array.isArray(reply) && reply.length === args.length - 4 && reply.every((each) => ttl.is(each, args)),
);
/** `[cursor, names]` and nothing else. */
const cursorAnd = (words: string, most: number, isRest: (rest: Reply) => boolean): Shape =>
  shape(
    `a cursor and ${words}`,
    most,
    (reply) => Array.isArray(reply) && reply.length === 2 && isCursor(reply[0]) && isRest(reply[1]!),
  );
const fieldValues = shape(
  'one text or null for each field',
  MAX_BYTES,
  (reply, args) =>
    Array.isArray(reply) && reply.length === args.length - 2 && reply.every((each) => each === null || isText(each)),
);
const members = shape('an array of texts', MAX_BYTES, (reply, args) =>
  args.at(-1)?.toUpperCase() === 'WITHSCORES' ? isPairs(reply) : isTexts(reply),
);
/** `[first, last, [host, port, …], …]` for each range. */
const slots = shape(
  'ranges of slots with their nodes',
  LONG,
  (reply) =>
    Array.isArray(reply) &&
    reply.every((range) => {
      if (!Array.isArray(range)) return false;
      const [first, last, ...nodes] = range;
      return isSlot(first) && isSlot(last) && nodes.every((node) => Array.isArray(node));
    }),
);
const isSlot = (reply: Reply | undefined): boolean => typeof reply === 'number' && reply >= 0 && reply < 16_384;
const time = shape(
  'seconds and microseconds',
  SHORT,
  (reply) => isTexts(reply) && reply.length === 2 && reply.every((each) => /^\d{1,12}$/.test(each)),
);
const role = shape('a role and what belongs to it', LONG, (reply) => Array.isArray(reply) && isText(reply[0]!));
const address = shape(
  'a host and a port, or null',
  SHORT,
  isWithNull((reply) => isTexts(reply) && reply.length === 2),
);
const instances = shape('names and values of each instance', LONG, (reply) => Array.isArray(reply) && reply.every(isPairs));
/** All scripts are this program's own, and each caller knows its script's replies. */
const scriptReply = shape('a text, an integer or an array of them', LONG, (reply) =>
  (Array.isArray(reply) ? reply : [reply]).every((each) => !Array.isArray(each)),
);

type Entry = Shape | ReadonlyMap<string, Shape>;

const sub = (shapes: Readonly<Record<string, Shape>>): ReadonlyMap<string, Shape> => new Map(Object.entries(shapes));

/** By upper-case command, or by command and subcommand. */
const SHAPES: ReadonlyMap<string, Entry> = new Map<string, Entry>(
  Object.entries({
    // The connection and the server.
    ACL: sub({ WHOAMI: status }),
    AUTH: status,
    CLIENT: sub({ ID: count, 'NO-TOUCH': status, SETINFO: status, SETNAME: status }),
    CLUSTER: sub({ INFO: report, MYID: status, NODES: report, SHARDS: array, SLOTS: slots }),
    COMMAND: sub({ COUNT: count, INFO: array }),
    CONFIG: sub({ GET: settings }),
    DBSIZE: count,
    HELLO: array,
    INFO: report,
    LASTSAVE: count,
    LATENCY: sub({ LATEST: array }),
    MONITOR: status,
    PING: status,
    QUIT: status,
    READONLY: status,
    ROLE: role,
    SELECT: status,
    SENTINEL: sub({ 'GET-MASTER-ADDR-BY-NAME': address, REPLICAS: instances, SENTINELS: instances }),
    SLOWLOG: sub({ GET: array }),
    TIME: time,
    // Reading keys.
    DUMP: value,
    EXISTS: count,
    EXPIRETIME: ttl,
    GET: value,
    GETRANGE: text,
    HEXISTS: yesNo,
    HGETALL: pairs,
    HLEN: count,
    HMGET: fieldValues,
    HPEXPIRETIME: ttls,
    HSCAN: cursorAnd('names and values', MAX_BYTES, isPairs),
    LINDEX: value,
    LLEN: count,
    LRANGE: values,
    MEMORY: sub({ STATS: array, USAGE: countOrNull }),
    OBJECT: sub({ ENCODING: statusOrNull, FREQ: countOrNull, IDLETIME: countOrNull }),
    PEXPIRETIME: ttl,
    PTTL: ttl,
    SCAN: cursorAnd('an array of names', LONG, (rest) => rest instanceof Names || isTexts(rest)),
    SCARD: count,
    SISMEMBER: yesNo,
    SMEMBERS: values,
    SSCAN: cursorAnd('an array of members', MAX_BYTES, isTexts),
    STRLEN: count,
    TTL: ttl,
    TYPE: typeName,
    XINFO: sub({ CONSUMERS: array, GROUPS: array, STREAM: array }),
    XLEN: count,
    XPENDING: array,
    XRANGE: array,
    ZCARD: count,
    ZRANGE: members,
    ZSCORE: value,
    // Changing them.
    DEL: count,
    DISCARD: status,
    EVAL: scriptReply,
    EVALSHA: scriptReply,
    EXEC: arrayOrNull,
    HDEL: count,
    HGET: value,
    HINCRBY: anyInteger,
    HPEXPIREAT: array,
    HSET: count,
    HSETNX: yesNo,
    INCRBY: anyInteger,
    LTRIM: status,
    MULTI: status,
    PERSIST: yesNo,
    PEXPIRE: yesNo,
    PEXPIREAT: yesNo,
    RENAME: status,
    RESTORE: status,
    RPUSH: count,
    SADD: count,
    SET: statusOrNull,
    SREM: count,
    UNLINK: count,
    UNWATCH: status,
    WATCH: status,
    XADD: status,
    XCLAIM: array,
    XDEL: count,
    XGROUP: sub({ CREATE: status, CREATECONSUMER: count }),
    XSETID: status,
    XTRIM: count,
    ZADD: count,
    ZREM: count,
  }),
);

function shapeOf(args: readonly string[]): Shape | undefined {
  const [name = '', subcommand = ''] = args;
  const entry = SHAPES.get(name) ?? SHAPES.get(name.toUpperCase());
  return entry instanceof Map ? (entry.get(subcommand) ?? entry.get(subcommand.toUpperCase())) : (entry as Shape | undefined);
}

/** True when the shape of this command's reply is known. */
export const hasShape = (args: readonly string[]): boolean => shapeOf(args) !== undefined;

/** Maximum bytes of the reply to this command. */
export const mostBytes = (args: readonly string[]): number => shapeOf(args)?.most ?? MAX_BYTES;

/** A reply that Redis never gives. */
export interface AlienReply {
  /** The command, with its subcommand if it has one. */
  command: string;
  /** The actual and the expected reply. Contains only numbers from the reply. */
  detail: string;
}

/** The first reply of a pipeline that Redis would not give; `null`: none. */
export function alienAmong(commands: Commands, replies: readonly Reply[]): AlienReply | null {
  if (commands instanceof KeyCommands) return alienToQuestions(commands, replies);
  /** Index where the open transaction starts; -1: no open transaction. */
  let open = -1;
  for (let at = 0; at < replies.length; at++) {
    const args = commands[at]!;
    const reply = replies[at]!;
    const [name] = args;
    if (open >= 0 && name !== 'EXEC' && name !== 'DISCARD') {
      if (reply !== 'QUEUED' && !(reply instanceof ReplyError)) return alien(args, reply, 'QUEUED');
      continue;
    }
    const found = alienReply(args, reply) ?? (open >= 0 && name === 'EXEC' ? alienInside(commands.slice(open, at), reply) : null);
    if (found) return found;
    open = name === 'MULTI' && !(reply instanceof ReplyError) ? at + 1 : -1;
  }
  return null;
}

function alienToQuestions(commands: KeyCommands, replies: readonly Reply[]): AlienReply | null {
  const shapes = new Map(commands.distinct.map((asked) => [asked, shapeOf(asked.words)]));
  for (let at = 0; at < replies.length; at++) {
    const reply = replies[at]!;
    const asked = commands.questionAt(at);
    const expected = shapes.get(asked);
    if (expected && !(reply instanceof ReplyError) && !expected.is(reply, asked.words))
      return alien(asked.words, reply, expected.words);
  }
  return null;
}

/** Checks one reply outside a transaction. */
export function alienReply(args: readonly string[], reply: Reply): AlienReply | null {
  if (reply instanceof ReplyError) return null;
  const expected = shapeOf(args);
  return !expected || expected.is(reply, args) ? null : alien(args, reply, expected.words);
}

/** Checks the reply to EXEC: one reply per command, or null when a watched key has changed. */
function alienInside(commands: readonly (readonly string[])[], reply: Reply): AlienReply | null {
  if (!Array.isArray(reply)) return null;
  if (reply.length !== commands.length) return alien(['EXEC'], reply, `an array of ${commands.length}`);
  return alienAmong(commands, reply);
}

function alien(args: readonly string[], reply: Reply, words: string): AlienReply {
  const [name = '', subcommand = ''] = args;
  const command = SHAPES.get(name.toUpperCase()) instanceof Map ? `${name} ${subcommand}` : name;
  return { command, detail: `${kindOf(reply)} came where ${words} is expected` };
}

function kindOf(reply: Reply): string {
  if (reply === null) return 'null';
  if (Array.isArray(reply)) return `an array of ${reply.length}`;
  return typeof reply === 'number' || typeof reply === 'bigint' ? `the integer ${reply}` : 'a text';
}
