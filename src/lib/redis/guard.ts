import { says } from '../errors/session.js';
import { EXIT, failure, type MeterError } from '../format/errors.js';

/** Checks every command before it is sent; `check` throws for a forbidden command. */
export interface CommandGuard {
  /** `args[0]` is the command's name. */
  check(args: readonly string[]): void;
}

/** Commands that reading verbs may send: with any arguments (`'*'`), or only with the listed subcommands. */
export const READ_ONLY_COMMANDS: Readonly<Record<string, '*' | readonly string[]>> = {
  // The connection itself.
  AUTH: '*',
  CLIENT: ['ID', 'NO-TOUCH', 'SETINFO', 'SETNAME'],
  HELLO: '*',
  PING: '*',
  QUIT: '*',
  READONLY: '*',
  SELECT: '*',
  // The server.
  ACL: ['WHOAMI'],
  CLUSTER: ['INFO', 'MYID', 'NODES', 'SHARDS', 'SLOTS'],
  COMMAND: ['COUNT', 'INFO'],
  CONFIG: ['GET'],
  DBSIZE: '*',
  INFO: '*',
  LASTSAVE: '*',
  ROLE: '*',
  SENTINEL: ['GET-MASTER-ADDR-BY-NAME', 'REPLICAS', 'SENTINELS'],
  TIME: '*',
  // Keys: names, types, TTLs and sizes, and single fields or members.
  EXISTS: '*',
  EXPIRETIME: '*',
  GETRANGE: '*',
  HEXISTS: '*',
  HLEN: '*',
  HMGET: '*',
  LINDEX: '*',
  LLEN: '*',
  MEMORY: ['STATS', 'USAGE'],
  OBJECT: ['ENCODING', 'FREQ', 'IDLETIME'],
  PTTL: '*',
  SCAN: '*',
  SCARD: '*',
  SISMEMBER: '*',
  STRLEN: '*',
  TTL: '*',
  TYPE: '*',
  XINFO: ['GROUPS', 'STREAM'],
  XLEN: '*',
  ZCARD: '*',
};

export const readOnlyGuard = (): CommandGuard => readingGuard(READ_ONLY_COMMANDS);

function readingGuard(commands: Readonly<Record<string, '*' | readonly string[]>>): CommandGuard {
  const allowed = new Map(Object.entries(commands));
  return {
    check([name = '', subcommand = '']) {
      const rule = allowed.get(name.toUpperCase());
      if (rule === '*' || rule?.includes(subcommand.toUpperCase())) return;
      throw notAllowed(rule ? `${name} ${subcommand}` : name, 'reading');
    },
  };
}

/** Commands that return a whole value, to archive it. */
const WHOLE_VALUES: Readonly<Record<string, '*' | readonly string[]>> = {
  DUMP: '*',
  GET: '*',
  HGETALL: '*',
  HPEXPIRETIME: '*',
  HSCAN: '*',
  LRANGE: '*',
  PEXPIRETIME: '*',
  SMEMBERS: '*',
  SSCAN: '*',
  XINFO: ['CONSUMERS', 'GROUPS', 'STREAM'],
  XPENDING: '*',
  XRANGE: '*',
  ZRANGE: '*',
};

/** For checks that compare sums: counters and members, and those of several keys at one moment. */
export function checkingGuard(): CommandGuard {
  return readingGuard({
    ...READ_ONLY_COMMANDS,
    EXEC: '*',
    HSCAN: '*',
    MULTI: '*',
    SSCAN: '*',
    ZRANGE: '*',
  });
}

/** For a first profile: also the fields of hashes. */
export const samplingGuard = (): CommandGuard => readingGuard({ ...READ_ONLY_COMMANDS, HSCAN: '*' });

/** For verbs that read figures: fields, strings, members of index sets, and counts of leases, and logs of requests. */
export const figuresGuard = (): CommandGuard => readingGuard(FIGURES);

const FIGURES = { ...READ_ONLY_COMMANDS, LRANGE: '*', SSCAN: '*', XRANGE: '*', ZCOUNT: '*' } as const;

/** The same for limiters: also the keys that the server itself has noted as hot. */
export const limitersGuard = (): CommandGuard => readingGuard({ ...FIGURES, HOTKEYS: ['GET'] });

/** For health checks: also what the server has noted of slow commands and pauses. */
export const doctorGuard = (): CommandGuard =>
  readingGuard({
    ...READ_ONLY_COMMANDS,
    HOTKEYS: ['GET'],
    LATENCY: ['LATEST'],
    SENTINEL: ['GET-MASTER-ADDR-BY-NAME', 'MASTER', 'REPLICAS'],
    SLOWLOG: ['GET'],
  });

/** For verbs that copy keys and change none. */
export const copyGuard = (): CommandGuard => readingGuard({ ...READ_ONLY_COMMANDS, ...WHOLE_VALUES });

/**
 * Additional commands for changing keys: those that return a whole value, to archive it, and those that remove or restore a key.
 */
export const CHANGING_COMMANDS: Readonly<Record<string, '*' | readonly string[]>> = {
  ...WHOLE_VALUES,
  // Each changes one key. There is no FLUSH, and no command that takes a pattern.
  DEL: '*',
  DISCARD: '*',
  EXEC: '*',
  HDEL: '*',
  HGET: '*',
  HINCRBY: '*',
  HPEXPIREAT: '*',
  HSET: '*',
  HSETNX: '*',
  INCRBY: '*',
  LTRIM: '*',
  MULTI: '*',
  PERSIST: '*',
  PEXPIRE: '*',
  PEXPIREAT: '*',
  RENAME: '*',
  RESTORE: '*',
  RPUSH: '*',
  SADD: '*',
  SET: '*',
  SREM: '*',
  UNLINK: '*',
  UNWATCH: '*',
  WATCH: '*',
  XADD: '*',
  XCLAIM: '*',
  XDEL: '*',
  XGROUP: ['CREATE', 'CREATECONSUMER'],
  XSETID: '*',
  XTRIM: '*',
  ZADD: '*',
  ZREM: '*',
  ZSCORE: '*',
};

/** A Lua script of this program; no other script is ever evaluated. */
export interface KnownScript {
  readonly body: string;
  /** SHA-1 of the body in hexadecimal digits. */
  readonly sha: string;
}

/** For changing verbs, after the operator has agreed to the plan. */
export function changeGuard(scripts: readonly KnownScript[]): CommandGuard {
  const allowed = new Map(Object.entries({ ...READ_ONLY_COMMANDS, ...CHANGING_COMMANDS }));
  const known = new Set(scripts.flatMap(({ body, sha }) => [`EVAL ${body}`, `EVALSHA ${sha}`]));
  return {
    check([name = '', subcommand = '']) {
      const rule = allowed.get(name.toUpperCase());
      if (rule === '*' || rule?.includes(subcommand.toUpperCase()) || known.has(`${name.toUpperCase()} ${subcommand}`)) return;
      throw notAllowed(rule ? `${name} ${subcommand}` : name, 'changing');
    },
  };
}

/**
 * For asking what a user may send: everything, but only between MULTI and DISCARD, so that nothing is executed. Outside of a
 * transaction only reading commands.
 */
export function rightsGuard(): CommandGuard {
  const reading = readingGuard({ ...FIGURES, ...WHOLE_VALUES });
  const queued = readingGuard({ ...FIGURES, ...CHANGING_COMMANDS });
  let isOpen = false;
  return {
    check(args) {
      const name = args[0]?.toUpperCase();
      if (name === 'EXEC') throw notAllowed('EXEC', 'reading');
      if (name === 'MULTI' || name === 'DISCARD') isOpen = name === 'MULTI';
      else (isOpen ? queued : reading).check(args);
    },
  };
}

/** Reading commands and MONITOR, which shows other clients' commands and slows the server. Only after the operator has agreed. */
export function monitorGuard(): CommandGuard {
  const reading = readOnlyGuard();
  return {
    check(args) {
      if (args.length !== 1 || args[0]?.toUpperCase() !== 'MONITOR') reading.check(args);
    },
  };
}

function notAllowed(command: string, kind: 'reading' | 'changing'): MeterError {
  const changing = kind === 'changing';
  const saying = says('not-on-list', { command: JSON.stringify(command.slice(0, 40)), changing });
  return failure(saying, EXIT.failure, changing ? 'not-allowed' : 'not-read-only');
}
