/**
 * A limiter client whose scripts and commands run in a real server by a clock that the test sets: TIME, and the TTLs that are set
 * and read. Everything else is the server's own.
 */
import type { Redis } from 'ioredis';
import type { LimiterClient } from '../../src/lib/limiter/index.js';

const CLOCK = 'virtual:clock';
const EXPIRIES = 'virtual:expiries';

/** Stands before a script. A key expires after its last ms, as in Redis. */
const SHIM = `
local server = redis
local micros_now = tonumber(server.call('GET', '${CLOCK}'))
local ms_now = math.floor(micros_now / 1000)
local function plain(number) return string.format('%.0f', number) end
local redis = { call = function(name, key, ...)
  if name == 'TIME' then return { plain(math.floor(micros_now / 1000000)), plain(micros_now % 1000000) } end
  local due = tonumber(server.call('HGET', '${EXPIRIES}', key))
  if due and ms_now > due then
    server.call('DEL', key)
    server.call('HDEL', '${EXPIRIES}', key)
    due = nil
  end
  if name == 'PTTL' then
    if server.call('EXISTS', key) == 0 then return -2 end
    return due and due - ms_now or -1
  end
  local args = {...}
  local ms = name == 'PEXPIRE' and args[1] or name == 'EXPIRE' and args[1] * 1000 or name == 'SET' and args[3]
  if ms then server.call('HSET', '${EXPIRIES}', key, plain(ms_now + ms)) end
  if name == 'PEXPIRE' or name == 'EXPIRE' then return 1 end
  if name == 'SET' then return server.call('SET', key, args[1]) end
  return server.call(name, key, ...)
end }
`;

export interface VirtualClock {
  client: LimiterClient;
  /** The present of the scripts, in microseconds since the epoch. */
  set(micros: number): Promise<unknown>;
  /** Makes a copy of a key, which the scripts may find expired later without an effect on the key itself. */
  copy(from: string, to: string): Promise<void>;
  /** Removes everything. */
  clear(): Promise<unknown>;
}

export const virtualClock = (redis: Redis): VirtualClock => ({
  client: {
    evalsha: () => Promise.reject(new Error('NOSCRIPT the text is sent each time')),
    eval: (text, keys, args) => redis.eval(SHIM + text, keys.length, ...keys, ...args),
    command: ([name = '', key = '', ...args]) =>
      redis.eval(`${SHIM}return redis.call(ARGV[1], KEYS[1], unpack(ARGV, 2))`, 1, key, name, ...args),
  },
  set: (micros) => redis.set(CLOCK, String(micros)),
  async copy(from, to) {
    const [value, due] = await Promise.all([redis.dumpBuffer(from), redis.hget(EXPIRIES, from)]);
    await redis.del(to);
    if (value) await redis.restore(to, 0, value);
    if (due !== null) await redis.hset(EXPIRIES, to, due);
  },
  clear: () => redis.flushall(),
});
