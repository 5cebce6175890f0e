import { EXIT, MeterError, usageError } from '../format/errors.js';
import { parseHostPort, type NodeAddress } from './address.js';
import { DEFAULT_PORT } from './target.js';

const SENTINEL_PORT = 26379;

/** The parts of a Redis URL; `null` where it is silent. */
export interface RedisUrl {
  /** The server, or the first sentinel. */
  address: NodeAddress;
  username: string | null;
  password: string | null;
  db: number | null;
  tls: boolean;
  sentinel: { nodes: NodeAddress[]; masterName: string } | null;
}

const FORMS = 'Write redis://user:password@host:port/db, rediss://… for TLS, or unix:///path/to/redis.sock?db=0.';
const ENCODING =
  'Special characters in a user name or password must be percent-encoded: % as %25, / as %2F, ? as %3F, # as %23, @ as %40, : as %3A.';

// No error here may quote the URL or a part of it: any part can be a misplaced password.
const badUrl = (problem: string, ...suggestions: string[]): MeterError => usageError(`The Redis URL ${problem}.`, ...suggestions);

/**
 * Reads redis://, rediss://, unix:// and redis+sentinel://host:port,host:port/master/db (rediss+sentinel:// for TLS).
 * Throws a usage error, or `rest-url` for an HTTP address; neither quotes the URL.
 */
export function parseRedisUrl(text: string): RedisUrl {
  const parts = /^([a-z+-]+):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(#.*)?$/is.exec(text.trim());
  if (!parts) throw badUrl('is not a URL', FORMS);
  const [, scheme = '', authority = '', path = '', query = '', fragment] = parts;
  const protocol = scheme.toLowerCase();
  if (protocol === 'http' || protocol === 'https') throw restUrl();
  if (fragment !== undefined || `${path}${query}`.includes('@'))
    throw badUrl('has a character that must be percent-encoded', ENCODING);

  const at = authority.lastIndexOf('@');
  const hosts = authority.slice(at + 1);
  const base = { ...credentials(at < 0 ? '' : authority.slice(0, at)), tls: protocol.startsWith('rediss') };
  const queryDb = new URLSearchParams(query).get('db');

  switch (protocol) {
    case 'redis':
    case 'rediss':
      return { ...base, address: server(hosts), db: database(path.replace(/^\//, ''), queryDb), sentinel: null };
    case 'redis+sentinel':
    case 'rediss+sentinel': {
      const [masterName = '', db = ''] = path.slice(1).split('/');
      return { ...base, ...sentinels(hosts, decode(masterName)), db: database(db, queryDb) };
    }
    case 'unix':
      if (hosts !== '' || path.length < 2) throw badUrl('must hold the absolute path of a socket after unix://', FORMS);
      return {
        ...base,
        address: { host: 'localhost', port: DEFAULT_PORT, path: decode(path) },
        db: database('', queryDb),
        sentinel: null,
      };
    default:
      throw badUrl('has an unknown scheme', FORMS);
  }
}

function restUrl(): MeterError {
  return new MeterError('rest-url', EXIT.connection, 'That is an HTTP (REST) address, and meter speaks the Redis protocol.', [
    'Use the rediss:// endpoint that the provider shows beside it (Upstash: "Connect", "TCP").',
  ]);
}

function server(hosts: string): NodeAddress {
  if (hosts === '') throw badUrl('names no host', FORMS);
  const address = parseHostPort(hosts, DEFAULT_PORT);
  if (!address) throw badUrl('has a host or port that cannot be read', FORMS, ENCODING);
  return address;
}

function sentinels(hosts: string, masterName: string): Pick<RedisUrl, 'address' | 'sentinel'> {
  const nodes = parseNodes(hosts);
  const [first] = nodes ?? [];
  if (!nodes || !first || masterName === '') {
    throw badUrl('must name the sentinels and the master', 'Write redis+sentinel://host:26379,host:26379/master-name/db.');
  }
  return { address: first, sentinel: { nodes, masterName } };
}

/** Sentinels as `host:port,host:port`; `null` when one of them cannot be read. */
export function parseNodes(text: string): NodeAddress[] | null {
  const nodes = text.split(',').map((node) => parseHostPort(node.trim(), SENTINEL_PORT));
  return nodes.every((node) => node !== null) ? nodes : null;
}

function credentials(userinfo: string): Pick<RedisUrl, 'username' | 'password'> {
  const colon = userinfo.indexOf(':');
  const username = colon < 0 ? userinfo : userinfo.slice(0, colon);
  const password = colon < 0 ? '' : userinfo.slice(colon + 1);
  return { username: decode(username) || null, password: decode(password) || null };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badUrl('has a % that starts no percent-encoded character', ENCODING);
  }
}

function database(path: string, query: string | null): number | null {
  const text = path === '' ? query : path;
  if (text === null) return null;
  if (!/^\d{1,9}$/.test(text)) throw badUrl('has a database that is not a number', FORMS, ENCODING);
  if (query !== null && Number(query) !== Number(text)) throw badUrl('names two different databases', FORMS);
  return Number(text);
}
