import { EXIT, MeterError } from '../format/errors.js';

/** Decides over every command before it leaves; `check` throws for one that may not. */
export interface CommandGuard {
  /** `args[0]` is the command's name. */
  check(args: readonly string[]): void;
}

/** Everything that a reading verb may send: a command with any arguments (`'*'`), or only with these subcommands. */
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
  // Keys: names, types, lives and sizes, and single fields or members.
  EXISTS: '*',
  EXPIRETIME: '*',
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

export function readOnlyGuard(): CommandGuard {
  const allowed = new Map(Object.entries(READ_ONLY_COMMANDS));
  return {
    check([name = '', subcommand = '']) {
      const rule = allowed.get(name.toUpperCase());
      if (rule === '*' || rule?.includes(subcommand.toUpperCase())) return;
      throw notReadOnly(rule ? `${name} ${subcommand}` : name);
    },
  };
}

/** The same with MONITOR, which shows what others send and takes the server's time: only after somebody has agreed to it. */
export function monitorGuard(): CommandGuard {
  const reading = readOnlyGuard();
  return {
    check(args) {
      if (args.length !== 1 || args[0]?.toUpperCase() !== 'MONITOR') reading.check(args);
    },
  };
}

function notReadOnly(command: string): MeterError {
  const shown = JSON.stringify(command.slice(0, 40));
  return new MeterError(
    'not-read-only',
    EXIT.failure,
    `The command ${shown} is not on the list of reading commands; it was not sent.`,
  );
}
