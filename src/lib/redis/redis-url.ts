import { EXIT, MeterError, usageError } from '../format/errors.js';
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

const FORMS = 'Write redis://user:password@host:port/db, rediss://… for TLS, or unix:///path/to/redis.sock?db=0.';
const ENCODING =
  'Special characters in a user name or password must be percent-encoded: % as %25, / as %2F, ? as %3F, # as %23, @ as %40, : as %3A.';

// No error here may quote the URL or a part of it: any part can be a misplaced password.
const badUrl = (problem: string, ...suggestions: string[]): MeterError => usageError(`The Redis URL ${problem}.`, ...suggestions);

/**
 * Parses redis://, rediss://, unix:// and redis+sentinel://host:port,host:port/master/db (rediss+sentinel:// for TLS), with the
 * parameters of `urlParameters`. As in go-redis, redis://…?master_name=NAME&addr=host:port names sentinels, and user and password
 * before the host are for the sentinels. Throws a usage error, or `rest-url` for an HTTP address; neither quotes the URL.
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
      if (hosts !== '' || path.length < 2) throw badUrl('must hold the absolute path of a socket after unix://', FORMS);
      return socketUrl(decode(path), userinfo, urlParameters(query));
    default:
      throw badUrl('has an unknown scheme', FORMS);
  }
}

type Credentials = Pick<RedisUrl, 'username' | 'password'>;

function serverUrl(first: NodeAddress, path: string, userinfo: Credentials, parameters: UrlParameters, tls: boolean): RedisUrl {
  const { masterName, nodes, sentinelUsername, sentinelPassword, insecure } = parameters;
  const common = { tls, insecure, db: database(path.replace(/^\//, ''), parameters.db) };
  if (masterName === null) {
    if (nodes.length > 0 || sentinelUsername !== null || sentinelPassword !== null)
      throw badUrl('names sentinels but no master', 'Add master_name=NAME to it.');
    return { ...common, ...joined(userinfo, parameters), address: first, sentinel: null };
  }
  const others = nodes.map((node) => parseHostPort(node, DEFAULT_PORT));
  if (others.includes(null)) throw badUrl('has an addr that is not host:port');
  const own = joined(userinfo, { username: sentinelUsername, password: sentinelPassword });
  const sentinel = { nodes: [first, ...others.filter((node) => node !== null)], masterName, ...own };
  const { username, password } = parameters;
  return { ...common, username, password, address: first, sentinel };
}

function socketUrl(path: string, userinfo: Credentials, parameters: UrlParameters): RedisUrl {
  const { masterName, nodes, sentinelUsername, sentinelPassword, insecure, db } = parameters;
  if (insecure || nodes.length > 0 || [masterName, sentinelUsername, sentinelPassword].some((value) => value !== null))
    throw badUrl('speaks of sentinels or TLS, which a Unix socket has not', FORMS);
  const address = { host: 'localhost', port: DEFAULT_PORT, path };
  return { ...joined(userinfo, parameters), address, db: database('', db), tls: false, insecure, sentinel: null };
}

/** Credentials from before the host or from parameters. Both may be given only if they are equal. */
function joined(userinfo: Credentials, parameters: Credentials): Credentials {
  for (const part of ['username', 'password'] as const)
    if (userinfo[part] !== null && parameters[part] !== null && userinfo[part] !== parameters[part])
      throw badUrl(`gives two different ${part === 'username' ? 'user names' : 'passwords'}`, FORMS);
  return { username: userinfo.username ?? parameters.username, password: userinfo.password ?? parameters.password };
}

function restUrl(): MeterError {
  return new MeterError('rest-url', EXIT.connection, 'This is an HTTP (REST) address, but meter needs the Redis protocol.', [
    'Use the rediss:// endpoint that the provider shows next to it (Upstash: "Connect", "TCP").',
  ]);
}

function server(hosts: string): NodeAddress {
  if (hosts === '') throw badUrl('names no host', FORMS);
  const address = parseHostPort(hosts, DEFAULT_PORT);
  if (!address) throw badUrl('has a host or port that cannot be read', FORMS, ENCODING);
  return address;
}

function sentinels(hosts: string, masterName: string): { address: NodeAddress; sentinel: SentinelSettings } {
  const nodes = parseNodes(hosts);
  const [first] = nodes ?? [];
  if (!nodes || !first || masterName === '') {
    throw badUrl('must name the sentinels and the master', 'Write redis+sentinel://host:26379,host:26379/master-name/db.');
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
