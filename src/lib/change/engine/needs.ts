/** The commands that a plan and its undo need. docs/redis-access.md has the same as lines for ACL SETUSER. */
import type { PlanData, PlanFamily } from '../plan/model.js';
import type { AskedCommand } from '../../redis/rights.js';

export interface Needs {
  run: readonly AskedCommand[];
  undo: readonly AskedCommand[];
}

/** For batch notes, comparisons, and the state note. */
const ENGINE: Needs = {
  run: ['PTTL', 'HGET', 'HMGET', 'HSET', 'HSETNX', 'HDEL', 'PEXPIRE', 'UNLINK'],
  undo: ['EXISTS', 'TYPE', 'PTTL', 'SISMEMBER', 'SADD', 'SREM', 'PEXPIRE', 'SET', 'UNLINK', 'HMGET', 'HDEL'],
};

const COUNTERS = ['HINCRBY', 'INCRBY', 'HSET', 'SET', 'HDEL', 'UNLINK'] as const;
const MEMBERS = ['SADD', 'SREM', 'ZADD', 'ZREM', 'HSET', 'HDEL'] as const;

const LIMIT = ['TYPE', 'PTTL', 'HGET', 'HMGET', 'HSET', 'HDEL', 'PEXPIRE'] as const;

/** By the action of a plan's family. */
const ACTIONS: Readonly<Record<string, Needs>> = {
  delete: { run: ['UNLINK'], undo: ['RESTORE'] },
  expire: { run: ['PEXPIREAT'], undo: ['RESTORE', 'PEXPIRE', 'PERSIST'] },
  leak: { run: ['PEXPIREAT', 'EXISTS'], undo: ['RESTORE', 'PEXPIRE', 'PERSIST'] },
  trim: {
    run: ['TYPE', 'LLEN', 'LRANGE', 'LTRIM', 'XLEN', 'XRANGE', 'XINFO GROUPS', 'XTRIM'],
    undo: ['LRANGE', 'RPUSH', 'RESTORE'],
  },
  raise: { run: ['GETRANGE', 'HGET', 'PEXPIREAT', ...COUNTERS], undo: COUNTERS },
  lower: { run: ['GETRANGE', 'HGET', ...COUNTERS], undo: COUNTERS },
  rename: { run: ['EXISTS', 'RENAME'], undo: ['RESTORE', 'UNLINK'] },
  sum: { run: [...COUNTERS], undo: ['RESTORE', ...COUNTERS] },
  listing: { run: ['EXISTS', 'SISMEMBER', 'ZSCORE', 'HGET', ...MEMBERS], undo: [...MEMBERS] },
  persist: { run: ['PERSIST'], undo: ['PEXPIRE'] },
  ttl: { run: ['PEXPIREAT'], undo: ['RESTORE', 'PEXPIRE', 'PERSIST'] },
  limit: { run: [...LIMIT], undo: [...LIMIT] },
  unlimit: { run: [...LIMIT], undo: [...LIMIT] },
  reset: { run: ['TYPE', 'HGET', 'HMGET', 'HINCRBY'], undo: COUNTERS },
  limits: { run: ['EXISTS', ...LIMIT], undo: [] },
  restore: { run: ['RESTORE', 'PEXPIRE'], undo: [] },
  life: { run: ['PEXPIRE', 'PERSIST', 'RESTORE'], undo: [] },
  members: { run: ['SADD', 'PEXPIRE'], undo: [] },
  elements: { run: ['LRANGE', 'RPUSH'], undo: [] },
  unmark: { run: ['GET', 'UNLINK'], undo: [] },
  counters: { run: ['TYPE', ...COUNTERS], undo: [] },
  unlist: { run: ['SISMEMBER', 'SREM'], undo: [] },
};

/** For updating index sets, and for markers of those that become empty. */
const INDEXES: Needs = {
  run: ['EXISTS', 'SCARD', 'SSCAN', 'SISMEMBER', 'SREM', 'SADD', 'SET', 'UNLINK'],
  undo: ['GET', 'SADD', 'PEXPIRE', 'UNLINK'],
};

/** `undone`: the changes are archived, so that they can be undone. */
export function needsOf(
  { command, families, indexes }: Pick<PlanData, 'command' | 'indexes'> & { families: readonly Pick<PlanFamily, 'action'>[] },
  undone: boolean,
): Needs {
  const own = command === 'restore' ? { run: ENGINE.undo, undo: [] } : ENGINE;
  // The families of a restore name its index sets.
  const areUpdated = indexes > 0 && command !== 'restore';
  const parts = [own, ...families.flatMap(({ action }) => ACTIONS[action] ?? []), ...(areUpdated ? [INDEXES] : [])];
  return {
    run: unique(parts.flatMap(({ run }) => run)),
    undo: undone ? unique(parts.flatMap(({ undo }) => undo)) : [],
  };
}

const unique = (commands: readonly AskedCommand[]): AskedCommand[] => [...new Set(commands)].toSorted();
