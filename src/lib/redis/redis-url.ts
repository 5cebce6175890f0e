import { says } from '../errors/target.js';
import { EXIT, failure, usageError } from '../format/errors.js';
import { parseHostPort, type NodeAddress } from './address.js';
import { DEFAULT_PORT, type SentinelSettings } from './target.js';
import { urlParameters, type UrlParameters } from './url-parameters.js';

const SENTINEL_PORT = 26379;

/** The parts of a Redis URL; `null`: not given. */
export interface RedisUrl {
  /** The server, or the first sentinel. */
  address: NodeAddress;
  username: string | null;
  password: string | null;
  db: number | null;
  tls: boolean;
  /** The URL disables the certificate check. */
  insecure: boolean;
  sentinel: SentinelSettings | null;
}

/**
 * Parses redis://, rediss://, unix:// and redis+sentinel://host:port,host:port/master/db (rediss+sentinel:// for TLS), with the
 * parameters of `urlParameters`. As in go-redis, redis://…?master_name=NAME&addr=host:port names sentinels, and user and password
 * before the host are for the sentinels. Throws a usage error, or `rest-url` for an HTTP address; neither quotes the URL.
 */
export function parseRedisUrl(text: string): RedisUrl {
  const parts = /^([a-z+-]+):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(#.*)?$/is.exec(text.trim());
  if (!parts) throw usageError(says('url-no-url'));
  const [, scheme = '', authority = '', path = '', query = '', fragment] = parts;
  const protocol = scheme.toLowerCase();
  if (protocol === 'http' || protocol === 'https') throw failure(says('rest-url'), EXIT.connection);
  if (fragment !== undefined || `${path}${query}`.includes('@')) throw usageError(says('url-not-encoded'));

  const at = authority.lastIndexOf('@');
  const hosts = authority.slice(at + 1);
  const userinfo = credentials(at < 0 ? '' : authority.slice(0, at));
  const tls = protocol.startsWith('rediss');
  switch (protocol) {
    case 'redis':
    case 'rediss':
      return serverUrl(server(hosts), path, userinfo, urlParameters(query), tls);
    case 'redis+sentinel':
    case 'rediss+sentinel': {
      const [masterName = '', db = ''] = path.slice(1).split('/');
      const asked = sentinels(hosts, decode(masterName));
      const parameters = urlParameters(query);
      const { insecure, sentinelUsername: username, sentinelPassword: password } = parameters;
      return {
        ...joined(userinfo, parameters),
        ...asked,
        sentinel: { ...asked.sentinel, username, password },
        db: database(db, parameters.db),
        tls,
        insecure,
      };
    }
    case 'unix':
      if (hosts !== '' || path.length < 2) throw usageError(says('url-no-socket'));
      return socketUrl(decode(path), userinfo, urlParameters(query));
    default:
      throw usageError(says('url-scheme'));
  }
}

type Credentials = Pick<RedisUrl, 'username' | 'password'>;

function serverUrl(first: NodeAddress, path: string, userinfo: Credentials, parameters: UrlParameters, tls: boolean): RedisUrl {
  const { masterName, nodes, sentinelUsername, sentinelPassword, insecure } = parameters;
  const common = { tls, insecure, db: database(path.replace(/^\//, ''), parameters.db) };
  if (masterName === null) {
    if (nodes.length > 0 || sentinelUsername !== null || sentinelPassword !== null) throw usageError(says('url-no-master'));
    return { ...common, ...joined(userinfo, parameters), address: first, sentinel: null };
  }
  const others = nodes.map((node) => parseHostPort(node, DEFAULT_PORT));
  if (others.includes(null)) throw usageError(says('url-addr'));
  const own = joined(userinfo, { username: sentinelUsername, password: sentinelPassword });
  const sentinel = { nodes: [first, ...others.filter((node) => node !== null)], masterName, ...own };
  const { username, password } = parameters;
  return { ...common, username, password, address: first, sentinel };
}

function socketUrl(path: string, userinfo: Credentials, parameters: UrlParameters): RedisUrl {
  const { masterName, nodes, sentinelUsername, sentinelPassword, insecure, db } = parameters;
  if (insecure || nodes.length > 0 || [masterName, sentinelUsername, sentinelPassword].some((value) => value !== null))
    throw usageError(says('url-socket-extras'));
  const address = { host: 'localhost', port: DEFAULT_PORT, path };
  return { ...joined(userinfo, parameters), address, db: database('', db), tls: false, insecure, sentinel: null };
}

/** Credentials from before the host or from parameters. Both may be given only if they are equal. */
function joined(userinfo: Credentials, parameters: Credentials): Credentials {
  for (const part of ['username', 'password'] as const)
    if (userinfo[part] !== null && parameters[part] !== null && userinfo[part] !== parameters[part])
      throw usageError(says('url-two-logins', { part }));
  return { username: userinfo.username ?? parameters.username, password: userinfo.password ?? parameters.password };
}

function server(hosts: string): NodeAddress {
  if (hosts === '') throw usageError(says('url-no-host'));
  const address = parseHostPort(hosts, DEFAULT_PORT);
  if (!address) throw usageError(says('url-host'));
  return address;
}

function sentinels(hosts: string, masterName: string): { address: NodeAddress; sentinel: SentinelSettings } {
  const nodes = parseNodes(hosts);
  const [first] = nodes ?? [];
  if (!nodes || !first || masterName === '') {
    throw usageError(says('url-sentinels'));
  }
  return { address: first, sentinel: { nodes, masterName } };
}

/** Parses `host:port,host:port`; `null` when one sentinel is invalid. */
export function parseNodes(text: string): NodeAddress[] | null {
  const nodes = text.split(',').map((node) => parseHostPort(node.trim(), SENTINEL_PORT));
  return nodes.every((node) => node !== null) ? nodes : null;
}

function credentials(userinfo: string): Credentials {
  const colon = userinfo.indexOf(':');
  const username = colon < 0 ? userinfo : userinfo.slice(0, colon);
  const password = colon < 0 ? '' : userinfo.slice(colon + 1);
  return { username: decode(username) || null, password: decode(password) || null };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw usageError(says('url-percent'));
  }
}

function database(path: string, query: string | null): number | null {
  const text = path === '' ? query : path;
  if (text === null) return null;
  if (!/^\d{1,9}$/.test(text)) throw usageError(says('url-database'));
  if (query !== null && Number(query) !== Number(text)) throw usageError(says('url-two-databases'));
  return Number(text);
}
