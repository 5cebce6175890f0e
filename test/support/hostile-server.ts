/**
 * A server with a small keyspace that replies like Redis, except where a hook replies instead; used to build hostile and alien
 * servers. Bytes, names and values are latin1 strings.
 */
import type { Socket } from 'node:net';
import { startFake, type FakeServer } from './fake-server.js';
import { countCommands } from './wire.js';

export type HostileValue = string | string[] | Map<string, string> | Set<string>;

export interface HostileKey {
  /** A text is a string, an array a list, a map a hash, and a set a set. */
  value: HostileValue;
  /** TTL in ms; -1: none. */
  ttlMs?: number;
}

export type Keyspace = ReadonlyMap<string, HostileKey>;

/** Closes the connection. */
export const CLOSE = Symbol('close');
/** Stops replying on this connection. */
export const HANG = Symbol('hang');

/** The reaction to a command; bytes are written. `undefined`: replies like Redis. */
export type HostileAnswer = string | typeof CLOSE | typeof HANG | { act(socket: Socket): void } | undefined;

export interface HostileContext {
  /** How often this command was received, over all connections: 1, 2, … */
  nth: number;
  keys: Keyspace;
  /** The reply of Redis. */
  honest(): string;
}

/** `args[0]` is the command's name, in upper case. */
export type Hook = (args: readonly string[], context: HostileContext) => HostileAnswer;

export interface HostileServer extends FakeServer {
  /** Received commands by name. */
  readonly counts: ReadonlyMap<string, number>;
  /** Accepted connections. */
  readonly connections: number;
}

export interface HostileOptions {
  keys?: Keyspace;
  hook?: Hook;
  /** Maximum names per SCAN. */
  mostNames?: number;
  /** Additional or replaced fields of INFO. */
  info?: Readonly<Record<string, string>>;
}

// The parts of RESP.
export const simple = (text: string): string => `+${text}\r\n`;
export const error = (text: string): string => `-${text}\r\n`;
export const integer = (value: number | bigint | string): string => `:${value}\r\n`;
export const bulk = (text: string | null): string => (text === null ? '$-1\r\n' : `$${text.length}\r\n${text}\r\n`);
export const array = (items: readonly string[]): string => `*${items.length}\r\n${items.join('')}`;
export const texts = (items: Iterable<string>): string => array([...items].map(bulk));

/** Gives this reply to one command, selected by name or by name and subcommand. */
export const on =
  (command: string, answer: HostileAnswer | ((context: HostileContext, args: readonly string[]) => HostileAnswer)): Hook =>
  (args, context) => {
    const [name, subcommand = ''] = args;
    if (command !== name && command !== `${name} ${subcommand.toUpperCase()}`) return undefined;
    return typeof answer === 'function' ? answer(context, args) : answer;
  };

/** The first of several hooks with a reply. */
export const anyOf =
  (...hooks: readonly Hook[]): Hook =>
  (args, context) => {
    for (const hook of hooks) {
      const answer = hook(args, context);
      if (answer !== undefined) return answer;
    }
    return undefined;
  };

/** `count` daily statistics of a relay, and one key of a few other kinds. */
export function relayKeys(count = 60): Map<string, HostileKey> {
  const keys = new Map<string, HostileKey>();
  for (let at = 0; at < count; at++) {
    const id = `abcdef${String(at % 100).padStart(2, '0')}-aaaa-4bbb-8ccc-dddddddd${String(at).padStart(4, '0')}`;
    const day = `2024-11-${String(1 + (at % 28)).padStart(2, '0')}`;
    const value = new Map([
      ['requests', String(at)],
      ['inputTokens', '12'],
      ['outputTokens', '3'],
      ['allTokens', '15'],
    ]);
    keys.set(`usage:daily:${id}:${day}`, { value, ttlMs: 86_400_000 });
  }
  keys.set('usage:daily:index:2024-11-01', { value: new Set(['abcdef00-aaaa-4bbb-8ccc-dddddddd0000']), ttlMs: 86_400_000 });
  keys.set('usage:records:abcdef00-aaaa-4bbb-8ccc-dddddddd0000', { value: ['{"timestamp":"2024-11-01T00:00:00.000Z"}'] });
  keys.set('claude_stream_pool', { value: 'x' });
  return keys;
}

export async function startHostile(options: HostileOptions = {}): Promise<HostileServer> {
  const { keys = relayKeys(), hook } = options;
  const counts = new Map<string, number>();
  let connections = 0;
  const fake = await startFake((socket) => {
    connections++;
    let hangs = false;
    let queued: string[][] | null = null;
    const honestly = (args: readonly string[]): string => {
      if (args[0] === 'MULTI') queued = [];
      else if (args[0] === 'EXEC' && queued) {
        const replies = queued.map((each) => honest(each, keys, options));
        queued = null;
        return array(replies);
      } else if (queued) {
        queued.push([...args]);
        return simple('QUEUED');
      }
      return honest(args, keys, options);
    };
    const read = countCommands((name, rest) => {
      if (hangs || socket.destroyed) return;
      const args = [name, ...rest];
      const nth = (counts.get(name) ?? 0) + 1;
      counts.set(name, nth);
      const answer = hook?.(args, { nth, keys, honest: () => honestly(args) });
      if (answer === CLOSE) socket.destroy();
      else if (answer === HANG) hangs = true;
      else if (typeof answer === 'object') answer.act(socket);
      else socket.write(answer ?? honestly(args), 'latin1');
    });
    socket.on('data', read);
  });
  return {
    ...fake,
    counts,
    get connections() {
      return connections;
    },
  };
}

const WRONG_TYPE = error('WRONGTYPE Operation against a key holding the wrong kind of value');
const unknown = ([name = '']: readonly string[]): string => error(`ERR unknown command '${name}', with args beginning with: `);

function typeOf(value: HostileValue | undefined): 'string' | 'list' | 'hash' | 'set' | 'none' {
  if (value === undefined) return 'none';
  if (typeof value === 'string') return 'string';
  return Array.isArray(value) ? 'list' : value instanceof Map ? 'hash' : 'set';
}

/** The reply of Redis. */
function honest(args: readonly string[], keys: Keyspace, options: HostileOptions): string {
  const [name = '', key = '', ...rest] = args;
  const value = keys.get(key)?.value;
  const of = <T extends HostileValue>(type: string, none: string, told: (found: T) => string): string =>
    value === undefined ? none : typeOf(value) === type ? told(value as T) : WRONG_TYPE;
  switch (name) {
    case 'PING':
      return simple('PONG');
    case 'AUTH':
    case 'SELECT':
    case 'READONLY':
    case 'QUIT':
    case 'WATCH':
    case 'UNWATCH':
    case 'DISCARD':
    case 'MULTI':
    case 'MONITOR':
      return simple('OK');
    case 'CLIENT':
      return key.toUpperCase() === 'ID' ? integer(1) : simple('OK');
    case 'INFO':
      return bulk(infoText(keys, options.info ?? {}));
    case 'CONFIG':
      return texts(['maxmemory-policy', 'noeviction']);
    case 'CLUSTER':
      return key.toUpperCase() === 'INFO'
        ? bulk('cluster_enabled:0\r\n')
        : error('ERR This instance has cluster support disabled');
    case 'ROLE':
      return array([bulk('master'), integer(0), array([])]);
    case 'TIME':
      return texts([String(Math.floor(Date.now() / 1000)), '0']);
    case 'DBSIZE':
      return integer(keys.size);
    case 'LASTSAVE':
      return integer(Math.floor(Date.now() / 1000));
    case 'SCAN':
      return scan([...keys.keys()], key, rest, keys, options.mostNames ?? Infinity);
    case 'TYPE':
      return simple(typeOf(value));
    case 'PTTL':
    case 'TTL': {
      const ttlMs = value === undefined ? -2 : (keys.get(key)?.ttlMs ?? -1);
      return integer(ttlMs < 0 || name === 'PTTL' ? ttlMs : Math.round(ttlMs / 1000));
    }
    case 'MEMORY':
      return keys.has(rest[0] ?? '') ? integer(200) : bulk(null);
    case 'EXISTS':
      return integer(value === undefined ? 0 : 1);
    case 'GET':
      return of<string>('string', bulk(null), bulk);
    case 'STRLEN':
      return of<string>('string', integer(0), (text) => integer(text.length));
    case 'HGETALL':
      return of<Map<string, string>>('hash', array([]), (map) => texts([...map].flat()));
    case 'HSCAN':
      return of<Map<string, string>>('hash', array([bulk('0'), array([])]), (map) => array([bulk('0'), texts([...map].flat())]));
    case 'HMGET':
      return of<Map<string, string>>('hash', array(rest.map(() => bulk(null))), (map) =>
        array(rest.map((field) => bulk(map.get(field) ?? null))),
      );
    case 'HEXISTS':
      return of<Map<string, string>>('hash', integer(0), (map) => integer(map.has(rest[0] ?? '') ? 1 : 0));
    case 'HLEN':
      return of<Map<string, string>>('hash', integer(0), (map) => integer(map.size));
    case 'LLEN':
      return of<string[]>('list', integer(0), (list) => integer(list.length));
    case 'LINDEX':
      return of<string[]>('list', bulk(null), (list) => bulk(list.at(Number(rest[0])) ?? null));
    case 'LRANGE':
      return of<string[]>('list', array([]), (list) => texts(list.slice(Number(rest[0]), Number(rest[1]) + 1 || undefined)));
    case 'SCARD':
      return of<Set<string>>('set', integer(0), (set) => integer(set.size));
    case 'SISMEMBER':
      return of<Set<string>>('set', integer(0), (set) => integer(set.has(rest[0] ?? '') ? 1 : 0));
    case 'SMEMBERS':
      return of<Set<string>>('set', array([]), texts);
    case 'SSCAN':
      return of<Set<string>>('set', array([bulk('0'), array([])]), (set) => array([bulk('0'), texts(set)]));
    case 'ZCARD':
      return of<never>('zset', integer(0), () => integer(0));
    case 'ZRANGE':
      return of<never>('zset', array([]), () => array([]));
    case 'XLEN':
      return of<never>('stream', integer(0), () => integer(0));
    default:
      return unknown(args);
  }
}

/** The cursor is an index in the list of names; MATCH is ignored. */
function scan(names: readonly string[], cursor: string, options: readonly string[], keys: Keyspace, most: number): string {
  const option = (name: string): string | undefined => options[options.findIndex((each) => each.toUpperCase() === name) + 1];
  const given = (name: string): boolean => options.some((each) => each.toUpperCase() === name);
  const count = Math.min(given('COUNT') ? Number(option('COUNT')) : 10, most);
  const from = Number(cursor);
  const next = from + count >= names.length ? 0 : from + count;
  const part = names.slice(from, from + count);
  const type = given('TYPE') ? option('TYPE') : undefined;
  const wanted = type === undefined ? part : part.filter((name) => typeOf(keys.get(name)?.value) === type);
  return array([bulk(String(next)), texts(wanted)]);
}

function infoText(keys: Keyspace, given: Readonly<Record<string, string>>): string {
  const withTtl = [...keys.values()].filter(({ ttlMs }) => ttlMs !== undefined && ttlMs >= 0).length;
  const sections: Record<string, Record<string, string>> = {
    Server: { redis_version: '7.4.0', redis_mode: 'standalone', run_id: 'a'.repeat(40) },
    Clients: { connected_clients: '1' },
    Memory: { used_memory: '1000000', maxmemory: '0', maxmemory_policy: 'noeviction' },
    Persistence: { loading: '0', rdb_last_bgsave_status: 'ok' },
    Stats: { total_commands_processed: '1000', expired_keys: '0', evicted_keys: '0' },
    Replication: { role: 'master', connected_slaves: '0' },
    Commandstats: { cmdstat_get: 'calls=10,usec=10,usec_per_call=1.00,rejected_calls=0,failed_calls=0' },
    Cluster: { cluster_enabled: '0' },
    Keyspace: { db0: `keys=${keys.size},expires=${withTtl},avg_ttl=0` },
  };
  const known = new Set(Object.values(sections).flatMap(Object.keys));
  const others = Object.entries(given).filter(([field]) => !known.has(field));
  const text = (fields: Record<string, string>): string =>
    Object.entries(fields)
      .map(([field, value]) => `${field}:${given[field] ?? value}\r\n`)
      .join('');
  return [
    ...Object.entries(sections).map(([section, fields]) => `# ${section}\r\n${text(fields)}`),
    ...(others.length > 0 ? [`# Others\r\n${text(Object.fromEntries(others))}`] : []),
  ].join('\r\n');
}
